/** Questions to the DNS: {@code host} and {@code dig}. */
package org.sluice.apps.net.dns;

/** Programs that pass bytes between a connection and the user, or back to where they came from: {@code nc}, {@code telnet}, {@code services}. */
package org.sluice.apps.net.stream;

/** Commands of the network. They read {@code /proc/net} and write commands to {@code /proc/net/control}. */
package org.sluice.apps.net;

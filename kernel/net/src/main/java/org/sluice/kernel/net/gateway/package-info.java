/**
 * The way to the host's network: a second, small stack on the other end of {@code host0}, which has every address but the machine's. It ends connections
 * of TCP and flows of UDP, and passes their bytes on to sockets of the host, by reference. All of its work is done by the network's own thread, so its
 * state needs no locks; what others tell is put into a queue. It does not know what is allowed: the device does.
 */
package org.sluice.kernel.net.gateway;

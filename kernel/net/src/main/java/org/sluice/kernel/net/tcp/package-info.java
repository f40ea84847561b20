/**
 * TCP (RFC 9293): segments in and out, connections and those who listen for them. Uses {@code ip} and {@code packet}, knows nothing of sockets,
 * and asks {@code tcp.recovery} what is sent again and how much may be under way. {@code docs/tcp.md} says who does what.
 */
package org.sluice.kernel.net.tcp;

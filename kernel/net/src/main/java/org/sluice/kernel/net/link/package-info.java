/**
 * IP interfaces over ATM connections: Classical IP (RFC 2225), and RFC 2684 routed and bridged. They turn next hops into connections or Ethernet
 * addresses, and SDUs into packets.
 */
package org.sluice.kernel.net.link;

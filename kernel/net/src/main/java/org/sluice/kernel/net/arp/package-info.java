/**
 * Whom an IP address belongs to on a link: the messages of ATMARP and InATMARP (RFC 2225), and a table with ageing for them and for Ethernet's ARP.
 * Signalled connections would resolve to ATM numbers here and be opened by them; what there is resolves to permanent connections.
 */
package org.sluice.kernel.net.arp;

/** How packets are put into SDUs: RFC 2684 routed and bridged, LLC and VC-multiplexed; Ethernet headers. Views over bytes and values, no state. */
package org.sluice.kernel.net.encap;

/** IPv4 packets with TCP, UDP or ICMP as values: taken apart, put together, and shown. Knows nothing of scripts or of the service. */
package org.sluice.drill.packet;

/**
 * IPv4 (RFC 791, 1122): interfaces, routes, input, output, fragmentation and reassembly, and the registry in which protocols plug in. Knows
 * interfaces by their base class only. Payload stays where it lies.
 */
package org.sluice.kernel.net.ip;

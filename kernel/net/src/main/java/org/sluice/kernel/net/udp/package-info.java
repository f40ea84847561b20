/** UDP (RFC 768, RFC 1122 4.1). */
package org.sluice.kernel.net.udp;

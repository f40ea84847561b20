/** ICMP (RFC 792, 1122): answers echo requests, reports errors within a rate, and tells protocols of errors that came in. */
package org.sluice.kernel.net.icmp;

/**
 * Names and addresses: messages of the DNS (RFC 1035), {@code /etc/hosts}, {@code /etc/resolv.conf}, and a stub resolver over them. The class
 * library's {@code InetAddress} uses it too, from below the collections, so that {@link org.sluice.net.dns.HostNames} speaks in arrays.
 * May use the ABI and {@code org.sluice.sys}, nothing else.
 */
package org.sluice.net.dns;

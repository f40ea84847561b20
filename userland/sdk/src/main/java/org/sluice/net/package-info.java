/**
 * Sockets for guest programs: streams and datagrams, native ATM connections that hand areas over, echo requests, and
 * looking at what passes. May use the
 * ABI, {@code org.sluice.sys} and {@code org.sluice.io}, nothing else.
 */
package org.sluice.net;

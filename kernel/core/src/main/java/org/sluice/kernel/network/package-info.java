/**
 * What the kernel and its network service know of each other: interfaces that survive their drivers, sockets, and what a
 * service gets to work with.
 */
package org.sluice.kernel.network;

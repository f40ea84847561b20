/**
 * Sockets as sessions: connections of ATM, cells of operation and maintenance, echo requests, and looking on. Each has one lock, under which nothing of
 * lower layers is called.
 */
package org.sluice.kernel.net.socket;

/**
 * Sockets of the host for the machine: TCP connections and UDP flows to where the launcher allows, and from the ports it forwards. The device
 * is driven by two rings in memory, one of commands and one of completions, and moves bytes between sockets and memory itself. It knows nothing of
 * the machine's own IP. What a guest may reach is decided here and nowhere else.
 */
package org.sluice.vm.device.hostnet;

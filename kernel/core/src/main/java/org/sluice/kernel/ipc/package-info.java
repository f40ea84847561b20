/** Ports: how processes call each other. */
package org.sluice.kernel.ipc;

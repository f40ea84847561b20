/**
 * What the models of devices have in common. A device moves bytes between the host and granted memory; it knows nothing of
 * the kernel. Register tables are in {@code docs/devices.md}.
 */
package org.sluice.vm.device;

/** The ATM network interface: descriptor rings in main memory, segmentation and reassembly, shaping, OAM. */
package org.sluice.vm.device.atm;

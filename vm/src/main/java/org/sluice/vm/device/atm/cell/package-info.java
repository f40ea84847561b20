/**
 * ATM cells as bytes and times: headers and their check, AAL5's trailer and CRC, OAM cells, and the rate algorithm. Pure functions and
 * small objects on the host's heap that allocate nothing for a cell; knows nothing of devices and links.
 */
package org.sluice.vm.device.atm.cell;

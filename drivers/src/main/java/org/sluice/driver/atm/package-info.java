/**
 * Drives ATM network interfaces. Registers and descriptors are those of {@code docs/atm-nic.md}, repeated in
 * {@link org.sluice.driver.atm.Card}.
 */
package org.sluice.driver.atm;

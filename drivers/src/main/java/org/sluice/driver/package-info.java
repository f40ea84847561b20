/**
 * What drivers have in common. A driver knows its device by the register table in {@code docs/devices.md} and reaches it
 * through its {@link org.sluice.kernel.driver.DriverContext} alone; the constants here repeat that table.
 */
package org.sluice.driver;

/** The console's driver. */
package org.sluice.driver.console;

/** The entropy source's driver. */
package org.sluice.driver.entropy;

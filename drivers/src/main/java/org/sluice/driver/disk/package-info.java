/** The disk's driver. */
package org.sluice.driver.disk;

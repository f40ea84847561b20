/** The host share's driver. */
package org.sluice.driver.share;

/**
 * What a driver sees: its device's registers, its interrupt and its DMA windows, and nothing else. A driver offers the
 * kernel one of the interfaces of this package, such as {@link org.sluice.kernel.driver.BlockDevice}.
 */
package org.sluice.kernel.driver;

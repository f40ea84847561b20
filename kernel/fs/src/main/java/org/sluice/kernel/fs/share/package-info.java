/** Host folders mounted in the tree, over the {@link org.sluice.kernel.driver.ShareDevice} a driver offers. */
package org.sluice.kernel.fs.share;

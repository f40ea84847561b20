/**
 * Programs that run as guests: hostile ones, and ones that measure. They use the SDK only; nothing of the launcher, and the
 * launcher never runs them itself. {@code sluice bench} shows their class files to the guest in a share.
 */
package org.sluice.images.bench.guest;

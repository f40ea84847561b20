/** File systems on a disk partition, read through a {@link org.sluice.kernel.fs.cache.PageCache}. */
package org.sluice.kernel.fs.disk;

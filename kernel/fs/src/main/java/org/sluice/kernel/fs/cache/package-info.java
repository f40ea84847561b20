/** Disk contents kept in frames. May use a block device and the frame allocator; knows nothing of any file system. */
package org.sluice.kernel.fs.cache;

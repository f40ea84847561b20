/**
 * What a file system implements to be mounted: {@link org.sluice.kernel.fs.node.FileSystem},
 * {@link org.sluice.kernel.fs.node.Inode} and {@link org.sluice.kernel.fs.node.OpenFile}. Names have been split and checked,
 * symbolic links followed, mount points crossed and permissions checked before an inode is called.
 */
package org.sluice.kernel.fs.node;

/**
 * The tree of names: {@link org.sluice.kernel.fs.Vfs} resolves paths over mounted file systems and makes the sessions behind
 * file handles; {@link org.sluice.kernel.fs.FileServices} mounts what a booting machine has.
 *
 * <p>Nothing here uses host monitors, timed parks or the host's files. Lock ranks, lowest taken first:
 * <ol>
 *   <li>the append lock of a share ({@code KernelLock}, held over device calls),</li>
 *   <li>the lock of a page cache ({@code KernelLock}, never held over device calls),</li>
 *   <li>the tree lock of a memory file system (spin),</li>
 *   <li>the lock of one memory file (spin),</li>
 *   <li>the frame allocator's own lock.</li>
 * </ol>
 * A spin lock is never held over anything that can block. The tree of mounts needs no lock: nodes are only added.
 */
package org.sluice.kernel.fs;

/**
 * Paged memory: address spaces, the objects mapped into them, and which of their pages are in frames.
 *
 * <p>{@link org.sluice.kernel.pager.AddressSpace} is a process' side: its regions, page tables and faults.
 * {@link org.sluice.kernel.pager.MemoryObject} is what a region shows: memory of no file, or a file. A
 * {@link org.sluice.kernel.pager.Page} is a part of an object that is in a frame of the
 * {@link org.sluice.kernel.pager.FrameStock}. {@link org.sluice.kernel.pager.Pager} brings pages in, and on a thread of its own has
 * the {@link org.sluice.kernel.pager.Evictor} make them leave and the {@link org.sluice.kernel.pager.FileTable} bring what was
 * written to files. One lock guards all of it; it is given up for everything that takes long.
 */
package org.sluice.kernel.pager;

/**
 * A writable file system whose data lie in frames of physical memory, for {@code /tmp} and {@code /home}. Nothing in it
 * blocks. It may use the frame allocator and the clock it is given; what it holds is gone when the machine stops.
 */
package org.sluice.kernel.fs.mem;

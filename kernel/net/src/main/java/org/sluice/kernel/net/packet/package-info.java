/**
 * Bytes on their way: parts of frames read in place, headers, sums, and the small tools the rest shares: queues that do not recurse, timers,
 * counters. Knows no protocol. Nothing here copies but what says so, and that by {@link org.sluice.vm.memory.PhysicalMemory}, which counts.
 */
package org.sluice.kernel.net.packet;

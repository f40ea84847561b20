package org.sluice.kernel.process;

/**
 * Limits of one process.
 *
 * @param threads   threads alive at once
 * @param handles   handles open at once
 * @param processes children alive or not yet waited for; also the most of all processes with which it may start another
 * @param heapBytes large heap objects and reservations, in bytes
 * @param areaBytes memory under areas, in bytes
 */
public record Quotas(int threads, int handles, int processes, long heapBytes, long areaBytes) {
}

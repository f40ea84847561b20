package org.sluice.vm.dma;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.sluice.vm.memory.PhysicalMemory;

/**
 * Translates what devices address into physical memory, a domain for each device. Nothing is reachable but what has been
 * granted, and a bus address is never a physical one: it carries an unpredictable tag, so that a driver that confuses the two,
 * or uses a grant it has given back, faults instead of reaching somebody's memory.
 *
 * <p>Granting and revoking are for the kernel; devices get a {@link DmaPort}.
 */
public final class Iommu {
    /** Faults remembered by {@link #faults}; older ones are only counted. */
    public static final int LOG_LENGTH = 64;

    private final PhysicalMemory memory;
    private final Domain[] domains;
    private final AtomicReferenceArray<DmaFault> log = new AtomicReferenceArray<>(LOG_LENGTH);
    private final AtomicLong faults = new AtomicLong();

    /**
     * An IOMMU with nothing granted.
     *
     * @param memory  what grants are windows on
     * @param domains number of domains, numbered from 0
     * @param seed    of the tags in bus addresses
     */
    public Iommu(PhysicalMemory memory, int domains, long seed) {
        this.memory = memory;
        this.domains = new Domain[domains];
        for (int i = 0; i < domains; i++) {
            this.domains[i] = new Domain(seed * 0x9e3779b97f4a7c15L + i);
        }
    }

    /**
     * Lets a device reach a run of memory.
     *
     * @param domain          the device's domain
     * @param physicalAddress first byte
     * @param bytes           length of the run, 1 byte to 2 GiB
     * @param deviceMayWrite  whether the device may write, or only read
     * @return the bus address of the first byte; later bytes follow it
     * @throws IndexOutOfBoundsException if the run is not inside memory
     * @throws IllegalStateException     if the domain has no grant left to give
     */
    public long grant(int domain, long physicalAddress, long bytes, boolean deviceMayWrite) {
        if (bytes < 1 || bytes > Integer.MAX_VALUE + 1L) {
            throw new IllegalArgumentException("grant of " + bytes + " bytes: must be 1 to 2147483648");
        }
        memory.window(physicalAddress, bytes);
        return domains[domain].add(physicalAddress, bytes, deviceMayWrite);
    }

    /**
     * Ends a grant and waits until the device has closed its windows on it. Waits by yielding the processor: a device holds a
     * window only while it moves bytes. If somebody else is revoking the grant, waits just so.
     *
     * @param busAddress what {@link #grant} returned
     * @return false if there is no such grant, or no longer
     */
    public boolean revoke(int domain, long busAddress) {
        Grant grant = domains[domain].remove(busAddress);
        if (grant == null) {
            return false;
        }
        awaitIdle(domains[domain], grant);
        return true;
    }

    /**
     * Ends all grants of a domain and waits as {@link #revoke} does.
     *
     * @return how many there were
     */
    public int revokeAll(int domain) {
        List<Grant> all = domains[domain].removeAll();
        all.forEach(grant -> awaitIdle(domains[domain], grant));
        return all.size();
    }

    /** Number of grants a domain has now. */
    public int grants(int domain) {
        return domains[domain].count();
    }

    /**
     * The port of a device.
     *
     * @param name of the device, for fault records
     */
    public DmaPort port(int domain, String name) {
        Domain d = domains[domain];
        return (busAddress, length, write) -> {
            Grant grant = d.find(busAddress, length, write);
            if (grant == null || !grant.enter()) {
                DmaFault fault = new DmaFault(name, busAddress, length, write);
                log.set((int) (faults.getAndIncrement() % LOG_LENGTH), fault);
                throw fault;
            }
            long address = grant.physicalAddress + (busAddress - grant.busAddress);
            var window = memory.window(address, length);
            return new DmaWindow(grant, write ? window : window.asReadOnly());
        };
    }

    /** Faults of all devices since the machine started. */
    public long faultCount() {
        return faults.get();
    }

    /** The latest faults, oldest first; at most {@link #LOG_LENGTH}. */
    public List<DmaFault> faults() {
        long end = faults.get();
        List<DmaFault> latest = new ArrayList<>();
        for (long i = Math.max(0, end - LOG_LENGTH); i < end; i++) {
            DmaFault fault = log.get((int) (i % LOG_LENGTH));
            if (fault != null) {
                latest.add(fault);
            }
        }
        return latest;
    }

    private static void awaitIdle(Domain domain, Grant grant) {
        while (!grant.idle()) {
            Thread.onSpinWait();
            Thread.yield();
        }
        domain.retired(grant);
    }
}

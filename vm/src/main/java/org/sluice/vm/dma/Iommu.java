package org.sluice.vm.dma;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
        Objects.checkFromIndexSize(physicalAddress, bytes, memory.size());
        return domains[domain].add(physicalAddress, bytes, deviceMayWrite);
    }

    /**
     * Lets a device reach several runs of memory as if they lay one behind the other: scatter-gather without the device knowing.
     *
     * @param runs    physical addresses of the runs, at least one
     * @param lengths their lengths in bytes, each at least 1, together at most 2 GiB
     * @return as the other
     */
    public long grant(int domain, long[] runs, long[] lengths, boolean deviceMayWrite) {
        long[] ends = new long[runs.length];
        long end = 0;
        for (int i = 0; i < runs.length; i++) {
            if (lengths[i] < 1 || lengths[i] > Integer.MAX_VALUE + 1L - end) {
                throw new IllegalArgumentException("grant of " + lengths[i] + " bytes behind " + end
                    + ": each must be at least 1, all at most 2147483648");
            }
            Objects.checkFromIndexSize(runs[i], lengths[i], memory.size());
            end += lengths[i];
            ends[i] = end;
        }
        if (end == 0) {
            throw new IllegalArgumentException("grant of no memory");
        }
        return domains[domain].add(runs.clone(), ends, deviceMayWrite);
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
        if (!grant.idle()) {
            awaitIdle(domains[domain], grant);
        }
        return true;
    }

    /**
     * Ends all grants of a domain and waits as {@link #revoke} does.
     *
     * @return how many there were
     */
    public int revokeAll(int domain) {
        List<Grant> all = domains[domain].removeAll();
        for (Grant grant : all) {
            awaitIdle(domains[domain], grant);
        }
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
        return new Port(domains[domain], name);
    }

    /** Bytes a domain's device has had in windows so far, to read or to write them; descriptors are not among them. */
    public long dmaBytes(int domain, boolean written) {
        return (written ? domains[domain].bytesWritten : domains[domain].bytesRead).sum();
    }

    private final class Port implements DmaPort {
        private final Domain domain;
        private final String name;

        Port(Domain domain, String name) {
            this.domain = domain;
            this.name = name;
        }

        @Override
        public int contiguous(long busAddress, int length, boolean write) {
            Grant grant = domain.find(busAddress, length, write);
            if (grant == null) {
                throw fault(name, busAddress, length, write);
            }
            return (int) grant.contiguous(busAddress - grant.busAddress, length);
        }

        @Override
        public DmaWindow window(long busAddress, int length, boolean write) {
            Grant grant = enter(busAddress, length, write);
            (write ? domain.bytesWritten : domain.bytesRead).add(length);
            var window = memory.window(grant.address(busAddress - grant.busAddress), length);
            return new DmaWindow(grant, write ? window : window.asReadOnly());
        }

        @Override
        public void load(long busAddress, long[] words) {
            Grant grant = enterAligned(busAddress, words.length * Long.BYTES, false);
            try {
                long address = grant.address(busAddress - grant.busAddress);
                words[0] = memory.getLongAcquire(address);
                for (int i = 1; i < words.length; i++) {
                    words[i] = memory.getLong(address + i * Long.BYTES);
                }
            } finally {
                grant.leave();
            }
        }

        @Override
        public void store(long busAddress, long[] words) {
            Grant grant = enterAligned(busAddress, words.length * Long.BYTES, true);
            try {
                long address = grant.address(busAddress - grant.busAddress);
                for (int i = 1; i < words.length; i++) {
                    memory.putLong(address + i * Long.BYTES, words[i]);
                }
                memory.putLongRelease(address, words[0]);
            } finally {
                grant.leave();
            }
        }

        @Override
        public void store(long busAddress, long word) {
            Grant grant = enterAligned(busAddress, Long.BYTES, true);
            try {
                memory.putLongRelease(grant.address(busAddress - grant.busAddress), word);
            } finally {
                grant.leave();
            }
        }

        /** Words are aligned in memory and not only on the bus: a grant may begin anywhere. */
        private Grant enterAligned(long busAddress, int length, boolean write) {
            Grant grant = enter(busAddress, length, write);
            if ((grant.address(busAddress - grant.busAddress) & Long.BYTES - 1) != 0) {
                grant.leave();
                throw fault(name, busAddress, length, write);
            }
            return grant;
        }

        private Grant enter(long busAddress, int length, boolean write) {
            Grant grant = domain.find(busAddress, length, write);
            if (grant == null || grant.contiguous(busAddress - grant.busAddress, length) < length || !grant.enter()) {
                throw fault(name, busAddress, length, write);
            }
            return grant;
        }
    }

    private DmaFault fault(String name, long busAddress, int length, boolean write) {
        DmaFault fault = new DmaFault(name, busAddress, length, write);
        log.set((int) (faults.getAndIncrement() % LOG_LENGTH), fault);
        return fault;
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

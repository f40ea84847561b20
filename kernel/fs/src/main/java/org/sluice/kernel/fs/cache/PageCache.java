package org.sluice.kernel.fs.cache;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.sluice.abi.Errno;
import org.sluice.abi.Transfers;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.BlockDevice;
import org.sluice.kernel.driver.KernelLock;
import org.sluice.kernel.file.Transfer;
import org.sluice.kernel.memory.FrameAllocator;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.kernel.memory.FrameUse;
import org.sluice.kernel.memory.SharedFrames;
import org.sluice.vm.memory.PhysicalMemory;

/**
 * A window of a disk, read through 4 KiB pages in frames that the disk fills by DMA.
 *
 * <p>Pages come and go in clusters: aligned groups of neighbouring pages in a contiguous run of frames, filled by one
 * transfer. That is the read-ahead. At most a given number of frames is used; when a further cluster is wanted, the clock hand
 * passes over clusters used since its last round once (second chance) and takes the first that was not.
 *
 * <p>A cluster in the cache is read without a lock: the reader pins it by counting itself in, checks that the slot still
 * holds what it looked for, copies and counts itself out. Pins are held for a copy only, never over anything that blocks. A
 * slot's count of -1 means that the lock's holder, or the thread filling it, has it for itself. The lock is never held over a
 * transfer; others that want the cluster wait for the lock's signal.
 *
 * <p>Parts of clusters are lent: whoever has one holds the cluster's frames. The cache only lets go of such a cluster when its slot is
 * wanted, and takes other frames; the bytes never change under a holder. So that holders cannot starve the cache, clusters
 * it has let go of that are still held are bounded, and lending ends while there are not {@link #MIN_SLOTS} runs in reserve for
 * slots whose frames are held: so there are always as many slots that nobody holds.
 *
 * <p>What it needs of its surroundings: a {@code read} of the device that throws has ended its DMA; {@code acquire} of the lock
 * does not throw; {@code await} holds the lock again when it throws.
 */
public final class PageCache {
    private static final int PAGE = PhysicalMemory.FRAME_SIZE;
    private static final int EXCLUSIVE = -1;
    private static final int NOTHING = -1;
    /** With two slots somebody can always go on while another waits for the disk. */
    private static final int MIN_SLOTS = 2;
    /** How often a transfer is tried again when the driver was restarted under it. */
    private static final int RETRIES = 3;

    private final BlockDevice disk;
    private final int blockSize;
    private final long firstBlock;
    private final long bytes;
    private final FrameAllocator frames;
    private final PhysicalMemory memory;
    private final KernelLock lock;
    private final int clusterPages;
    private final int clusterBytes;
    /** For each cluster of the window, 1 + the slot it is in or being read into, or 0. Written under the lock. */
    private final AtomicIntegerArray slotOf;
    private final AtomicIntegerArray pins;
    /** What a slot holds; written while the slot is exclusive. */
    private final int[] clusterOf;
    private final SharedFrames[] runOf;
    /** Whether a slot was used since the hand passed; a lost update costs a reload at most. */
    private final boolean[] used;
    /** Slots that hold nothing but may have a run; guarded by the lock. */
    private final int[] idle;
    private int idleCount;
    private int loading;
    private int hand;
    private volatile long transfers;
    /** Runs for slots whose frames are held by others when there are no frames; guarded by the lock but for reading the count. */
    private final FrameRun[] reserve = new FrameRun[MIN_SLOTS];
    private volatile int reserved;
    /** Runs let go of and still held. */
    private final AtomicInteger strays = new AtomicInteger();

    /**
     * Opens a window and takes the first frames.
     *
     * @param firstBlock   of the window, in the disk's blocks
     * @param blockCount   blocks in the window
     * @param frameLimit   most frames to use; at least two clusters are used whatever it says
     * @param clusterPages pages a transfer reads, a power of two
     * @throws IllegalArgumentException if the window is not inside the disk
     * @throws CallFailed ENOMEM when there are no frames to start with
     */
    public PageCache(BlockDevice disk, long firstBlock, long blockCount, FrameAllocator frames, int frameLimit,
            int clusterPages, KernelLock lock) {
        if (firstBlock < 0 || blockCount < 1 || firstBlock > disk.blocks() || blockCount > disk.blocks() - firstBlock) {
            throw new IllegalArgumentException("partition of " + blockCount + " blocks from block " + firstBlock
                + ": the disk has " + disk.blocks());
        }
        if (Integer.bitCount(clusterPages) != 1 || clusterPages > 1024 || PAGE % disk.blockSize() != 0) {
            throw new IllegalArgumentException("clusters of " + clusterPages + " pages over blocks of " + disk.blockSize()
                + " bytes: need a power of two up to 1024 and a block size that divides " + PAGE);
        }
        this.disk = disk;
        blockSize = disk.blockSize();
        this.firstBlock = firstBlock;
        this.frames = frames;
        this.lock = lock;
        this.clusterPages = clusterPages;
        memory = frames.memory();
        bytes = Math.multiplyExact(blockCount, (long) blockSize);
        clusterBytes = clusterPages * PAGE;
        int clusters = Math.toIntExact((bytes + clusterBytes - 1) / clusterBytes);
        int slots = Math.max(MIN_SLOTS, Math.min(clusters, frameLimit / clusterPages));
        slotOf = new AtomicIntegerArray(clusters);
        pins = new AtomicIntegerArray(slots);
        clusterOf = new int[slots];
        runOf = new SharedFrames[slots];
        used = new boolean[slots];
        idle = new int[slots];
        Arrays.fill(clusterOf, NOTHING);
        for (int slot = slots - 1; slot >= 0; slot--) {
            pins.set(slot, EXCLUSIVE);
            idle[idleCount++] = slot;
        }
        reserveFirst();
    }

    private void reserveFirst() {
        try {
            for (int slot = 0; slot < MIN_SLOTS; slot++) {
                runOf[slot] = held(frames.allocate(clusterPages, FrameUse.CACHE));
            }
        } finally {
            if (runOf[MIN_SLOTS - 1] == null && runOf[0] != null) {
                letGo(0);
            }
        }
    }

    private SharedFrames held(FrameRun run) {
        return new SharedFrames(run, this::returned, 0);
    }

    private void returned(SharedFrames stray) {
        frames.release(stray.run());
        strays.decrementAndGet();
    }

    /** Ends the cache's hold on a slot's frames. */
    private void letGo(int slot) {
        strays.incrementAndGet();
        runOf[slot].drop();
        runOf[slot] = null;
    }

    /** Bytes in the window. */
    public long size() {
        return bytes;
    }

    /** Transfers begun since the cache was made. */
    public long transfers() {
        return transfers;
    }

    /**
     * Copies bytes out of the window.
     *
     * @throws CallFailed EIO if the device failed or the range is not inside the window
     */
    public void read(long position, byte[] buffer, int offset, int length) {
        requireInside(position, length);
        for (int done = 0; done < length;) {
            int inside = (int) ((position + done) % clusterBytes);
            int part = Math.min(clusterBytes - inside, length - done);
            int slot = pinLoaded((int) ((position + done) / clusterBytes));
            try {
                memory.read(runOf[slot].run().address() + inside, buffer, offset + done, part);
            } finally {
                pins.decrementAndGet(slot);
            }
            done += part;
        }
    }

    /**
     * Copies bytes out of the window to a physical address.
     *
     * @throws CallFailed as {@link #read(long, byte[], int, int)}
     */
    public void read(long position, long address, int length, Transfer transfer) {
        requireInside(position, length);
        for (int done = 0; done < length;) {
            int inside = (int) ((position + done) % clusterBytes);
            int part = Math.min(clusterBytes - inside, length - done);
            int slot = pinLoaded((int) ((position + done) / clusterBytes));
            try {
                transfer.copy(runOf[slot].run().address() + inside, address + done, part, Transfers.KEPT);
            } finally {
                pins.decrementAndGet(slot);
            }
            done += part;
        }
    }

    /**
     * Lends bytes of the window: holds on the frames they lie in. What may not be lent is copied into fresh frames.
     *
     * @param length most bytes, at least 1
     * @param most   most parts, at least 1
     * @return parts in order; fewer bytes than asked for when the device fails on the way or nothing may be copied
     * @throws CallFailed EIO as {@link #read(long, byte[], int, int)}; ENOMEM, ENOTSUP for what would have to be copied
     */
    public List<FramePart> lend(long position, long length, int most, Transfer transfer) {
        requireInside(position, length);
        if (reserved < MIN_SLOTS) {
            fillReserve();
        }
        List<FramePart> parts = new ArrayList<>();
        long done = 0;
        try {
            while (done < length && parts.size() < most) {
                int inside = (int) ((position + done) % clusterBytes);
                int bytesInside = (int) Math.min(clusterBytes - inside, length - done);
                int slot = pinLoaded((int) ((position + done) / clusterBytes));
                try {
                    FramePart part = lend(slot, inside, bytesInside, done, transfer);
                    if (part == null) {
                        break;
                    }
                    parts.add(part);
                } finally {
                    pins.decrementAndGet(slot);
                }
                done += bytesInside;
            }
        } catch (CallFailed e) {
            if (done == 0) {
                throw e;
            }
        }
        return parts;
    }

    /** A part of a cluster the caller has pinned; null when it would have to be copied and may not. */
    private FramePart lend(int slot, int inside, int length, long done, Transfer transfer) {
        FramePart cached = new FramePart(runOf[slot], inside, length);
        // after the pin: a slot that got its run from the reserve is seen by nobody who still counts it as full
        if (reserved == MIN_SLOTS && strays.get() < Math.max(1, clusterOf.length / 2)) {
            transfer.moved(length);
            return cached.shared(0, length);
        }
        if (!transfer.mayCopy(done)) {
            return null;
        }
        FramePart copy = transfer.fresh(length);
        transfer.copy(cached.address(), copy.address(), length, Transfers.CACHE_LENT);
        return copy;
    }

    private void fillReserve() {
        lock.acquire();
        try {
            while (reserved < MIN_SLOTS) {
                reserve[reserved] = frames.allocate(clusterPages, FrameUse.CACHE);
                reserved++;
            }
        } catch (CallFailed e) {
            // then nothing is lent for now
        } finally {
            lock.release();
        }
    }

    private void requireInside(long position, long length) {
        if (position < 0 || length < 0 || position > bytes - length) {
            throw new CallFailed(Errno.EIO);
        }
    }

    private int pinLoaded(int cluster) {
        int slot = pin(cluster);
        return slot < 0 ? pinAfterLoad(cluster) : slot;
    }

    /** Counts the caller into a cluster's slot, or returns -1 when the cluster is not there to be read. */
    private int pin(int cluster) {
        int slot = slotOf.getAcquire(cluster) - 1;
        if (slot < 0) {
            return -1;
        }
        int count = pins.get(slot);
        while (count >= 0) {
            if (pins.compareAndSet(slot, count, count + 1)) {
                if (clusterOf[slot] == cluster) {
                    if (!used[slot]) {
                        used[slot] = true;
                    }
                    return slot;
                }
                pins.decrementAndGet(slot);
                return -1;
            }
            count = pins.get(slot);
        }
        return -1;
    }

    private int pinAfterLoad(int cluster) {
        while (true) {
            int slot;
            lock.acquire();
            try {
                slot = pin(cluster);
                if (slot >= 0) {
                    return slot;
                }
                if (slotOf.get(cluster) != 0) {
                    lock.await();
                    continue;
                }
                slot = takeSlot();
                if (slot < 0) {
                    if (loading > 0) {
                        lock.await();
                    }
                    continue;
                }
                clusterOf[slot] = cluster;
                slotOf.setRelease(cluster, slot + 1);
                loading++;
                transfers++;
            } finally {
                lock.release();
            }
            load(cluster, slot);
            return slot;
        }
    }

    /** Reads a cluster into a slot the caller has for itself; afterwards the caller has it pinned, or nobody has it. */
    private void load(int cluster, int slot) {
        boolean loaded = false;
        try {
            transfer(cluster, runOf[slot].run());
            loaded = true;
        } finally {
            lock.acquire();
            try {
                loading--;
                if (loaded) {
                    used[slot] = true;
                    pins.set(slot, 1);
                } else {
                    discard(slot);
                }
                lock.signalAll();
            } finally {
                lock.release();
            }
        }
    }

    private void transfer(int cluster, FrameRun run) {
        long start = (long) cluster * clusterBytes;
        int count = (int) (Math.min(clusterBytes, bytes - start) / blockSize);
        for (int attempt = 0; ; attempt++) {
            try {
                disk.read(firstBlock + start / blockSize, count, run);
                return;
            } catch (CallFailed e) {
                if (e.errno() != Errno.EAGAIN) {
                    throw e;
                }
                if (attempt == RETRIES) {
                    throw new CallFailed(Errno.EIO);
                }
            }
        }
    }

    /** A slot with a run, exclusive and holding nothing; -1 when all are in use this moment. Lock held. */
    private int takeSlot() {
        if (idleCount > 0) {
            int slot = idle[idleCount - 1];
            if (runOf[slot] != null || allocateRun(slot)) {
                idleCount--;
                return slot;
            }
        }
        int slot = takeIdleWithRun();
        return slot >= 0 ? slot : evict(true, true);
    }

    private boolean allocateRun(int slot) {
        try {
            runOf[slot] = held(frames.allocate(clusterPages, FrameUse.CACHE));
            return true;
        } catch (CallFailed e) {
            return false;
        }
    }

    private int takeIdleWithRun() {
        for (int i = 0; i < idleCount; i++) {
            int slot = idle[i];
            if (runOf[slot] != null) {
                idle[i] = idle[--idleCount];
                return slot;
            }
        }
        return -1;
    }

    /**
     * Empties the slot the clock hand chooses and leaves it exclusive, with frames nobody else holds; -1 when every slot is pinned, or
     * held and there are no other frames. Lock held.
     */
    private int evict(boolean secondChance, boolean lentToo) {
        for (int i = 0; i < 2 * clusterOf.length; i++) {
            int slot = hand;
            hand = hand + 1 == clusterOf.length ? 0 : hand + 1;
            if (pins.get(slot) != 0) {
                continue;
            }
            if (secondChance && used[slot] && i < clusterOf.length) {
                used[slot] = false;
                continue;
            }
            if (pins.compareAndSet(slot, 0, EXCLUSIVE)) {
                if (runOf[slot].holders() > 1 && !(lentToo && renew(slot))) {
                    pins.set(slot, 0);
                    continue;
                }
                slotOf.setRelease(clusterOf[slot], 0);
                clusterOf[slot] = NOTHING;
                return slot;
            }
        }
        return -1;
    }

    /** Takes other frames for an exclusive slot whose own are held by others; false when there are none. Lock held. */
    private boolean renew(int slot) {
        FrameRun run;
        try {
            run = frames.allocate(clusterPages, FrameUse.CACHE);
        } catch (CallFailed e) {
            if (reserved == 0) {
                return false;
            }
            reserved--;
            run = reserve[reserved];
        }
        letGo(slot);
        runOf[slot] = held(run);
        return true;
    }

    /** Puts an exclusive slot among the idle ones. Lock held. */
    private void discard(int slot) {
        if (clusterOf[slot] != NOTHING) {
            slotOf.setRelease(clusterOf[slot], 0);
            clusterOf[slot] = NOTHING;
        }
        used[slot] = false;
        idle[idleCount++] = slot;
    }

    /**
     * Gives frames back to the allocator, when others need them more. Two clusters stay.
     *
     * @param wanted frames
     * @return frames given back
     */
    public int reclaim(int wanted) {
        int given = 0;
        lock.acquire();
        try {
            int held = 0;
            for (SharedFrames run : runOf) {
                held += run == null || run.holders() > 1 ? 0 : 1;
            }
            while (given < wanted && held > MIN_SLOTS) {
                int slot = takeIdleWithRun();
                if (slot < 0) {
                    slot = evict(false, false);
                }
                if (slot < 0) {
                    break;
                }
                letGo(slot);
                discard(slot);
                given += clusterPages;
                held--;
            }
        } finally {
            lock.release();
        }
        return given;
    }

    /** Gives all frames back, those that are held by others when these let go. Nobody may read any more. */
    public void close() {
        for (int slot = 0; slot < runOf.length; slot++) {
            if (runOf[slot] != null) {
                letGo(slot);
            }
        }
        while (reserved > 0) {
            reserved--;
            frames.release(reserve[reserved]);
        }
    }
}

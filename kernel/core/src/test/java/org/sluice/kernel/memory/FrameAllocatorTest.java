package org.sluice.kernel.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.vm.memory.PhysicalMemory;

/** Does the allocator behave as a set of free frames does, and never hand out a byte of a former owner? */
class FrameAllocatorTest {
    private static final int STEPS = 6_000;

    private static void fill(PhysicalMemory memory, FrameRun run, byte value) {
        byte[] bytes = new byte[(int) run.bytes()];
        java.util.Arrays.fill(bytes, value);
        memory.write(run.address(), bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 64, 100, 255, 1023})
    void agreesWithASetOfFreeFrames(int frames) {
        PhysicalMemory memory = new PhysicalMemory((long) frames << PhysicalMemory.FRAME_SHIFT);
        FrameAllocator allocator = new FrameAllocator(memory);
        BitSet used = new BitSet(frames);
        used.set(0);
        List<FrameRun> runs = new ArrayList<>();
        Random random = new Random(frames);
        for (int step = 0; step < STEPS; step++) {
            if (random.nextInt(5) < 3) {
                int count = 1 + (random.nextInt(8) == 0 ? random.nextInt(frames) : random.nextInt(Math.min(frames, 9)));
                FrameRun run;
                try {
                    run = allocator.allocate(count);
                } catch (CallFailed e) {
                    assertEquals(Errno.ENOMEM, e.errno());
                    assertFalse(alignedRunIsFree(used, frames, count), "refused " + count + " though an aligned block is free");
                    continue;
                }
                assertEquals(count, run.count());
                assertTrue(run.frame() > 0 && run.frame() + count <= frames, () -> "outside: " + run);
                int alignment = count == 1 ? 1 : Integer.highestOneBit(count - 1) << 1;
                assertEquals(0, run.frame() % alignment, () -> run + " is not aligned to " + alignment);
                assertEquals(-1, firstUsed(used, run), () -> "overlap: " + run);
                byte[] bytes = new byte[(int) run.bytes()];
                memory.read(run.address(), bytes, 0, bytes.length);
                for (byte b : bytes) {
                    assertEquals(0, b, "not cleared");
                }
                fill(memory, run, (byte) 0xa5);
                used.set(run.frame(), run.frame() + count);
                runs.add(run);
            } else if (!runs.isEmpty()) {
                FrameRun run = runs.remove(random.nextInt(runs.size()));
                allocator.release(run);
                used.clear(run.frame(), run.frame() + run.count());
            }
            assertEquals(frames - used.cardinality(), allocator.free());
        }
        runs.forEach(allocator::release);
        assertEquals(frames - 1, allocator.free());
    }

    private static int firstUsed(BitSet used, FrameRun run) {
        int next = used.nextSetBit(run.frame());
        return next >= 0 && next < run.frame() + run.count() ? next : -1;
    }

    private static boolean alignedRunIsFree(BitSet used, int frames, int count) {
        int block = count == 1 ? 1 : Integer.highestOneBit(count - 1) << 1;
        for (int at = 0; at + block <= frames; at += block) {
            int next = used.nextSetBit(at);
            if (next < 0 || next >= at + block) {
                return true;
            }
        }
        return false;
    }

    @Test
    void refusesWhatIsNotAllocatedSo() {
        FrameAllocator allocator = new FrameAllocator(new PhysicalMemory(64L << PhysicalMemory.FRAME_SHIFT));
        FrameRun run = allocator.allocate(4);
        assertThrows(IllegalStateException.class, () -> allocator.release(new FrameRun(run.frame(), 3)));
        assertThrows(IllegalStateException.class, () -> allocator.release(new FrameRun(run.frame() + 1, 3)));
        assertThrows(IllegalStateException.class, () -> allocator.release(new FrameRun(0, 1)));
        assertThrows(IllegalStateException.class, () -> allocator.release(new FrameRun(64, 1)));
        assertThrows(IllegalStateException.class, () -> allocator.release(new FrameRun(-4, 4)));
        allocator.release(run);
        assertThrows(IllegalStateException.class, () -> allocator.release(run), "released twice");
        assertEquals(63, allocator.free());
    }

    @Test
    void refusesRunsThatCannotBe() {
        FrameAllocator allocator = new FrameAllocator(new PhysicalMemory(64L << PhysicalMemory.FRAME_SHIFT));
        assertThrows(IllegalArgumentException.class, () -> allocator.allocate(0));
        assertThrows(IllegalArgumentException.class, () -> allocator.allocate(-1));
        for (int count : new int[] {64, 65, 1 << 30, (1 << 30) + 1, Integer.MAX_VALUE}) {
            assertEquals(Errno.ENOMEM, assertThrows(CallFailed.class, () -> allocator.allocate(count)).errno());
        }
        assertEquals(63, allocator.free());
    }

    @Test
    void tellsEveryFrameOnceWithItsUse() {
        int frames = 3000;
        FrameAllocator allocator = new FrameAllocator(new PhysicalMemory((long) frames << PhysicalMemory.FRAME_SHIFT));
        Random random = new Random(1);
        List<FrameRun> runs = new ArrayList<>();
        String[] owner = new String[frames];
        java.util.Arrays.fill(owner, "FREE 0");
        owner[0] = "RESERVED 0";
        for (int step = 0; step < 3000; step++) {
            if (random.nextInt(5) < 3) {
                FrameUse use = FrameUse.values()[2 + random.nextInt(FrameUse.values().length - 2)];
                int process = random.nextInt(1000);
                try {
                    FrameRun run = allocator.allocate(1 + random.nextInt(6), use, process);
                    runs.add(run);
                    java.util.Arrays.fill(owner, run.frame(), run.frame() + run.count(), use + " " + process);
                } catch (CallFailed full) {
                    continue;
                }
            } else if (!runs.isEmpty()) {
                FrameRun run = runs.remove(random.nextInt(runs.size()));
                allocator.release(run);
                java.util.Arrays.fill(owner, run.frame(), run.frame() + run.count(), "FREE 0");
            }
        }
        String[] told = new String[frames];
        int[] next = {0};
        allocator.visit((frame, count, use, process) -> {
            assertEquals(next[0], frame);
            next[0] += count;
            java.util.Arrays.fill(told, frame, frame + count, use + " " + process);
        });
        assertEquals(frames, next[0]);
        org.junit.jupiter.api.Assertions.assertArrayEquals(owner, told);
    }

    /** The visitor runs without the lock, so it may change what it has not seen yet. */
    @Test
    void tellsEveryFrameOnceWhileMemoryChanges() {
        int frames = 5000;
        FrameAllocator allocator = new FrameAllocator(new PhysicalMemory((long) frames << PhysicalMemory.FRAME_SHIFT));
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            List<FrameRun> runs = new ArrayList<>();
            int[] next = {0};
            allocator.visit((frame, count, use, process) -> {
                assertEquals(next[0], frame);
                next[0] += count;
                if (random.nextBoolean() || runs.isEmpty()) {
                    for (int i = 0; i < 40 && allocator.free() > 64; i++) {
                        runs.add(allocator.allocate(1 + random.nextInt(3), FrameUse.PIPE));
                    }
                } else {
                    for (int i = 0; i < 40 && !runs.isEmpty(); i++) {
                        allocator.release(runs.remove(random.nextInt(runs.size())));
                    }
                }
            });
            assertEquals(frames, next[0]);
            runs.forEach(allocator::release);
            assertEquals(frames - 1, allocator.free());
        }
    }
}

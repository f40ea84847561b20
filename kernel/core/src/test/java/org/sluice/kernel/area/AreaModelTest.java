package org.sluice.kernel.area;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Areas;
import org.sluice.abi.Errno;
import org.sluice.abi.IoVectors;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.TestKernel;

/**
 * Random histories of several holders against a model: is there always one writer or only readers, no frame in two memories, none
 * lost, and no byte shown to a holder that it was never given?
 */
class AreaModelTest {
    private static final int HOLDERS = 4;
    private static final int HISTORIES = 2000;
    private static final int STEPS = 60;
    private static final long QUOTA = 3L << 20;
    private static final int PAGE = 4096;

    /** Memory as the model knows it: who wrote its bytes last, and how many areas there are on it. */
    private static final class Memory {
        final long frame;
        final int frames;
        final byte[] bytes;
        int areas = 1;

        Memory(long frame, int length) {
            this.frame = frame;
            frames = (length + PAGE - 1) / PAGE;
            bytes = new byte[frames * PAGE];
        }
    }

    private record Held(int holder, long address, Memory memory, int offset, int length) {
    }

    private final class History {
        final Random random;
        final AreaPool pool;
        final AreaTable[] tables = new AreaTable[HOLDERS];
        final List<Held> held = new ArrayList<>();
        /** Marks of writers whose bytes a holder was given, its own included. */
        final List<Set<Byte>> seen = new ArrayList<>();
        byte nextMark = 1;

        History(TestKernel machine, long seed) {
            random = new Random(seed);
            pool = machine.kernel().areas();
            for (int i = 0; i < HOLDERS; i++) {
                tables[i] = new AreaTable(pool, QUOTA);
                seen.add(new HashSet<>());
            }
        }

        void step() {
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> allocate();
                case 3, 4 -> write();
                case 5 -> read(any());
                case 6 -> share();
                case 7, 8, 9 -> send();
                case 10 -> release(any());
                default -> {
                    if (random.nextInt(8) == 0) {
                        kill(random.nextInt(HOLDERS));
                    } else {
                        release(any());
                    }
                }
            }
            check();
        }

        Held any() {
            return held.isEmpty() ? null : held.get(random.nextInt(held.size()));
        }

        void allocate() {
            int holder = random.nextInt(HOLDERS);
            int size = 1 + (random.nextBoolean() ? random.nextInt(3 * PAGE) : random.nextInt(40 * PAGE));
            long[] vector = new long[IoVectors.size(8)];
            int count;
            try {
                count = tables[holder].allocate(size, 0, vector);
            } catch (CallFailed e) {
                assertEquals(Errno.ENOMEM, e.errno());
                return;
            }
            int total = 0;
            for (int i = 0; i < count; i++) {
                long[] info = info(holder, IoVectors.address(vector, i));
                int length = (int) IoVectors.length(vector, i);
                total += length;
                Memory memory = new Memory(info[Areas.INFO_FRAME], length);
                Held area = new Held(holder, IoVectors.address(vector, i), memory, 0, length);
                held.add(area);
                byte[] content = view(area, 0, length, 0).toArray(ValueLayout.JAVA_BYTE);
                for (byte b : content) {
                    assertTrue(b == 0 || seen.get(holder).contains(b), "a byte of somebody else's");
                }
                System.arraycopy(content, 0, memory.bytes, 0, length);
                unmap(area);
            }
            assertEquals(size, total);
        }

        void write() {
            Held area = any();
            if (area == null) {
                return;
            }
            if (area.memory.areas > 1) {
                try {
                    view(area, 0, area.length, Areas.WRITE);
                    fail("wrote to memory that others read");
                } catch (CallFailed e) {
                    assertEquals(Errno.EACCES, e.errno());
                }
                return;
            }
            byte mark = nextMark++ == 0 ? nextMark++ : (byte) (nextMark - 1);
            seen.get(area.holder).add(mark);
            int from = random.nextInt(area.length);
            int length = 1 + random.nextInt(area.length - from);
            view(area, from, length, Areas.WRITE).fill(mark);
            unmap(area);
            java.util.Arrays.fill(area.memory.bytes, area.offset + from, area.offset + from + length, mark);
        }

        void read(Held area) {
            if (area == null) {
                return;
            }
            byte[] content = view(area, 0, area.length, random.nextBoolean() ? Areas.SHARED : 0).toArray(ValueLayout.JAVA_BYTE);
            for (int i = 0; i < area.length; i++) {
                assertEquals(area.memory.bytes[area.offset + i], content[i]);
                seen.get(area.holder).add(content[i]);
            }
            unmap(area);
        }

        void share() {
            Held area = any();
            if (area == null) {
                return;
            }
            int from = random.nextInt(area.length);
            int length = 1 + random.nextInt(area.length - from);
            long[] share = new long[IoVectors.size(1)];
            tables[area.holder].share(IoVectors.of(area.address + from, length), share);
            area.memory.areas++;
            held.add(new Held(area.holder, IoVectors.address(share, 0), area.memory, area.offset + from, length));
        }

        void send() {
            Held area = any();
            if (area == null) {
                return;
            }
            int from = random.nextInt(4) == 0 ? random.nextInt(area.length) : 0;
            int length = random.nextInt(4) == 0 ? 1 + random.nextInt(area.length - from) : area.length - from;
            Parcel parcel = tables[area.holder].send(IoVectors.of(area.address + from, length));
            int fate = random.nextInt(5);
            if (fate == 0) {
                parcel.giveBack();
                return;
            }
            if (fate == 1) {
                parcel.detach();
                parcel.giveBack();
                gone(area);
                return;
            }
            if (fate == 2) {
                parcel.detach();
            }
            int to = random.nextInt(HOLDERS);
            long[] vector = new long[IoVectors.size(1)];
            try {
                tables[to].receive(parcel, vector);
            } catch (CallFailed e) {
                assertEquals(Errno.ENOMEM, e.errno());
                parcel.giveBack();
                if (fate == 2) {
                    gone(area);
                }
                return;
            }
            held.remove(area);
            Held arrived = new Held(to, IoVectors.address(vector, 0), area.memory, area.offset + from, length);
            held.add(arrived);
            long[] info = info(to, arrived.address);
            assertEquals(area.memory.frame * PAGE + area.offset + from, info[Areas.INFO_FRAME] * PAGE + info[Areas.INFO_FRAME_OFFSET]);
            read(arrived);
        }

        void release(Held area) {
            if (area == null) {
                return;
            }
            long[] vector = IoVectors.of(area.address, area.length);
            tables[area.holder].release(vector);
            gone(area);
            assertEquals(Errno.EBADF, assertFails(() -> tables[area.holder].release(vector)));
            assertEquals(Errno.EBADF, assertFails(() -> tables[area.holder].info(area.address, new long[Areas.INFO_LENGTH_OF_ARRAY])));
        }

        void kill(int holder) {
            tables[holder].closeAll();
            for (Held area : List.copyOf(held)) {
                if (area.holder == holder) {
                    gone(area);
                }
            }
            tables[holder] = new AreaTable(pool, QUOTA);
            seen.set(holder, new HashSet<>());
        }

        void gone(Held area) {
            held.remove(area);
            area.memory.areas--;
        }

        void check() {
            BitSet frames = new BitSet();
            Set<Memory> memories = new HashSet<>();
            int[] counts = new int[HOLDERS];
            for (Held area : held) {
                counts[area.holder]++;
                if (memories.add(area.memory)) {
                    int first = (int) area.memory.frame;
                    assertTrue(frames.get(first, first + area.memory.frames).isEmpty(), "a frame in two memories");
                    frames.set(first, first + area.memory.frames);
                }
                assertEquals(area.memory.areas, info(area.holder, area.address)[Areas.INFO_SHARERS]);
            }
            for (int i = 0; i < HOLDERS; i++) {
                assertEquals(counts[i], tables[i].count());
            }
            assertTrue(pool.frames().free() <= pool.frames().total() - 1 - frames.cardinality());
        }

        private long[] info(int holder, long address) {
            long[] info = new long[Areas.INFO_LENGTH_OF_ARRAY];
            tables[holder].info(address, info);
            return info;
        }

        private MemorySegment view(Held area, int from, int length, int flags) {
            MemorySegment[] views = new MemorySegment[1];
            tables[area.holder].map(IoVectors.of(area.address + from, length), flags, views);
            assertEquals(length, views[0].byteSize());
            return views[0];
        }

        private void unmap(Held area) {
            tables[area.holder].unmap(IoVectors.of(area.address, 1));
        }

        private int assertFails(Runnable call) {
            try {
                call.run();
            } catch (CallFailed e) {
                return e.errno();
            }
            return fail("no error");
        }

        void end() {
            for (AreaTable table : tables) {
                table.closeAll();
            }
        }
    }

    @Test
    void historiesKeepTheRules() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                int free = machine.kernel().frames().free();
                for (int seed = 0; seed < HISTORIES; seed++) {
                    try {
                        History history = new History(machine, seed);
                        for (int step = 0; step < STEPS; step++) {
                            history.step();
                        }
                        history.end();
                    } catch (AssertionError | RuntimeException e) {
                        throw new AssertionError("history " + seed + ": " + e.getMessage(), e);
                    }
                    assertEquals(free, machine.kernel().frames().free(), "history " + seed + " lost frames");
                }
                assertFalse(machine.kernel().areas().bytesMoved() == 0);
            });
        }
    }
}

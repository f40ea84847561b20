package org.sluice.kernel.area;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
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
import org.sluice.abi.Transfers;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.TestKernel;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.file.Pipe;
import org.sluice.kernel.file.Transfer;

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
        /** The frames it is a slice of, or itself. */
        final Memory whole;
        int areas = 1;

        Memory(long frame, int length) {
            this.frame = frame;
            frames = (length + PAGE - 1) / PAGE;
            bytes = new byte[frames * PAGE];
            whole = this;
        }

        /** A slice. */
        Memory(Memory of) {
            frame = of.frame;
            frames = of.frames;
            bytes = of.bytes.clone();
            whole = of.whole;
        }
    }

    private record Held(int holder, long address, Memory memory, int offset, int length, int headroom) {
    }

    /** What lies in the pipe: a part of a memory with its giver's table, or bytes. */
    private static final class Laid {
        final Memory memory;
        final AreaTable giver;
        final byte[] bytes;
        int offset;
        int length;
        int headroom;

        Laid(Memory memory, AreaTable giver, int offset, int length, int headroom) {
            this.memory = memory;
            this.giver = giver;
            bytes = null;
            this.offset = offset;
            this.length = length;
            this.headroom = headroom;
        }

        Laid(byte[] bytes) {
            memory = null;
            giver = null;
            this.bytes = bytes;
            length = bytes.length;
        }

        byte at(int i) {
            return memory == null ? bytes[offset + i] : memory.bytes[offset + i];
        }
    }

    private final class History {
        final Random random;
        final AreaPool pool;
        final AreaTable[] tables = new AreaTable[HOLDERS];
        final List<Held> held = new ArrayList<>();
        /** Marks of writers whose bytes a holder was given, its own included. */
        final List<Set<Byte>> seen = new ArrayList<>();
        final Pipe pipe;
        final FileSession reader;
        final FileSession writer;
        final ArrayDeque<Laid> laid = new ArrayDeque<>();
        byte nextMark = 1;

        History(TestKernel machine, long seed) {
            random = new Random(seed);
            pool = machine.kernel().areas();
            pipe = new Pipe(pool.frames());
            reader = pipe.reader();
            writer = pipe.writer();
            if (seed % 2 == 0) {
                pool.cleared().start();
            }
            for (int i = 0; i < HOLDERS; i++) {
                tables[i] = new AreaTable(pool, QUOTA);
                seen.add(new HashSet<>());
            }
        }

        void step() {
            switch (random.nextInt(21)) {
                case 0, 1, 2 -> allocate();
                case 3, 4 -> write();
                case 5 -> read(any());
                case 6 -> share();
                case 7, 8, 9 -> send();
                case 10 -> release(any());
                case 11 -> split();
                case 12 -> extend();
                case 13, 14 -> give();
                case 15 -> writeBytes();
                case 16, 17 -> take();
                case 18 -> readBytes();
                case 19 -> pool.cleared().prepare();
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
            int headroom = random.nextInt(3) == 0 ? random.nextInt(200) : 0;
            long[] vector = new long[IoVectors.size(8)];
            int count;
            try {
                count = tables[holder].allocate(size, Areas.headroom(headroom), vector);
            } catch (CallFailed e) {
                assertEquals(Errno.ENOMEM, e.errno());
                return;
            }
            int total = 0;
            for (int i = 0; i < count; i++) {
                long[] info = info(holder, IoVectors.address(vector, i));
                int length = (int) IoVectors.length(vector, i);
                total += length;
                int before = i == 0 ? headroom : 0;
                Memory memory = new Memory(info[Areas.INFO_FRAME], length + before);
                Held area = new Held(holder, IoVectors.address(vector, i), memory, before, length, before);
                held.add(area);
                byte[] content = view(area, 0, length, 0).toArray(ValueLayout.JAVA_BYTE);
                for (byte b : content) {
                    assertTrue(b == 0 || seen.get(holder).contains(b), "a byte of somebody else's");
                }
                System.arraycopy(content, 0, memory.bytes, before, length);
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
            held.add(new Held(area.holder, IoVectors.address(share, 0), area.memory, area.offset + from, length,
                from == 0 ? area.headroom : 0));
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
            Held arrived = new Held(to, IoVectors.address(vector, 0), area.memory, area.offset + from, length,
                from == 0 ? area.headroom : 0);
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

        void split() {
            Held area = any();
            if (area == null || area.length < 2) {
                return;
            }
            long[] halves = new long[IoVectors.size(2)];
            int at = 1 + random.nextInt(area.length - 1);
            if (area.memory.areas > 1) {
                assertEquals(Errno.EACCES, assertFails(() -> tables[area.holder].split(area.address, at, halves)));
                return;
            }
            tables[area.holder].split(area.address, at, halves);
            held.remove(area);
            held.add(new Held(area.holder, IoVectors.address(halves, 0), new Memory(area.memory), area.offset, at, area.headroom));
            held.add(new Held(area.holder, IoVectors.address(halves, 1), new Memory(area.memory), area.offset + at, area.length - at, 0));
        }

        void extend() {
            Held area = any();
            if (area == null) {
                return;
            }
            int front = random.nextInt(area.length + area.headroom + 2) - area.length;
            int errno = area.memory.areas > 1 ? Errno.EACCES : front > area.headroom || -front >= area.length ? Errno.EINVAL : 0;
            if (errno != 0) {
                assertEquals(errno, assertFails(() -> tables[area.holder].extend(area.address, front)));
                return;
            }
            tables[area.holder].extend(area.address, front);
            held.remove(area);
            Held moved = new Held(area.holder, area.address, area.memory, area.offset - front, area.length + front,
                area.headroom - front);
            held.add(moved);
            if (front > 0) {
                java.util.Arrays.fill(area.memory.bytes, moved.offset, area.offset, (byte) 0);
            }
            read(moved);
        }

        private Transfer transfer() {
            return new Transfer(pool.frames().memory(), pool, Transfers.NO_WAIT);
        }

        void give() {
            Held area = any();
            if (area == null) {
                return;
            }
            int from = random.nextInt(3) == 0 ? random.nextInt(area.length) : 0;
            int length = 1 + random.nextInt(area.length - from);
            AreaTable table = tables[area.holder];
            Parcel parcel = table.send(IoVectors.of(area.address + from, length));
            try {
                assertEquals(length, writer.write(parcel, transfer()));
                held.remove(area);
                laid.add(new Laid(area.memory, table, area.offset + from, length, from == 0 ? area.headroom : 0));
            } catch (CallFailed e) {
                assertEquals(Errno.EAGAIN, e.errno());
            } finally {
                parcel.giveBack();
            }
        }

        void writeBytes() {
            byte[] bytes = new byte[1 + random.nextInt(5000)];
            java.util.Arrays.fill(bytes, (byte) 0);
            if (laid.stream().mapToInt(l -> l.memory == null ? l.length : 0).sum() + bytes.length > 60_000) {
                return;
            }
            byte mark = nextMark++ == 0 ? nextMark++ : (byte) (nextMark - 1);
            java.util.Arrays.fill(bytes, mark);
            assertEquals(bytes.length, writer.write(bytes, 0, bytes.length));
            laid.add(new Laid(bytes));
        }

        void readBytes() {
            int there = laid.stream().mapToInt(l -> l.length).sum();
            assertEquals(there, reader.available());
            if (there == 0) {
                return;
            }
            byte[] bytes = new byte[1 + random.nextInt(9000)];
            int n = reader.read(bytes, 0, bytes.length);
            assertEquals(Math.min(there, bytes.length), n);
            for (int i = 0; i < n; i++) {
                assertEquals(laid.peek().at(0), bytes[i]);
                consume(1);
            }
        }

        /** The first bytes of what is laid are gone. */
        private void consume(int n) {
            Laid first = laid.peek();
            first.offset += n;
            first.length -= n;
            first.headroom = 0;
            if (first.length == 0) {
                laid.poll();
                if (first.memory != null) {
                    first.memory.areas--;
                }
            }
        }

        void take() {
            int to = random.nextInt(HOLDERS);
            long[] vector = new long[IoVectors.size(1 + random.nextInt(4))];
            long most = 1 + (random.nextBoolean() ? random.nextInt(6000) : random.nextInt(500_000));
            long n;
            try {
                n = reader.readAreas(most, transfer(), new Arrival(tables[to], vector));
            } catch (CallFailed e) {
                assertEquals(laid.isEmpty() ? Errno.EAGAIN : Errno.ENOMEM, e.errno());
                return;
            }
            long sum = 0;
            for (int i = 0; i < IoVectors.count(vector); i++) {
                int length = (int) IoVectors.length(vector, i);
                sum += length;
                arrive(to, IoVectors.address(vector, i), length);
            }
            assertEquals(n, sum);
            assertTrue(n > 0 && n <= most);
        }

        /** An area has come that holds the first of what is laid. */
        private void arrive(int to, long address, int length) {
            Laid first = laid.peek();
            long[] info = info(to, address);
            Held area;
            if (first.memory == null) {
                // copied bytes come as they were written, however many writes that were
                Memory memory = new Memory(info[Areas.INFO_FRAME], length);
                for (int i = 0; i < length; i++) {
                    assertTrue(laid.peek().memory == null);
                    memory.bytes[i] = laid.peek().at(0);
                    consume(1);
                }
                area = new Held(to, address, memory, 0, length, 0);
            } else {
                assertEquals(first.memory.frame * PAGE + first.offset, info[Areas.INFO_FRAME] * PAGE + info[Areas.INFO_FRAME_OFFSET]);
                area = new Held(to, address, first.memory, first.offset, length, first.headroom);
                first.memory.areas++;
                consume(length);
            }
            held.add(area);
            assertEquals(area.headroom, info[Areas.INFO_HEADROOM]);
            read(area);
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
                if (memories.add(area.memory.whole)) {
                    int first = (int) area.memory.frame;
                    assertTrue(frames.get(first, first + area.memory.frames).isEmpty(), "a frame in two memories");
                    frames.set(first, first + area.memory.frames);
                }
                assertEquals(area.memory.areas, info(area.holder, area.address)[Areas.INFO_SHARERS]);
            }
            for (Laid part : laid) {
                if (part.memory != null && memories.add(part.memory.whole)) {
                    int first = (int) part.memory.frame;
                    assertTrue(frames.get(first, first + part.memory.frames).isEmpty(), "a frame in two memories");
                    frames.set(first, first + part.memory.frames);
                }
            }
            for (int i = 0; i < HOLDERS; i++) {
                assertEquals(counts[i], tables[i].count());
                int holder = i;
                long own = held.stream().filter(a -> a.holder == holder).map(a -> a.memory.whole).distinct()
                    .mapToLong(m -> (long) m.frames * PAGE).sum();
                long given = laid.stream().filter(l -> l.giver == tables[holder]).mapToLong(l -> (long) l.memory.frames * PAGE).sum();
                assertEquals(own + given, tables[i].bytes(), "what holder " + i + " is charged");
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
            boolean readerFirst = random.nextBoolean();
            (readerFirst ? reader : writer).close();
            for (AreaTable table : tables) {
                table.closeAll();
            }
            (readerFirst ? writer : reader).close();
            pool.cleared().drop();
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

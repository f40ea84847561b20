package org.sluice.apps.usertests;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;
import org.sluice.abi.Paging;
import org.sluice.abi.Signals;
import org.sluice.abi.SystemCalls;
import org.sluice.io.Area;
import org.sluice.io.PagedArray;

/**
 * Paged memory as programs reach it. Each test is a process of its own, for the thread that finds unreachable buffers stays as long as
 * its process.
 */
final class PagingTests {
    private static final int PAGE = Paging.PAGE;
    private static final int RACES = 30;

    private PagingTests() {
    }

    static void addTo(List<UserTest> tests) {
        tests.add(new UserTest("paging.array", "does a paged array read what was written, and refuse what is not in it?", kit ->
            kit.balanced(1, PagingTests::array)));
        tests.add(new UserTest("paging.race", "does a reader that races the close read its own bytes or nothing?", kit ->
            kit.balanced(1, k -> inChild(k, "race"))));
        tests.add(new UserTest("paging.buffers", "do many direct buffers need no more memory than those in use?", kit ->
            kit.balanced(1, k -> inChild(k, "buffers"))));
        tests.add(new UserTest("paging.areas", "do bytes go between areas, arrays and paged buffers?", kit ->
            kit.balanced(1, k -> inChild(k, "areas"))));
        tests.add(new UserTest("paging.files", "is a mapped file the file, and a private one a copy?", kit ->
            kit.balanced(1, k -> inChild(k, "files"))));
        tests.add(new UserTest("paging.kill", "does a killed process leave no page?", kit -> kit.balanced(3, PagingTests::kill)));
    }

    private static void array(Kit kit) throws Exception {
        inChild(kit, "array");
    }

    /** Runs a part as a process of its own, which says what is wrong. */
    private static void inChild(Kit kit, String part) throws Exception {
        int[] pipe = kit.pipe();
        int pid = kit.child(new int[] {-1, pipe[1], pipe[1]}, "paging", part, kit.path("mapped"));
        kit.close(pipe[1]);
        StringBuilder said = new StringBuilder();
        byte[] bytes = new byte[1000];
        int n;
        while ((n = kit.calls.read(pipe[0], bytes, 0, bytes.length)) > 0) {
            said.append(new String(bytes, 0, n, StandardCharsets.UTF_8));
        }
        kit.close(pipe[0]);
        int status = kit.await(pid);
        Kit.check(status == 0, "status " + status + ": " + said.toString().strip());
    }

    /** A part in its own process. */
    static int child(SystemCalls calls, String part, String path) {
        try {
            switch (part) {
                case "array" -> {
                    elements();
                    ranges();
                    closed();
                }
                case "race" -> race();
                case "buffers" -> buffers();
                case "areas" -> areas(calls);
                case "files" -> files(Path.of(path));
                default -> work(calls);
            }
            return 0;
        } catch (Exception | Error e) {
            System.out.println(e + " at " + Arrays.toString(e.getStackTrace()));
            return 1;
        }
    }

    private interface Access {
        Object run() throws Exception;
    }

    private static void throwsOf(Class<?> expected, Access access, String what) throws Exception {
        Object result;
        try {
            result = access.run();
        } catch (Exception | Error e) {
            Kit.check(e.getClass() == expected, what + " throws " + e + " instead of " + expected.getSimpleName());
            return;
        }
        throw new Kit.Failed(what + " gives " + result + " instead of " + expected.getSimpleName());
    }

    // ------------------------------------------------------------------ arrays

    private static void elements() throws Exception {
        try (PagedArray a = PagedArray.allocate(5 * PAGE + 3)) {
            ByteBuffer model = ByteBuffer.allocate(5 * PAGE + 3).order(ByteOrder.nativeOrder());
            Random random = new Random(1);
            for (int i = 0; i < 50_000; i++) {
                int at = random.nextInt(5 * PAGE / 8);
                long value = random.nextLong();
                switch (random.nextInt(7)) {
                    case 0 -> {
                        a.setByte(at, (byte) value);
                        model.put(at, (byte) value);
                    }
                    case 1 -> {
                        a.setShort(at, (short) value);
                        model.putShort(2 * at, (short) value);
                    }
                    case 2 -> {
                        a.setChar(at, (char) value);
                        model.putChar(2 * at, (char) value);
                    }
                    case 3 -> {
                        a.setInt(at, (int) value);
                        model.putInt(4 * at, (int) value);
                    }
                    case 4 -> {
                        a.setLong(at, value);
                        model.putLong(8 * at, value);
                    }
                    case 5 -> {
                        a.setFloat(at, (float) random.nextGaussian());
                        model.putFloat(4 * at, a.getFloat(at));
                    }
                    default -> {
                        a.setDouble(at, random.nextGaussian());
                        model.putDouble(8 * at, a.getDouble(at));
                    }
                }
                Kit.check(a.getByte(at) == model.get(at) && a.getShort(at) == model.getShort(2 * at)
                    && a.getChar(at) == model.getChar(2 * at) && a.getInt(at) == model.getInt(4 * at)
                    && a.getLong(at) == model.getLong(8 * at), "element " + at + " differs in round " + i);
            }
            byte[] all = new byte[model.capacity()];
            a.get(0, all, 0, all.length);
            Kit.check(Arrays.equals(all, model.array()), "the whole differs");
            Kit.equal(5 * PAGE + 3, a.byteSize(), "size");
            Kit.check(a.residentBytes() > 0 && a.residentBytes() <= 6L * PAGE, "resident " + a.residentBytes());
            long longs = a.byteSize() / 8;
            for (long wrong : new long[] {longs, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 61, (1L << 61) + 1, 1L << 32}) {
                throwsOf(IndexOutOfBoundsException.class, () -> a.getLong(wrong), "reading " + wrong);
                throwsOf(IndexOutOfBoundsException.class, () -> {
                    a.setLong(wrong, 1);
                    return "written";
                }, "writing " + wrong);
                throwsOf(IndexOutOfBoundsException.class, () -> {
                    a.fill(wrong, 1, 1L);
                    return "filled";
                }, "filling " + wrong);
                throwsOf(IndexOutOfBoundsException.class, () -> {
                    a.get(0, new long[5], 0, 6);
                    return "copied";
                }, "too much for the array");
            }
        }
    }

    private static void ranges() throws Exception {
        int size = 9 * PAGE;
        try (PagedArray a = PagedArray.allocate(size); PagedArray b = PagedArray.allocate(size)) {
            long[] longs = new long[size / 8];
            Arrays.setAll(longs, i -> i * 0x9e3779b97f4a7c15L);
            a.set(0, longs, 0, longs.length);
            int[] ints = new int[PAGE];
            a.get(777, ints, 10, 3000);
            for (int i = 0; i < 3000; i++) {
                Kit.equal(a.getInt(777 + i), ints[10 + i], "int " + i);
            }
            a.copyBytes(5, b, 3, size - 10);
            for (int i = 0; i < size - 10; i++) {
                Kit.equal(a.getByte(5 + i), b.getByte(3 + i), "copied byte " + i);
            }
            byte[] before = new byte[size];
            b.get(0, before, 0, size);
            for (int distance : new int[] {1, PAGE, 5000}) {
                b.copyBytes(0, b, distance, size - distance);
                System.arraycopy(before, 0, before, distance, size - distance);
                b.copyBytes(distance, b, 0, size - distance);
                System.arraycopy(before, distance, before, 0, size - distance);
            }
            byte[] after = new byte[size];
            b.get(0, after, 0, size);
            Kit.check(Arrays.equals(before, after), "copying within an array");
            b.fill(3, size - 6, (byte) 9);
            b.fill(100, 2000, 0x01020304);
            b.fill(700, 700, -5L);
            b.fill(2000, 3, 1.5);
            Kit.equal(9, b.getByte(3), "bytes");
            Kit.equal(before[2], b.getByte(2), "what is before");
            Kit.equal(before[size - 3], b.getByte(size - 3), "what is behind");
            Kit.equal(0x01020304, b.getInt(100), "ints");
            Kit.equal(0x09090909, b.getInt(99), "before the ints");
            Kit.equal(-5, b.getLong(1399), "longs");
            Kit.check(b.getDouble(2002) == 1.5 && b.getDouble(2003) != 1.5, "doubles");
            for (long[] wrong : new long[][] {{0, size + 1L}, {size, 1}, {-1, 2}, {5, -1}, {Long.MAX_VALUE, Long.MAX_VALUE}}) {
                throwsOf(IndexOutOfBoundsException.class, () -> {
                    b.fill(wrong[0], wrong[1], (byte) 1);
                    return "filled";
                }, "filling " + Arrays.toString(wrong));
                throwsOf(IndexOutOfBoundsException.class, () -> {
                    a.copyBytes(wrong[0], b, 0, wrong[1]);
                    return "copied";
                }, "copying " + Arrays.toString(wrong));
            }
        }
    }

    private static void closed() throws Exception {
        PagedArray a = PagedArray.allocate(PAGE);
        a.setInt(0, 7);
        a.close();
        a.close();
        PagedArray later = PagedArray.allocate(PAGE);
        for (Access access : new Access[] {() -> a.getByte(0), () -> a.getLong(0), () -> a.getDouble(1L << 40), a::residentBytes}) {
            throwsOf(IllegalStateException.class, access, "a closed array");
        }
        throwsOf(IllegalStateException.class, () -> {
            a.setInt(0, 1);
            return "written";
        }, "a closed array");
        throwsOf(IllegalStateException.class, () -> {
            later.copyBytes(0, a, 0, 1);
            return "copied";
        }, "a closed array");
        Kit.equal(0, later.getInt(0), "what is there later");
        later.close();
        throwsOf(OutOfMemoryError.class, () -> PagedArray.allocate(1L << 45), "an array of 32 TiB");
        throwsOf(OutOfMemoryError.class, () -> PagedArray.allocate(Long.MAX_VALUE), "an array of all addresses");
        throwsOf(IllegalArgumentException.class, () -> PagedArray.allocate(0), "an array of nothing");
    }

    private static void race() throws Exception {
        Random random = new Random(13);
        for (int i = 0; i < RACES; i++) {
            PagedArray a = PagedArray.allocate(3 * PAGE);
            a.fill(0, 3 * PAGE, (byte) 1);
            boolean bulk = random.nextBoolean();
            CountDownLatch reading = new CountDownLatch(1);
            AtomicReference<Object> end = new AtomicReference<>();
            Thread reader = new Thread(() -> {
                reading.countDown();
                byte[] some = new byte[2 * PAGE];
                try {
                    for (int at = 0;; at = (at + 1) % (3 * PAGE)) {
                        int b = 1;
                        if (bulk) {
                            a.get(at % PAGE, some, 0, some.length);
                            b = some[at % some.length];
                        } else {
                            b = a.getByte(at);
                        }
                        if (b != 1) {
                            end.set("read " + b);
                            return;
                        }
                    }
                } catch (RuntimeException e) {
                    end.set(e.getClass());
                }
            });
            reader.start();
            reading.await();
            for (int spin = random.nextInt(20_000); spin > 0; spin--) {
                Thread.onSpinWait();
            }
            a.close();
            PagedArray next = PagedArray.allocate(3 * PAGE);
            next.fill(0, 3 * PAGE, (byte) 2);
            reader.join();
            Kit.check(end.get() == IllegalStateException.class, "race " + i + " ends with " + end.get());
            next.close();
        }
    }

    // ------------------------------------------------------------------ buffers

    private static void buffers() {
        List<ByteBuffer> kept = new ArrayList<>();
        Random random = new Random(3);
        for (int i = 0; i < 3000; i++) {
            int size = random.nextInt(10) == 0 ? 1 << 20 : random.nextInt(6000) + 8;
            ByteBuffer b = ByteBuffer.allocateDirect(size);
            Kit.check(b.isDirect() && b.getLong(0) == 0 && b.get(size - 1) == 0, "buffer " + i + " is not fresh");
            b.putInt(0, i).put(size - 1, (byte) 1);
            if (i % 50 == 0) {
                kept.add(b);
            }
        }
        for (int i = 0; i < kept.size(); i++) {
            Kit.equal(50L * i, kept.get(i).getInt(0), "buffer " + i);
        }
    }

    /** What {@link org.sluice.io.Area} shows is memory of another kind; what is copied and compared meets both. */
    private static void areas(SystemCalls calls) throws Exception {
        int size = 3 * PAGE + 100;
        try (Area area = Area.allocate(calls, size, false)) {
            ByteBuffer view = area.buffer();
            ByteBuffer paged = ByteBuffer.allocateDirect(size + 9).position(9).slice();
            byte[] bytes = new byte[size];
            new Random(2).nextBytes(bytes);
            paged.put(bytes).clear();
            view.put(paged.duplicate());
            view.clear();
            Kit.equal(-1, view.mismatch(paged), "mismatch");
            Kit.check(view.equals(paged) && view.compareTo(ByteBuffer.wrap(bytes)) == 0, "equal");
            view.put(PAGE + 5, (byte) (view.get(PAGE + 5) + 1));
            Kit.equal(PAGE + 5, paged.mismatch(view), "mismatch after a change");
            paged.put(0, view, 0, size);
            paged.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(0, view.asLongBuffer(), 0, size / 8);
            Kit.equal(Long.reverseBytes(view.getLong(PAGE)), paged.order(ByteOrder.BIG_ENDIAN).getLong(PAGE), "swapped");
            view.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(0, paged.asIntBuffer(), 0, size / 4);
            Kit.equal(paged.getInt(PAGE), view.getInt(PAGE), "swapped back");
            CRC32 a = new CRC32();
            CRC32 b = new CRC32();
            paged.put(0, view, 0, size);
            a.update(view.duplicate());
            b.update(paged.duplicate().clear());
            Kit.equal(a.getValue(), b.getValue(), "checksum");
            throwsOf(UnsupportedOperationException.class, () -> java.lang.foreign.MemorySegment.ofBuffer(paged), "a segment of it");
            area.unmap();
            throwsOf(IllegalStateException.class, () -> paged.put(0, view, 0, 5), "copying from a closed view");
            throwsOf(IllegalStateException.class, () -> view.put(0, paged, 0, 5), "copying to a closed view");
        }
    }

    // ------------------------------------------------------------------ files

    private static void files(Path file) throws Exception {
        int size = 5 * PAGE + 10;
        byte[] bytes = new byte[size];
        new Random(5).nextBytes(bytes);
        Files.write(file, bytes);
        try (FileChannel c = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer m = c.map(MapMode.READ_WRITE, 0, size);
            MappedByteBuffer readOnly = c.map(MapMode.READ_ONLY, PAGE, PAGE);
            MappedByteBuffer own = c.map(MapMode.PRIVATE, 0, size);
            Kit.check(m.equals(ByteBuffer.wrap(bytes)), "what is mapped");
            m.put(PAGE + 7, (byte) 77).putLong(2 * PAGE - 4, 123_456_789L);
            Kit.equal(77, readOnly.get(7), "through another mapping");
            own.put(PAGE + 7, (byte) 66).put(0, (byte) 55);
            Kit.equal(77, m.get(PAGE + 7), "beside a private one");
            ByteBuffer read = ByteBuffer.allocate(8);
            c.read(read, 2 * PAGE - 4);
            Kit.equal(123_456_789L, read.getLong(0), "read by a call");
            c.write(ByteBuffer.wrap("beside".getBytes(StandardCharsets.US_ASCII)), 3 * PAGE);
            byte[] seen = new byte[6];
            m.get(3 * PAGE, seen);
            Kit.check(new String(seen, StandardCharsets.US_ASCII).equals("beside"), "written by a call, but seen " + Arrays.toString(seen));
            m.force();
            Kit.check(m.load().isLoaded() || !m.isLoaded(), "load");
            throwsOf(java.nio.ReadOnlyBufferException.class, () -> readOnly.put(0, (byte) 1), "writing what is read-only");
            MappedByteBuffer longer = c.map(MapMode.READ_WRITE, size, 2 * PAGE);
            Kit.equal(size + 2 * PAGE, c.size(), "size after mapping behind the end");
            longer.put(2 * PAGE - 1, (byte) 3);
        }
        byte[] now = Files.readAllBytes(file);
        bytes[PAGE + 7] = 77;
        ByteBuffer.wrap(bytes).putLong(2 * PAGE - 4, 123_456_789L).put(3 * PAGE, "beside".getBytes(StandardCharsets.US_ASCII));
        Kit.check(Arrays.equals(bytes, Arrays.copyOf(now, size)), "the file afterwards");
        Kit.equal(3, now[now.length - 1], "its last byte");
        Files.delete(file);
    }

    // ------------------------------------------------------------------ kill

    private static void kill(Kit kit) {
        int[] ready = kit.pipe();
        int pid = kit.leader(new int[] {-1, ready[1]}, "paging", "work", "");
        kit.close(ready[1]);
        Kit.equal(1, kit.calls.read(ready[0], new byte[1], 0, 1), "the child is ready");
        Kit.ok("kill", kit.calls.kill(-pid, Signals.KILL));
        Kit.equal(128 + Signals.KILL, kit.await(pid), "exit status of the killed child");
        kit.close(ready[0]);
    }

    /** Is in every kind of access at once, says so on handle 1, and goes on. */
    private static void work(SystemCalls calls) throws IOException {
        PagedArray a = PagedArray.allocate(8 << 20);
        ByteBuffer b = ByteBuffer.allocateDirect(8 << 20);
        Runnable[] bodies = {() -> a.fill(0, a.byteSize(), (byte) 1), () -> b.put(0, b.duplicate(), 100, b.capacity() - 100),
            () -> {
                for (int i = 0; i < b.capacity(); i++) {
                    b.put(i, (byte) i);
                }
            }, () -> new CRC32().update(b.duplicate().clear())};
        for (Runnable body : bodies) {
            new Thread(() -> {
                while (true) {
                    body.run();
                }
            }).start();
        }
        calls.write(1, new byte[1], 0, 1);
        while (true) {
            ByteBuffer.allocateDirect(100_000).put(0, (byte) 1);
        }
    }
}

package org.sluice.apps.usertests;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.sluice.abi.Areas;
import org.sluice.abi.Errno;
import org.sluice.abi.IoVectors;
import org.sluice.abi.Signals;
import org.sluice.abi.SystemCalls;
import org.sluice.io.Area;
import org.sluice.io.AreaInfo;
import org.sluice.io.Port;
import org.sluice.sys.SysException;

/** Areas: their views, their ends, and their ways between processes. */
final class AreaTests {
    private static final int SIZE = 9180;
    private static final int RACES = 40;
    private static final String PORT = "usertests.area.";

    private AreaTests() {
    }

    static void addTo(List<UserTest> tests) {
        tests.add(new UserTest("area.views", "do views read and write, and throw once closed or on a wrong thread?", kit ->
            kit.balanced(3, AreaTests::views)));
        tests.add(new UserTest("area.fills", "is all of a view filled and nothing beside it?", kit -> kit.balanced(1, AreaTests::fills)));
        tests.add(new UserTest("area.shares", "is memory with readers never written?", kit -> kit.balanced(3, AreaTests::shares)));
        tests.add(new UserTest("area.foreign", "are the numbers of another process' areas worth nothing?", kit ->
            kit.balanced(2, AreaTests::foreign)));
        tests.add(new UserTest("area.race", "does a reader that races the release read its own bytes or nothing?", kit ->
            kit.balanced(1, AreaTests::race)));
        tests.add(new UserTest("area.port", "does an area travel with its frames, clipped to what was sent?", kit ->
            kit.balanced(3, AreaTests::port)));
        tests.add(new UserTest("area.kill", "does a killed process leave no area and no view?", kit ->
            kit.balanced(5, AreaTests::kill)));
        tests.add(new UserTest("area.exhaustion", "does one process work on while others hold all memory?", AreaTests::exhaustion));
    }

    private interface Access {
        Object run() throws Exception;
    }

    private static void throwsOf(Class<?> expected, Access access, String what) {
        Object result;
        try {
            result = access.run();
        } catch (Exception e) {
            Kit.check(e.getClass() == expected, what + " throws " + e + " instead of " + expected.getSimpleName());
            return;
        }
        throw new Kit.Failed(what + " gives " + result + " instead of " + expected.getSimpleName());
    }

    private static void errno(int expected, Access access, String what) throws Exception {
        try {
            access.run();
        } catch (SysException e) {
            Kit.equal(expected, e.errno(), "errno of " + what);
            return;
        }
        throw new Kit.Failed(what + " succeeds");
    }

    /** What another thread meets. */
    private static Object elsewhere(Access access) throws Exception {
        AtomicReference<Object> met = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                met.set(access.run());
            } catch (Exception e) {
                met.set(e.getClass());
            }
        });
        thread.start();
        thread.join();
        return met.get();
    }

    private static void views(Kit kit) throws Exception {
        Area area = Area.allocate(kit.calls, SIZE, false);
        MemorySegment segment = area.map();
        Kit.equal(SIZE, segment.byteSize(), "length of the view");
        for (int i = 0; i < SIZE; i++) {
            segment.set(ValueLayout.JAVA_BYTE, i, (byte) i);
        }
        ByteBuffer buffer = segment.asByteBuffer();
        Kit.check(buffer.isDirect() && !buffer.isReadOnly(), "a buffer on an area is " + buffer);
        ByteBuffer slice = buffer.slice(10, 100);
        java.nio.LongBuffer longs = buffer.asLongBuffer();
        byte[] copy = new byte[SIZE];
        buffer.duplicate().get(copy);
        Kit.equal((byte) (SIZE - 1), copy[SIZE - 1], "last byte");
        Kit.equal(0x0001020304050607L, longs.get(0), "the first long");
        Kit.equal(10, slice.get(0), "first byte of the slice");
        throwsOf(IndexOutOfBoundsException.class, () -> segment.get(ValueLayout.JAVA_BYTE, SIZE), "a byte behind the end");
        throwsOf(IndexOutOfBoundsException.class, () -> buffer.get(SIZE), "a byte behind the end of the buffer");
        Kit.check(elsewhere(() -> segment.get(ValueLayout.JAVA_BYTE, 0)) == WrongThreadException.class, "a segment crosses threads");
        Kit.check(elsewhere(() -> buffer.get(0)) == WrongThreadException.class, "a buffer crosses threads");
        Kit.check(!segment.isAccessibleBy(new Thread(() -> { })) && segment.isAccessibleBy(Thread.currentThread()), "isAccessibleBy");
        area.unmap();
        throwsOf(IllegalStateException.class, () -> segment.get(ValueLayout.JAVA_BYTE, 0), "a segment after unmap");
        MemorySegment again = area.mapReadOnly();
        Kit.equal(7, again.get(ValueLayout.JAVA_BYTE, 7), "what was written");
        throwsOf(IllegalArgumentException.class, () -> again.fill((byte) 1), "filling a read-only view");
        throwsOf(java.nio.ReadOnlyBufferException.class, () -> again.asByteBuffer().put((byte) 1), "writing a read-only buffer");
        area.unmap();
        MemorySegment shared = area.mapShared();
        Kit.equal(9, ((Number) elsewhere(() -> shared.asByteBuffer().get(9))).intValue(), "a shared view elsewhere");
        area.release();
        for (Access access : new Access[] {() -> segment.get(ValueLayout.JAVA_BYTE, 0), () -> buffer.get(0), () -> slice.get(0),
            () -> longs.get(0), () -> buffer.put(0, (byte) 1), () -> shared.asByteBuffer().get(0), () -> shared.fill((byte) 0),
            () -> buffer.get(copy), () -> MemorySegment.ofBuffer(slice).get(ValueLayout.JAVA_BYTE, 0), () -> buffer.compact(),
            () -> segment.asSlice(0, 5).toArray(ValueLayout.JAVA_BYTE), () -> again.mismatch(MemorySegment.ofArray(copy))}) {
            throwsOf(IllegalStateException.class, access, "access after the release");
        }
        errno(Errno.EBADF, () -> {
            area.release();
            return null;
        }, "a second release");
        errno(Errno.EBADF, area::map, "a view after the release");
        errno(Errno.EBADF, area::info, "info after the release");
    }

    /** Lengths on both sides of those at which filling is done in another way, beside bytes that must stay. */
    private static void fills(Kit kit) throws Exception {
        int most = 70_000;
        for (boolean shared : new boolean[] {false, true}) {
            Area area = Area.allocate(kit.calls, most, false);
            MemorySegment segment = shared ? area.mapShared() : area.map();
            for (int length : new int[] {0, 1, 4096, 16_383, 16_384, 16_385, 40_961, most - 2}) {
                segment.fill((byte) 1);
                segment.asSlice(1, length).fill((byte) length);
                for (int i = 0; i < most; i++) {
                    int expected = i > 0 && i <= length ? (byte) length : 1;
                    if (segment.get(ValueLayout.JAVA_BYTE, i) != expected) {
                        Kit.equal(expected, segment.get(ValueLayout.JAVA_BYTE, i), "byte " + i + " after filling " + length);
                    }
                }
            }
            if (!shared) {
                Kit.check(elsewhere(() -> segment.fill((byte) 2)) == WrongThreadException.class, "another thread fills a view");
            }
            area.unmap();
            throwsOf(IllegalStateException.class, () -> segment.fill((byte) 2), "filling a long view after unmap");
            MemorySegment readOnly = area.mapReadOnly();
            throwsOf(IllegalArgumentException.class, () -> readOnly.fill((byte) 2), "filling a long read-only view");
            Kit.equal((byte) 1, readOnly.get(ValueLayout.JAVA_BYTE, most - 1), "the last byte");
            area.release();
        }
    }

    private static void shares(Kit kit) throws Exception {
        Area area = Area.allocate(kit.calls, SIZE, false);
        area.map().fill((byte) 5);
        errno(Errno.EBUSY, () -> area.share(0, 10), "a share under a view for writing");
        area.unmap();
        Area share = area.share(100, 50);
        Kit.equal(2, share.info().sharers(), "sharers");
        errno(Errno.EACCES, area::map, "writing beside a reader");
        errno(Errno.EACCES, share::map, "writing to a share");
        Kit.equal(5, share.mapReadOnly().get(ValueLayout.JAVA_BYTE, 49), "a byte of the share");
        area.release();
        share.unmap();
        Kit.check(share.info().writable(), "the last on the memory may not write");
        Kit.equal(5, share.map().get(ValueLayout.JAVA_BYTE, 0), "the share alone");
        share.close();
    }

    private static void foreign(Kit kit) throws Exception {
        try (Area area = Area.allocate(kit.calls, SIZE, false)) {
            Kit.equal(0, kit.await(kit.child(new int[0], "area.foreign", Long.toString(area.address()))), "what the child found");
            area.map().fill((byte) 1);
        }
    }

    /** Tries everything with the number of an area of the parent; the number of what was not refused. */
    static int childForeign(SystemCalls calls, long address) {
        long[] vector = IoVectors.of(address, SIZE);
        int[] pipe = new int[2];
        Kit.ok("pipe", calls.pipe(pipe));
        Kit.ok("write", calls.write(pipe[1], new byte[1], 0, 1));
        long[] results = {calls.areaMap(vector, 0, new MemorySegment[1]), calls.areaUnmap(vector), calls.areaRelease(vector),
            calls.areaShare(vector, new long[3]), calls.areaInfo(address, new long[Areas.INFO_LENGTH_OF_ARRAY]),
            calls.portReply(Kit.NOBODY, 0, new long[1], null, vector), calls.areaSplit(address, 1, new long[5]),
            calls.areaExtend(address, -1), calls.readv(pipe[0], vector, 0, null), calls.writev(pipe[1], vector, 0, null),
            calls.writeAreas(pipe[1], vector, 0, null)};
        for (int i = 0; i < results.length; i++) {
            if (results[i] != -Errno.EBADF) {
                return i + 1;
            }
        }
        return 0;
    }

    private static void race(Kit kit) throws Exception {
        Random random = new Random(11);
        for (int i = 0; i < RACES; i++) {
            Area area = Area.allocate(kit.calls, SIZE, false);
            MemorySegment view = area.mapShared();
            view.fill((byte) 1);
            ByteBuffer buffer = view.asByteBuffer();
            boolean bySegment = random.nextBoolean();
            CountDownLatch reading = new CountDownLatch(1);
            AtomicReference<Object> end = new AtomicReference<>();
            Thread reader = new Thread(() -> {
                reading.countDown();
                try {
                    for (int at = 0;; at = (at + 1) % SIZE) {
                        int b = bySegment ? view.get(ValueLayout.JAVA_BYTE, at) : buffer.get(at);
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
            area.release();
            Area next = Area.allocate(kit.calls, SIZE, false);
            next.map().fill((byte) 2);
            reader.join();
            Kit.check(end.get() == IllegalStateException.class, "race " + i + " ends with " + end.get());
            next.release();
        }
    }

    private static void port(Kit kit) throws Exception {
        String name = PORT + kit.calls.getpid();
        try (Port port = Port.create(kit.calls, name, 4)) {
            int pid = kit.child(new int[0], "area.send", name);
            Port.Request request = port.receive();
            Kit.equal(2, request.areas().length, "areas that came");
            Area part = request.areas()[0];
            Kit.equal(100, part.size(), "length of what came");
            AreaInfo info = part.info();
            Kit.equal(request.words()[0], info.frame() * 4096 + info.frameOffset(), "physical address of the first byte");
            Kit.check(info.writable() && info.sharers() == 1, "what came is " + info);
            Area share = request.areas()[1];
            Kit.check(!share.info().writable() && share.info().sharers() == 2, "the share is " + share.info());
            MemorySegment view = part.map();
            for (int i = 0; i < 100; i++) {
                Kit.equal((byte) (50 + i), view.get(ValueLayout.JAVA_BYTE, i), "byte " + i);
            }
            errno(Errno.EINVAL, () -> part.map(-1, 10, 0), "what was not sent");
            errno(Errno.EINVAL, () -> part.map(0, 101, 0), "what was not sent");
            view.set(ValueLayout.JAVA_BYTE, 0, (byte) 99);
            request.reply(3, new long[] {1}, part);
            throwsOf(IllegalStateException.class, () -> view.get(ValueLayout.JAVA_BYTE, 0), "what was sent back");
            share.close();
            Kit.equal(99, kit.await(pid), "what the child found in the reply");
        }
    }

    /** Sends a part and a share; the status is the first byte of the area that comes back. */
    static int childSend(SystemCalls calls, String name) throws IOException {
        Area area = Area.allocate(calls, SIZE, false);
        MemorySegment view = area.map();
        for (int i = 0; i < SIZE; i++) {
            view.set(ValueLayout.JAVA_BYTE, i, (byte) i);
        }
        AreaInfo info = area.info();
        Area kept = Area.allocate(calls, SIZE, false);
        Area share = kept.share(0, SIZE);
        long[] words = {info.frame() * 4096 + info.frameOffset() + 50};
        long[] vector = new long[IoVectors.size(4)];
        IoVectors.header(vector, 2, 0);
        IoVectors.entry(vector, 0, area.address() + 50, 100);
        IoVectors.entry(vector, 1, share.address(), SIZE);
        int status = calls.portCall(calls.portConnect(name), words, null, vector);
        try {
            view.get(ValueLayout.JAVA_BYTE, 50);
            return 1;
        } catch (IllegalStateException sent) {
            Area[] back = Area.of(calls, vector);
            return status != 3 || back.length != 1 || back[0].size() != 100 ? 2 : back[0].map().get(ValueLayout.JAVA_BYTE, 0);
        }
    }

    private static void kill(Kit kit) throws Exception {
        int[] ready = kit.pipe();
        int pid = kit.leader(new int[] {-1, ready[1]}, "area.hold");
        kit.close(ready[1]);
        Kit.equal(1, kit.calls.read(ready[0], new byte[1], 0, 1), "the child is ready");
        Kit.ok("kill", kit.calls.kill(-pid, Signals.KILL));
        Kit.equal(128 + Signals.KILL, kit.await(pid), "exit status of the killed child");
        kit.close(ready[0]);
    }

    /** Holds areas in every state there is, with threads at work in views; says so on handle 1, and waits for its end. */
    static int childHold(SystemCalls calls) throws IOException {
        List<Area> held = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            Area area = Area.allocate(calls, i * 777L, false);
            held.add(area);
            switch (i % 4) {
                case 0 -> area.map();
                case 1 -> area.mapShared();
                case 2 -> held.add(area.share(0, i));
                default -> {
                    if (i % 8 == 3) {
                        area.release();
                    }
                }
            }
        }
        for (int i = 0; i < 3; i++) {
            Area own = Area.allocate(calls, 1 << 20, false);
            boolean confined = i == 0;
            MemorySegment shared = confined ? null : own.mapShared();
            boolean inLibrary = i == 2;
            Thread worker = new Thread(() -> {
                MemorySegment view = confined ? mapped(own) : shared;
                java.util.zip.CRC32 crc = new java.util.zip.CRC32();
                while (true) {
                    if (inLibrary) {
                        crc.update(view.asByteBuffer());
                    } else {
                        view.fill((byte) 1);
                    }
                }
            });
            worker.start();
        }
        String name = PORT + calls.getpid();
        calls.portCreate(name);
        int client = calls.portConnect(name);
        Area sent = Area.allocate(calls, 5000, false);
        new Thread(() -> calls.portCall(client, new long[1], null, IoVectors.of(sent.address(), 5000))).start();
        calls.write(1, new byte[1], 0, 1);
        calls.sleep(Long.MAX_VALUE);
        return 3;
    }

    private static MemorySegment mapped(Area area) {
        try {
            return area.map();
        } catch (SysException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void exhaustion(Kit kit) throws Exception {
        int[] there = kit.pipe();
        int[] back = kit.pipe();
        int echo = kit.child(new int[] {there[0], back[1]}, "echo");
        Area own = Area.allocate(kit.calls, SIZE, false);
        own.map().fill((byte) 3);
        List<Integer> hogs = new ArrayList<>();
        int[] ready = kit.pipe();
        // Takes from this process what it has kept of areas it released, which would look like a gain afterwards.
        for (int i = 0; i < 2; i++) {
            hogs.add(kit.child(new int[] {-1, ready[1]}, "area.hog"));
            Kit.equal(1, kit.calls.read(ready[0], new byte[1], 0, 1), "a hog is full");
        }
        for (int hog : hogs) {
            kit.kill(hog);
        }
        hogs.clear();
        kit.close(ready);
        kit.calls.sleep(1);
        Kit.Balance before = kit.balance();
        ready = kit.pipe();
        for (int i = 0; i < 2; i++) {
            hogs.add(kit.child(new int[] {-1, ready[1]}, "area.hog"));
            Kit.equal(1, kit.calls.read(ready[0], new byte[1], 0, 1), "a hog is full");
        }
        errno(Errno.ENOMEM, () -> Area.allocate(kit.calls, 64 << 20, false), "an area when there is no memory");
        byte[] bytes = new byte[1000];
        for (int i = 0; i < 20; i++) {
            new Random(i).nextBytes(bytes);
            Kit.equal(bytes.length, kit.calls.write(there[1], bytes, 0, bytes.length), "bytes written");
            byte[] got = new byte[bytes.length];
            for (int length = 0; length < got.length;) {
                length += Kit.ok("read", kit.calls.read(back[0], got, length, got.length - length));
            }
            Kit.check(java.util.Arrays.equals(bytes, got), "the echo is another");
            own.release();
            own = Area.allocate(kit.calls, SIZE, false);
            own.map().fill((byte) i);
        }
        for (int hog : hogs) {
            kit.kill(hog);
        }
        kit.close(ready);
        kit.balanced(before);
        Area.allocate(kit.calls, 64 << 20, false).close();
        own.release();
        kit.close(there[1]);
        Kit.equal(0, kit.await(echo), "exit status of the echo");
        kit.close(there[0]);
        kit.close(back);
    }

    /** Takes all the memory it can get, in smaller and smaller areas. */
    static int childHog(SystemCalls calls) {
        long[] vector = new long[IoVectors.size(1)];
        for (long size = 64 << 20; size >= 4096; size /= 2) {
            while (calls.areaAllocate(size, Areas.CONTIGUOUS, vector) >= 0) {
                continue;
            }
        }
        calls.write(1, new byte[1], 0, 1);
        calls.sleep(Long.MAX_VALUE);
        return 3;
    }
}

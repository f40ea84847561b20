package org.sluice.apps.usertests;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32;
import org.sluice.abi.Areas;
import org.sluice.abi.Errno;
import org.sluice.abi.IoVectors;
import org.sluice.abi.SystemCalls;

/** One way to each error of the calls on areas, and of areas that travel by a port. */
final class AreaCauses {
    interface AreaAction {
        long on(long area);
    }

    static final int SIZE = 10_000;
    private static final int MEGABYTE = 1 << 20;
    private static final int TRIES = 100_000;
    private static final String PORT = "usertests.areas";
    private static final String[] PASSING = {"portCall", "portReply"};

    private final Kit kit;
    private final SystemCalls c;
    private final List<ErrorCauses.Cause> causes;
    private final long[] info = new long[Areas.INFO_LENGTH_OF_ARRAY];
    private int port;
    private int client;
    private TransferCauses transfers;

    AreaCauses(Kit kit, List<ErrorCauses.Cause> causes) {
        this.kit = kit;
        this.causes = causes;
        c = kit.calls;
    }

    void prepare() {
        port = Kit.ok("portCreate", c.portCreate(PORT));
        client = Kit.ok("portConnect", c.portConnect(PORT));
        allocation();
        views();
        releases();
        shares();
        messages();
        transfers = new TransferCauses(kit, this, causes);
        transfers.prepare();
    }

    void tidy() {
        transfers.tidy();
        kit.close(port, client);
    }

    private void cause(String call, int errno, ErrorCauses.Action action) {
        causes.add(new ErrorCauses.Cause(call, errno, action));
    }

    // ---- situations

    private long allocate(long bytes) {
        long[] vector = new long[IoVectors.size(1)];
        Kit.ok("areaAllocate", c.areaAllocate(bytes, Areas.CONTIGUOUS, vector));
        return IoVectors.address(vector, 0);
    }

    /** With an area that nothing is wrong with. */
    long with(AreaAction action) {
        long area = allocate(SIZE);
        try {
            return action.on(area);
        } finally {
            c.areaRelease(IoVectors.of(area, SIZE));
        }
    }

    private int map(long area, int flags) {
        return c.areaMap(IoVectors.of(area, SIZE), flags, new MemorySegment[1]);
    }

    long mapped(int flags, AreaAction action) {
        return with(area -> {
            Kit.ok("areaMap", map(area, flags));
            return action.on(area);
        });
    }

    /** While another thread has a view. */
    long viewedByOther(AreaAction action) {
        long area = allocate(SIZE);
        CountDownLatch viewed = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread viewer = new Thread(() -> {
            Kit.ok("areaMap", map(area, Areas.WRITE));
            viewed.countDown();
            await(done);
            Kit.ok("areaRelease", c.areaRelease(IoVectors.of(area, SIZE)));
        });
        viewer.start();
        await(viewed);
        try {
            return action.on(area);
        } finally {
            done.countDown();
            join(viewer);
        }
    }

    /** While an area is in a message that nobody has received. */
    long onItsWay(AreaAction action) {
        long area = allocate(SIZE);
        return whileCalling(IoVectors.of(area, SIZE), () -> action.on(area));
    }

    private long whileCalling(long[] areas, ErrorCauses.Action action) {
        int count = IoVectors.count(areas);
        Thread caller = new Thread(() -> c.portCall(client, new long[8], null, areas));
        caller.start();
        kit.untilBlocked(c.getpid(), "port call");
        try {
            return action.run();
        } finally {
            long[] received = new long[IoVectors.size(count)];
            int token = Kit.ok("portReceive", c.portReceive(port, new long[8], new int[8], received));
            Kit.ok("portReply", c.portReply(token, 0, new long[8], null, null));
            Kit.ok("areaRelease", c.areaRelease(received));
            join(caller);
        }
    }

    /** With as many areas as a process may have. */
    long withAllAreas(AreaAction action) {
        long area = allocate(SIZE);
        List<long[]> held = new ArrayList<>();
        try {
            for (int some = IoVectors.MAX_ENTRIES; some > 0; some /= 2) {
                int result;
                do {
                    long[] shares = new long[IoVectors.size(some)];
                    result = c.areaShare(repeated(area, 1, some), shares);
                    if (result == 0) {
                        held.add(shares);
                    }
                } while (result == 0);
                Kit.fails(Errno.EMFILE, result, "a share too many");
            }
            return action.on(area);
        } finally {
            held.forEach(shares -> Kit.ok("areaRelease", c.areaRelease(shares)));
            c.areaRelease(IoVectors.of(area, SIZE));
        }
    }

    /** With a second reader of the memory. */
    long shared(AreaAction action) {
        return with(area -> {
            long[] share = new long[IoVectors.size(1)];
            Kit.ok("areaShare", c.areaShare(IoVectors.of(area, 1), share));
            try {
                return action.on(area);
            } finally {
                Kit.ok("areaRelease", c.areaRelease(share));
            }
        });
    }

    /** With as much memory as the quota allows. */
    long overQuota(ErrorCauses.Action action) {
        List<long[]> held = new ArrayList<>();
        try {
            for (long size = 64 << 20; size >= 4096; size /= 2) {
                long[] vector = new long[IoVectors.size(IoVectors.MAX_ENTRIES)];
                while (c.areaAllocate(size, 0, vector) > 0) {
                    held.add(vector);
                    vector = new long[IoVectors.size(IoVectors.MAX_ENTRIES)];
                }
            }
            return action.run();
        } finally {
            held.forEach(vector -> Kit.ok("areaRelease", c.areaRelease(vector)));
        }
    }

    static long[] repeated(long address, long length, int times) {
        long[] vector = new long[IoVectors.size(times)];
        IoVectors.header(vector, times, 0);
        for (int i = 0; i < times; i++) {
            IoVectors.entry(vector, i, address, length);
        }
        return vector;
    }

    /** Until the call finds another thread inside the class library, which it leaves again and again. */
    private long whileInUse(AreaAction action) {
        long area = allocate(MEGABYTE);
        AtomicBoolean done = new AtomicBoolean();
        MemorySegment[] view = new MemorySegment[1];
        long[] whole = IoVectors.of(area, MEGABYTE);
        Kit.ok("areaMap", c.areaMap(whole, Areas.WRITE | Areas.SHARED, view));
        Thread user = new Thread(() -> {
            CRC32 crc = new CRC32();
            while (!done.get()) {
                try {
                    crc.update(view[0].asByteBuffer());
                } catch (IllegalStateException closed) {
                    // until there is another view
                }
            }
        });
        user.start();
        long result = 0;
        try {
            for (int i = 0; i < TRIES && result != -Errno.EBUSY; i++) {
                result = action.on(area);
                if (result == 0) {
                    Kit.ok("areaMap", c.areaMap(whole, Areas.WRITE | Areas.SHARED, view));
                }
            }
            return result;
        } finally {
            done.set(true);
            join(user);
            c.areaRelease(whole);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- the calls

    private void allocation() {
        long[] one = new long[IoVectors.size(1)];
        cause("areaAllocate", Errno.ENOMEM, () -> c.areaAllocate(Areas.MAX_BYTES, 0, one));
        cause("areaAllocate", Errno.ENOMEM, () -> c.areaAllocate(Areas.MAX_BYTES, Areas.WAIT, one));
        cause("areaAllocate", Errno.EINVAL, () -> c.areaAllocate(0, 0, one));
        cause("areaAllocate", Errno.EINVAL, () -> c.areaAllocate(Areas.MAX_BYTES + 1, 0, one));
        cause("areaAllocate", Errno.EINVAL, () -> c.areaAllocate(Long.MIN_VALUE, 0, one));
        cause("areaAllocate", Errno.EINVAL, () -> c.areaAllocate(1, 64, one));
        cause("areaAllocate", Errno.EFAULT, () -> c.areaAllocate(1, 0, null));
        cause("areaAllocate", Errno.EFAULT, () -> c.areaAllocate(1, 0, new long[2]));
        cause("areaAllocate", Errno.EMFILE, () -> withAllAreas(area -> c.areaAllocate(1, 0, one)));
        cause("areaAllocate", Errno.EINTR, () -> overQuota(() -> {
            c.threadInterrupt(c.threadSelf());
            return c.areaAllocate(1, Areas.WAIT, one);
        }));
    }

    private void views() {
        MemorySegment[] views = new MemorySegment[2];
        cause("areaMap", Errno.EFAULT, () -> c.areaMap(null, 0, views));
        cause("areaMap", Errno.EFAULT, () -> with(area -> c.areaMap(IoVectors.of(area, 1), 0, null)));
        cause("areaMap", Errno.EFAULT, () -> with(area -> c.areaMap(IoVectors.of(area, 1), 0, new MemorySegment[0])));
        cause("areaMap", Errno.EFAULT, () -> with(area -> c.areaMap(new long[] {1, area}, 0, views)));
        cause("areaMap", Errno.EINVAL, () -> with(area -> c.areaMap(repeated(area, 1, 2), 0, views)));
        cause("areaMap", Errno.EINVAL, () -> with(area -> c.areaMap(IoVectors.of(area + 1, SIZE), 0, views)));
        cause("areaMap", Errno.EINVAL, () -> with(area -> c.areaMap(IoVectors.of(area, Long.MAX_VALUE), 0, views)));
        cause("areaMap", Errno.EINVAL, () -> with(area -> c.areaMap(IoVectors.of(area, 0), 0, views)));
        cause("areaMap", Errno.EINVAL, () -> with(area -> map(area, 64)));
        cause("areaMap", Errno.EINVAL, () -> c.areaMap(new long[] {-1}, 0, views));
        cause("areaMap", Errno.EBADF, () -> map(0, 0));
        cause("areaMap", Errno.EBUSY, () -> mapped(0, area -> map(area, 0)));
        cause("areaMap", Errno.EBUSY, () -> onItsWay(area -> map(area, 0)));
        cause("areaMap", Errno.EACCES, () -> shared(area -> map(area, Areas.WRITE)));
        cause("areaMap", Errno.EINTR, () -> shared(area -> {
            c.threadInterrupt(c.threadSelf());
            return map(area, Areas.WRITE | Areas.WHEN_ALONE);
        }));
        cause("areaUnmap", Errno.EFAULT, () -> c.areaUnmap(null));
        cause("areaUnmap", Errno.EINVAL, () -> with(area -> c.areaUnmap(repeated(area, 1, 2))));
        cause("areaUnmap", Errno.EBADF, () -> c.areaUnmap(IoVectors.of(-1L, 1)));
        cause("areaUnmap", Errno.EPERM, () -> viewedByOther(area -> c.areaUnmap(IoVectors.of(area, SIZE))));
        cause("areaUnmap", Errno.EBUSY, () -> whileInUse(area -> c.areaUnmap(IoVectors.of(area, MEGABYTE))));
    }

    private void releases() {
        cause("areaRelease", Errno.EFAULT, () -> c.areaRelease(null));
        cause("areaRelease", Errno.EFAULT, () -> c.areaRelease(new long[] {1000}));
        cause("areaRelease", Errno.EINVAL, () -> with(area -> c.areaRelease(repeated(area, SIZE, 2))));
        cause("areaRelease", Errno.EINVAL, () -> with(area -> c.areaRelease(IoVectors.of(area, SIZE - 1))));
        cause("areaRelease", Errno.EINVAL, () -> c.areaRelease(repeated(0, 1, 1_000_000)));
        cause("areaRelease", Errno.EBADF, () -> {
            long area = allocate(SIZE);
            Kit.ok("areaRelease", c.areaRelease(IoVectors.of(area, SIZE)));
            return c.areaRelease(IoVectors.of(area, SIZE));
        });
        cause("areaRelease", Errno.EPERM, () -> viewedByOther(area -> c.areaRelease(IoVectors.of(area, SIZE))));
        cause("areaRelease", Errno.EBUSY, () -> onItsWay(area -> c.areaRelease(IoVectors.of(area, SIZE))));
    }

    private void shares() {
        long[] share = new long[IoVectors.size(1)];
        cause("areaShare", Errno.EFAULT, () -> c.areaShare(null, share));
        cause("areaShare", Errno.EFAULT, () -> with(area -> c.areaShare(IoVectors.of(area, 1), null)));
        cause("areaShare", Errno.EFAULT, () -> with(area -> c.areaShare(IoVectors.of(area, 1), new long[2])));
        cause("areaShare", Errno.EINVAL, () -> with(area -> c.areaShare(IoVectors.of(area, SIZE + 1), share)));
        cause("areaShare", Errno.EBADF, () -> c.areaShare(IoVectors.of(5, 1), share));
        cause("areaShare", Errno.EBUSY, () -> mapped(Areas.WRITE, area -> c.areaShare(IoVectors.of(area, 1), share)));
        cause("areaShare", Errno.EMFILE, () -> withAllAreas(area -> c.areaShare(IoVectors.of(area, 1), share)));
        cause("areaInfo", Errno.EFAULT, () -> with(area -> c.areaInfo(area, null)));
        cause("areaInfo", Errno.EFAULT, () -> with(area -> c.areaInfo(area, new long[Areas.INFO_LENGTH_OF_ARRAY - 1])));
        cause("areaInfo", Errno.EBADF, () -> c.areaInfo(Long.MAX_VALUE, info));
    }

    // ---- messages

    private int pass(String call, long[] areas) {
        return call.equals("portCall") ? c.portCall(client, new long[8], null, areas)
            : c.portReply(Kit.NOBODY, 0, new long[8], null, areas);
    }

    private void messages() {
        for (String call : PASSING) {
            cause(call, Errno.EBADF, () -> pass(call, IoVectors.of(0, 1)));
            cause(call, Errno.EINVAL, () -> with(area -> pass(call, repeated(area, 1, 2))));
            cause(call, Errno.EINVAL, () -> with(area -> pass(call, IoVectors.of(area, SIZE + 1))));
            cause(call, Errno.EFAULT, () -> pass(call, new long[] {2, 0, 1}));
            cause(call, Errno.EPERM, () -> viewedByOther(area -> pass(call, IoVectors.of(area, SIZE))));
            cause(call, Errno.EBUSY, () -> onItsWay(area -> pass(call, IoVectors.of(area, SIZE))));
        }
        cause("portReceive", Errno.E2BIG, () -> onItsWay(area -> receive(null)));
        cause("portReceive", Errno.E2BIG, () -> onItsWay(area -> receive(new long[IoVectors.size(0)])));
        cause("portReceive", Errno.EMFILE, () -> {
            long area = allocate(SIZE);
            return whileCalling(IoVectors.of(area, SIZE), () -> withAllAreas(a -> receive(new long[IoVectors.size(1)])));
        });
        cause("portReceive", Errno.ENOMEM, () -> onItsWay(area -> overQuota(() -> receive(new long[IoVectors.size(1)]))));
    }

    private long receive(long[] areas) {
        return c.portReceive(port, new long[8], new int[8], areas);
    }
}

package org.sluice.apps.usertests;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.sluice.abi.Areas;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.IoVectors;
import org.sluice.abi.SystemCalls;
import org.sluice.abi.Transfers;

/** One way to each error of the calls that cut areas and of those that transfer them from and to files and pipes. */
final class TransferCauses {
    private static final int SIZE = AreaCauses.SIZE;
    private static final int BAD = Kit.NO_HANDLE;
    private static final String[] READING = {"readv", "preadv"};
    private static final String[] WRITING = {"writev", "pwritev", "writeAreas"};

    private final Kit kit;
    private final AreaCauses areas;
    private final List<ErrorCauses.Cause> causes;
    private final SystemCalls c;
    private final long[] one = new long[IoVectors.size(1)];
    private int[] empty;
    private int[] full;
    private int[] broken;
    private int file;
    private int rom;
    private int directory;
    private int device;

    TransferCauses(Kit kit, AreaCauses areas, List<ErrorCauses.Cause> causes) {
        this.kit = kit;
        this.areas = areas;
        this.causes = causes;
        c = kit.calls;
    }

    void prepare() {
        empty = kit.pipe();
        full = kit.pipe();
        broken = kit.pipe();
        kit.close(broken[0]);
        Kit.equal(65536, c.write(full[1], new byte[65536], 0, 65536), "what fills a pipe");
        kit.write(kit.path("transfers"), "text");
        file = kit.open(kit.path("transfers"), FileFlags.O_RDWR);
        rom = kit.open(Kit.PROGRAM, FileFlags.O_RDONLY);
        directory = kit.open(kit.folder, FileFlags.O_RDONLY);
        device = kit.open("/dev/full", FileFlags.O_RDWR);
        cuts();
        for (String call : READING) {
            reading(call);
        }
        for (String call : WRITING) {
            writing(call);
        }
        takingOver();
    }

    void tidy() {
        kit.close(empty);
        kit.close(full);
        kit.close(broken[1], file, rom, directory, device);
    }

    private void cause(String call, int errno, ErrorCauses.Action action) {
        causes.add(new ErrorCauses.Cause(call, errno, action));
    }

    private long interrupted(ErrorCauses.Action action) {
        c.threadInterrupt(c.threadSelf());
        return action.run();
    }

    private long call(String call, int handle, long[] vector, int flags, long[] report) {
        return switch (call) {
            case "readv" -> c.readv(handle, vector, flags, report);
            case "preadv" -> c.preadv(handle, vector, 0, flags, report);
            case "writev" -> c.writev(handle, vector, flags, report);
            case "pwritev" -> c.pwritev(handle, vector, 0, flags, report);
            default -> c.writeAreas(handle, vector, flags, report);
        };
    }

    private static long[] whole(long area) {
        return IoVectors.of(area, SIZE);
    }

    private void cuts() {
        long[] two = new long[IoVectors.size(2)];
        cause("areaSplit", Errno.EFAULT, () -> areas.with(area -> c.areaSplit(area, 1, null)));
        cause("areaSplit", Errno.EFAULT, () -> areas.with(area -> c.areaSplit(area, 1, one)));
        cause("areaSplit", Errno.EBADF, () -> c.areaSplit(0, 1, two));
        cause("areaSplit", Errno.EINVAL, () -> areas.with(area -> c.areaSplit(area, 0, two)));
        cause("areaSplit", Errno.EINVAL, () -> areas.with(area -> c.areaSplit(area, SIZE, two)));
        cause("areaSplit", Errno.EINVAL, () -> areas.with(area -> c.areaSplit(area, Long.MIN_VALUE, two)));
        cause("areaSplit", Errno.EBUSY, () -> areas.mapped(0, area -> c.areaSplit(area, 1, two)));
        cause("areaSplit", Errno.EBUSY, () -> areas.onItsWay(area -> c.areaSplit(area, 1, two)));
        cause("areaSplit", Errno.EACCES, () -> areas.shared(area -> c.areaSplit(area, 1, two)));
        cause("areaSplit", Errno.EMFILE, () -> areas.with(area -> areas.withAllAreas(other -> c.areaSplit(area, 1, two))));
        cause("areaExtend", Errno.EBADF, () -> c.areaExtend(5, 1));
        cause("areaExtend", Errno.EINVAL, () -> areas.with(area -> c.areaExtend(area, 1)));
        cause("areaExtend", Errno.EINVAL, () -> areas.with(area -> c.areaExtend(area, -SIZE)));
        cause("areaExtend", Errno.EINVAL, () -> areas.with(area -> c.areaExtend(area, Integer.MIN_VALUE)));
        cause("areaExtend", Errno.EBUSY, () -> areas.mapped(0, area -> c.areaExtend(area, -1)));
        cause("areaExtend", Errno.EBUSY, () -> areas.onItsWay(area -> c.areaExtend(area, -1)));
        cause("areaExtend", Errno.EACCES, () -> areas.shared(area -> c.areaExtend(area, -1)));
    }

    /** What all calls with a vector refuse. */
    private void vectors(String call) {
        cause(call, Errno.EBADF, () -> areas.with(area -> call(call, BAD, whole(area), 0, null)));
        cause(call, Errno.EBADF, () -> call(call, file, IoVectors.of(0, 1), 0, null));
        cause(call, Errno.EFAULT, () -> call(call, file, null, 0, null));
        cause(call, Errno.EFAULT, () -> areas.with(area -> call(call, file, new long[] {1, area}, 0, null)));
        cause(call, Errno.EFAULT, () -> areas.with(area -> call(call, file, whole(area), 0, new long[3])));
        cause(call, Errno.EINVAL, () -> areas.with(area -> call(call, file, whole(area), 64, null)));
        cause(call, Errno.EINVAL, () -> areas.with(area -> call(call, file, IoVectors.of(area, SIZE + 1), 0, null)));
        cause(call, Errno.EINVAL, () -> areas.with(area -> call(call, file, IoVectors.of(area + 1, Long.MAX_VALUE), 0, null)));
        cause(call, Errno.EINVAL, () -> areas.with(area -> call(call, file, AreaCauses.repeated(area, 1, 1_000_000), 0, null)));
        cause(call, Errno.EBUSY, () -> areas.onItsWay(area -> call(call, file, whole(area), 0, null)));
    }

    private void reading(String call) {
        vectors(call);
        cause(call, Errno.EBADF, () -> areas.with(area -> call(call, full[1], whole(area), 0, null)));
        cause(call, Errno.EINVAL, () -> areas.with(area -> call(call, file, new long[] {2, area, 10, area + 9, 10}, 0, null)));
        cause(call, Errno.EACCES, () -> areas.shared(area -> call(call, file, whole(area), 0, null)));
        cause(call, Errno.EISDIR, () -> areas.with(area -> call(call, directory, whole(area), 0, null)));
        cause(call, Errno.ENOTSUP, () -> areas.with(area -> call(call, rom, whole(area), Transfers.ZERO_COPY, null)));
        if (call.equals("preadv")) {
            cause(call, Errno.ESPIPE, () -> areas.with(area -> call(call, full[0], whole(area), 0, null)));
            cause(call, Errno.EINVAL, () -> areas.with(area -> c.preadv(file, whole(area), -1, 0, null)));
        } else {
            cause(call, Errno.ENOTSUP, () -> areas.with(area -> call(call, full[0], whole(area), Transfers.ZERO_COPY, null)));
            cause(call, Errno.EAGAIN, () -> areas.with(area -> call(call, empty[0], whole(area), Transfers.NO_WAIT, null)));
            cause(call, Errno.EINTR, () -> areas.with(area -> interrupted(() -> call(call, empty[0], whole(area), 0, null))));
        }
    }

    private void writing(String call) {
        vectors(call);
        cause(call, Errno.EBADF, () -> areas.with(area -> call(call, full[0], whole(area), 0, null)));
        cause(call, Errno.ENOSPC, () -> areas.with(area -> call(call, device, whole(area), 0, null)));
        cause(call, Errno.ENOTSUP, () -> areas.with(area -> call(call, file, IoVectors.of(area + 1, 5), Transfers.ZERO_COPY, null)));
        cause(call, Errno.ENOTSUP, () -> areas.with(area -> call(call, device, whole(area), Transfers.ZERO_COPY, null)));
        if (call.equals("pwritev")) {
            cause(call, Errno.ESPIPE, () -> areas.with(area -> call(call, empty[1], whole(area), 0, null)));
            cause(call, Errno.EINVAL, () -> areas.with(area -> c.pwritev(file, whole(area), Long.MIN_VALUE, 0, null)));
            cause(call, Errno.EFBIG, () -> areas.with(area -> c.pwritev(file, whole(area), Long.MAX_VALUE, 0, null)));
            return;
        }
        cause(call, Errno.EFBIG, () -> areas.with(area -> {
            long before = c.seek(file, 0, FileFlags.SEEK_CUR);
            c.seek(file, Long.MAX_VALUE, FileFlags.SEEK_SET);
            long result = call(call, file, whole(area), 0, null);
            c.seek(file, before, FileFlags.SEEK_SET);
            return result;
        }));
        cause(call, Errno.EPIPE, () -> areas.with(area -> call(call, broken[1], whole(area), 0, null)));
        if (call.equals("writev")) {
            cause(call, Errno.EINTR, () -> areas.with(area -> interrupted(() -> call(call, full[1], whole(area), 0, null))));
            cause(call, Errno.EAGAIN, () -> areas.with(area -> call(call, full[1], whole(area), Transfers.NO_WAIT, null)));
            return;
        }
        cause(call, Errno.EINVAL, () -> areas.with(area -> call(call, file, AreaCauses.repeated(area, 1, 2), 0, null)));
        cause(call, Errno.EPERM, () -> areas.viewedByOther(area -> call(call, file, whole(area), 0, null)));
        cause(call, Errno.EINTR, () -> large(area -> interrupted(() -> call(call, empty[1], area, 0, null))));
        cause(call, Errno.EAGAIN, () -> large(area -> call(call, empty[1], area, Transfers.NO_WAIT, null)));
    }

    private interface VectorAction {
        long on(long[] vector);
    }

    /** With an area that no pipe has room for, so that its giver waits. */
    private long large(VectorAction action) {
        long[] vector = new long[IoVectors.size(1)];
        Kit.ok("areaAllocate", c.areaAllocate(1 << 20, Areas.CONTIGUOUS, vector));
        try {
            return action.on(vector);
        } finally {
            Kit.ok("areaRelease", c.areaRelease(vector));
        }
    }

    private void takingOver() {
        cause("readAreas", Errno.EBADF, () -> c.readAreas(BAD, 1, one, 0, null));
        cause("readAreas", Errno.EBADF, () -> c.readAreas(full[1], 1, one, 0, null));
        cause("readAreas", Errno.EFAULT, () -> c.readAreas(full[0], 1, null, 0, null));
        cause("readAreas", Errno.EFAULT, () -> c.readAreas(full[0], 1, new long[2], 0, null));
        cause("readAreas", Errno.EFAULT, () -> c.readAreas(full[0], 1, one, 0, new long[0]));
        cause("readAreas", Errno.EINVAL, () -> c.readAreas(full[0], 0, one, 0, null));
        cause("readAreas", Errno.EINVAL, () -> c.readAreas(full[0], Long.MIN_VALUE, one, 0, null));
        cause("readAreas", Errno.EINVAL, () -> c.readAreas(full[0], 1, one, -1, null));
        cause("readAreas", Errno.EISDIR, () -> c.readAreas(directory, 1, one, 0, null));
        for (int handle : new int[] {full[0], rom, file, device}) {
            cause("readAreas", Errno.ENOMEM, () -> areas.overQuota(() -> {
                c.seek(file, 0, FileFlags.SEEK_SET);
                return c.readAreas(handle, 1, one, 0, null);
            }));
            cause("readAreas", Errno.EMFILE, () -> areas.withAllAreas(area -> {
                c.seek(file, 0, FileFlags.SEEK_SET);
                return c.readAreas(handle, 1, one, 0, null);
            }));
        }
        cause("readAreas", Errno.EINTR, () -> interrupted(() -> c.readAreas(empty[0], 1, one, 0, null)));
        cause("readAreas", Errno.EAGAIN, () -> c.readAreas(empty[0], 1, one, Transfers.NO_WAIT, null));
        cause("readAreas", Errno.ENOTSUP, () -> c.readAreas(full[0], 1, one, Transfers.ZERO_COPY, null));
        cause("readAreas", Errno.ENOTSUP, () -> c.readAreas(device, 1, one, Transfers.ZERO_COPY, null));
        cause("areaMap", Errno.EACCES, () -> {
            Kit.equal(1, c.pread(rom, new byte[1], 0, 1, 0), "bytes of a file");
            Kit.ok("readAreas", (int) c.readAreas(rom, 1, one, 0, null));
            long result = c.areaMap(one, Areas.WRITE, new MemorySegment[1]);
            Kit.ok("areaRelease", c.areaRelease(one));
            return result;
        });
    }
}

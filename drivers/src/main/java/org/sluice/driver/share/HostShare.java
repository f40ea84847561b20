package org.sluice.driver.share;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.driver.Requests;
import org.sluice.driver.share.Messages.Numbers;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.DriverContext;
import org.sluice.kernel.driver.DriverStopped;
import org.sluice.kernel.driver.ShareDevice;
import org.sluice.kernel.memory.FrameRun;

/** What the kernel sees of a share. Long reads and writes are cut into messages. */
final class HostShare implements ShareDevice {
    private static final int STAT = 1;
    private static final int LIST = 2;
    private static final int OPEN = 3;
    private static final int READ = 4;
    private static final int WRITE = 5;
    private static final int SIZE = 6;
    private static final int TRUNCATE = 7;
    private static final int SYNC = 8;
    private static final int CLOSE = 9;
    private static final int MKDIR = 10;
    private static final int REMOVE = 11;
    private static final int RENAME = 12;
    private static final int SET_TIMES = 13;
    private static final int READ_LINK = 14;
    private static final int WRITE_FROM = 15;
    private static final byte[] NOTHING = new byte[0];
    private static final int PIECE = 60 << 10;
    /** Bytes one request moves straight to or from the caller's memory: the device's limit. */
    private static final int DIRECT_PIECE = 1 << 20;

    private final String mountPoint;
    private final boolean readOnly;
    private final DriverContext device;
    private final Requests requests;
    private final Messages[] messages;

    HostShare(DriverContext device, boolean readOnly, Requests requests, Messages[] messages) {
        this.device = device;
        mountPoint = device.instance();
        this.readOnly = readOnly;
        this.requests = requests;
        this.messages = messages;
    }

    @Override
    public String mountPoint() {
        return mountPoint;
    }

    @Override
    public boolean readOnly() {
        return readOnly;
    }

    private long with(ToLongFunction<Messages> body) {
        return requests.withSlot(slot -> body.applyAsLong(messages[slot]));
    }

    private long simple(int operation, Numbers numbers, String path) {
        return with(m -> m.call(operation, numbers, path, NOTHING, 0, 0));
    }

    @Override
    public void stat(String path, long[] stat, boolean noFollow) {
        if (stat.length < FileFlags.ST_LENGTH) {
            throw new CallFailed(Errno.EFAULT);
        }
        with(m -> {
            m.call(STAT, new Numbers(0, 0, 0, noFollow ? 1 : 0, 0), path, NOTHING, 0, 0);
            java.util.Arrays.fill(stat, 0);
            stat[FileFlags.ST_MODE] = m.responseLong(0);
            stat[FileFlags.ST_SIZE] = m.responseLong(1);
            stat[FileFlags.ST_INO] = m.responseLong(2);
            stat[FileFlags.ST_NLINK] = 1;
            stat[FileFlags.ST_ATIME] = m.responseLong(3);
            stat[FileFlags.ST_MTIME] = m.responseLong(4);
            stat[FileFlags.ST_CTIME] = m.responseLong(5);
            stat[FileFlags.ST_BLOCKS] = m.responseLong(6);
            return 0;
        });
    }

    @Override
    public String[] list(String path) {
        List<String> names = new ArrayList<>();
        long more;
        do {
            more = with(m -> {
                long count = m.call(LIST, new Numbers(0, names.size(), 0, 0, 0), path, NOTHING, 0, 0);
                addNames(m, count, names);
                return count;
            });
        } while (more > 0);
        return names.toArray(String[]::new);
    }

    private static void addNames(Messages m, long count, List<String> names) {
        byte[] bytes = new byte[Messages.RESPONSE_BYTES];
        m.response(bytes, 0, bytes.length);
        int start = 0;
        for (long i = 0; i < count; i++) {
            int end = start;
            while (end < bytes.length && bytes[end] != 0) {
                end++;
            }
            names.add(new String(bytes, start, end - start, StandardCharsets.UTF_8));
            start = end + 1;
        }
    }

    @Override
    public long open(String path, int flags, int mode) {
        return simple(OPEN, new Numbers(0, 0, 0, flags, mode), path);
    }

    @Override
    public int read(long token, long position, byte[] buffer, int offset, int length) {
        java.util.Objects.checkFromIndexSize(offset, length, buffer.length);
        int done = 0;
        while (done < length) {
            int at = done;
            int want = Math.min(PIECE, length - done);
            int n = (int) with(m -> {
                long count = m.call(READ, new Numbers(token, position + at, want, 0, 0), "", NOTHING, 0, 0);
                m.response(buffer, offset + at, (int) count);
                return count;
            });
            done += n;
            if (n < want) {
                break;
            }
        }
        return done;
    }

    @Override
    public int write(long token, long position, byte[] buffer, int offset, int length) {
        java.util.Objects.checkFromIndexSize(offset, length, buffer.length);
        int done = 0;
        while (done < length) {
            int at = done;
            int part = Math.min(PIECE, length - done);
            int n = (int) with(m -> m.call(WRITE, new Numbers(token, position + at, 0, 0, 0), "", buffer, offset + at, part));
            done += n;
            if (n < part) {
                break;
            }
        }
        return done;
    }

    @Override
    public int read(long token, long position, FrameRun frames, int offset, int length) {
        return direct(frames, offset, length, true, (m, bus, at, part) ->
            m.callDirect(READ, new Numbers(token, position + at, part, 0, 0), bus + at, part));
    }

    @Override
    public int write(long token, long position, FrameRun frames, int offset, int length) {
        return direct(frames, offset, length, false, (m, bus, at, part) ->
            m.callDirect(WRITE_FROM, new Numbers(token, position + at, part, 0, 0), bus + at, part));
    }

    private interface DirectCall {
        long run(Messages m, long busAddress, int at, int length);
    }

    private int direct(FrameRun frames, int offset, int length, boolean deviceWrites, DirectCall call) {
        int done = 0;
        while (done < length) {
            int at = done;
            int part = Math.min(DIRECT_PIECE, length - done);
            int n = (int) with(m -> {
                long bus = device.grant(frames, offset, length, deviceWrites);
                try {
                    return call.run(m, bus, at, part);
                } finally {
                    revoke(bus);
                }
            });
            done += n;
            if (n < part) {
                break;
            }
        }
        return done;
    }

    private void revoke(long busAddress) {
        try {
            device.revoke(busAddress);
        } catch (DriverStopped e) {
            // then it has been revoked with everything else; what the request came to stands
        }
    }

    @Override
    public long size(long token) {
        return simple(SIZE, Numbers.token(token), "");
    }

    @Override
    public void truncate(long token, long length) {
        simple(TRUNCATE, new Numbers(token, length, 0, 0, 0), "");
    }

    @Override
    public void sync(long token) {
        simple(SYNC, Numbers.token(token), "");
    }

    @Override
    public void close(long token) {
        simple(CLOSE, Numbers.token(token), "");
    }

    @Override
    public void mkdir(String path, int mode) {
        simple(MKDIR, new Numbers(0, 0, 0, 0, mode), path);
    }

    @Override
    public void remove(String path, boolean directory) {
        simple(REMOVE, new Numbers(0, 0, 0, directory ? 1 : 0, 0), path);
    }

    @Override
    public void rename(String from, String to) {
        byte[] target = to.getBytes(StandardCharsets.UTF_8);
        with(m -> m.call(RENAME, Numbers.NONE, from, target, 0, target.length));
    }

    @Override
    public void setTimes(String path, long accessNanos, long modifyNanos) {
        simple(SET_TIMES, new Numbers(0, accessNanos, modifyNanos, 0, 0), path);
    }

    @Override
    public String readLink(String path) {
        byte[][] text = new byte[1][];
        with(m -> {
            int length = (int) m.call(READ_LINK, Numbers.NONE, path, NOTHING, 0, 0);
            text[0] = new byte[length];
            m.response(text[0], 0, length);
            return length;
        });
        return new String(text[0], StandardCharsets.UTF_8);
    }
}

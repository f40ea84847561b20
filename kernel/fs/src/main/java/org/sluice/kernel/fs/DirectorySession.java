package org.sluice.kernel.fs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.LinkedHashSet;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.fs.node.Utf8;

/**
 * An open directory. The names are those of one moment: they are taken at the first read, and again after seeking to 0. The
 * position counts names. Two threads that read at once get different names: who loses the race for a position reads again.
 */
final class DirectorySession extends FileSession {
    private static final VarHandle CURSOR;

    static {
        try {
            CURSOR = MethodHandles.lookup().findVarHandle(DirectorySession.class, "cursor", Cursor.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** @param names null until they are read */
    private record Cursor(String[] names, int next) {
    }

    private static final Cursor START = new Cursor(null, 0);

    private final Place place;
    private volatile Cursor cursor = START;

    DirectorySession(Place place) {
        this.place = place;
    }

    @Override
    public int readdir(byte[] buffer) {
        while (true) {
            Cursor from = cursor;
            String[] names = from.names == null ? names() : from.names;
            int next = from.next;
            int filled = 0;
            while (next < names.length) {
                int bytes = Math.max(0, Utf8.length(names[next]));
                if (bytes >= buffer.length - filled) {
                    break;
                }
                filled = Utf8.put(names[next], buffer, filled);
                buffer[filled++] = 0;
                next++;
            }
            if (filled == 0 && next < names.length) {
                throw new CallFailed(Errno.EINVAL);
            }
            if (CURSOR.compareAndSet(this, from, new Cursor(names, next))) {
                return filled;
            }
        }
    }

    /** The directory's own names and those that exist because something is mounted there. Unspeakable ones are left out. */
    private String[] names() {
        String[] own = place.inode().names();
        String[] result = own;
        if (place.node() != null) {
            LinkedHashSet<String> all = new LinkedHashSet<>(Arrays.asList(own));
            String[] mounted = place.node().names();
            Arrays.sort(mounted);
            all.addAll(Arrays.asList(mounted));
            result = all.toArray(new String[0]);
        }
        for (String name : result) {
            if (Utf8.length(name) < 1) {
                return Arrays.stream(result).filter(n -> Utf8.length(n) > 0).toArray(String[]::new);
            }
        }
        return result;
    }

    @Override
    public long seek(long offset, int whence) {
        while (true) {
            Cursor from = cursor;
            long base = switch (whence) {
                case FileFlags.SEEK_SET -> 0;
                case FileFlags.SEEK_CUR -> from.next;
                default -> throw new CallFailed(Errno.EINVAL);
            };
            long to = base + offset;
            if (to < 0 || to > (from.names == null ? 0 : from.names.length)) {
                throw new CallFailed(Errno.EINVAL);
            }
            if (CURSOR.compareAndSet(this, from, to == 0 ? START : new Cursor(from.names, (int) to))) {
                return to;
            }
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        throw new CallFailed(Errno.EISDIR);
    }

    @Override
    public int pread(byte[] buffer, int offset, int length, long position) {
        throw new CallFailed(Errno.EISDIR);
    }

    @Override
    public int pwrite(byte[] buffer, int offset, int length, long position) {
        throw new CallFailed(Errno.EBADF);
    }

    @Override
    public void truncate(long length) {
        throw new CallFailed(Errno.EBADF);
    }

    @Override
    public void sync() {
        place.inode().fileSystem().sync();
    }

    @Override
    public void stat(long[] stat) {
        Vfs.requireStat(stat);
        place.inode().stat(stat);
    }

    @Override
    public String path() {
        return place.path();
    }
}

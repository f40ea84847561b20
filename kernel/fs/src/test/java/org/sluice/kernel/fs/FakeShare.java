package org.sluice.kernel.fs;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.ShareDevice;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.vm.memory.PhysicalMemory;

/** A host folder in a map. Files named "full" take no space, files named "broken" fail to sync. */
final class FakeShare implements ShareDevice {
    static final class File {
        byte[] content = new byte[0];
        int mode;
        String target;
        long modified;
    }

    final Map<String, File> files = new TreeMap<>();
    final Map<Long, String> tokens = new HashMap<>();
    final List<Integer> openFlags = new ArrayList<>();
    private final String point;
    private final boolean readOnly;
    /** When not 0, every request to the device fails with it. */
    int failure;
    /** Where frames are; needed by transfers to and from them. */
    PhysicalMemory memory;
    /** Most bytes one read gives, as a device may. */
    int shortReads = 3;
    private long nextToken = 1;

    FakeShare(String point, boolean readOnly) {
        this.point = point;
        this.readOnly = readOnly;
        files.put("", directory());
    }

    static File directory() {
        File file = new File();
        file.mode = FileFlags.S_IFDIR | 0755;
        return file;
    }

    static File link(String target) {
        File file = new File();
        file.mode = FileFlags.S_IFLNK | 0777;
        file.target = target;
        return file;
    }

    static File file(byte[] content) {
        File file = new File();
        file.mode = FileFlags.S_IFREG | 0644;
        file.content = content;
        return file;
    }

    private void request() {
        if (failure != 0) {
            throw new CallFailed(failure);
        }
    }

    private File existing(String path) {
        request();
        File file = files.get(path);
        if (file == null) {
            throw new CallFailed(Errno.ENOENT);
        }
        return file;
    }

    private File of(long token) {
        if (!tokens.containsKey(token)) {
            throw new CallFailed(Errno.EBADF);
        }
        return existing(tokens.get(token));
    }

    @Override
    public String mountPoint() {
        return point;
    }

    @Override
    public boolean readOnly() {
        return readOnly;
    }

    @Override
    public void stat(String path, long[] stat, boolean noFollow) {
        File file = existing(path);
        stat[FileFlags.ST_MODE] = file.mode;
        stat[FileFlags.ST_SIZE] = file.content.length;
        stat[FileFlags.ST_INO] = path.hashCode();
        stat[FileFlags.ST_MTIME] = file.modified;
    }

    @Override
    public String[] list(String path) {
        request();
        String prefix = path.isEmpty() ? "" : path + "/";
        return files.keySet().stream().filter(p -> !p.isEmpty() && p.startsWith(prefix) && p.indexOf('/', prefix.length()) < 0)
            .map(p -> p.substring(prefix.length())).toArray(String[]::new);
    }

    @Override
    public long open(String path, int flags, int mode) {
        request();
        openFlags.add(flags);
        if ((flags & FileFlags.O_EXCL) != 0 && files.containsKey(path)) {
            throw new CallFailed(Errno.EEXIST);
        }
        if ((flags & FileFlags.O_CREAT) != 0) {
            File file = file(new byte[0]);
            file.mode = FileFlags.S_IFREG | mode;
            files.put(path, file);
        }
        existing(path);
        tokens.put(nextToken, path);
        return nextToken++;
    }

    @Override
    public int read(long token, long position, byte[] buffer, int offset, int length) {
        byte[] content = of(token).content;
        int n = (int) Math.max(0, Math.min(Math.min(shortReads, length), content.length - position));
        System.arraycopy(content, (int) Math.min(position, content.length), buffer, offset, n);
        return n;
    }

    @Override
    public int write(long token, long position, byte[] buffer, int offset, int length) {
        File file = of(token);
        file.content = Arrays.copyOf(file.content, (int) Math.max(file.content.length, position + length));
        System.arraycopy(buffer, offset, file.content, (int) position, length);
        return length;
    }

    @Override
    public int read(long token, long position, FrameRun frames, int offset, int length) {
        byte[] content = of(token).content;
        int n = (int) Math.max(0, Math.min(Math.min(shortReads, length), content.length - position));
        if (n > 0) {
            memory.window(frames.address() + offset, n).copyFrom(MemorySegment.ofArray(content).asSlice(position, n));
        }
        return n;
    }

    @Override
    public int write(long token, long position, FrameRun frames, int offset, int length) {
        byte[] bytes = memory.window(frames.address() + offset, length).toArray(ValueLayout.JAVA_BYTE);
        return write(token, position, bytes, 0, length);
    }

    @Override
    public long size(long token) {
        return of(token).content.length;
    }

    @Override
    public void truncate(long token, long length) {
        request();
        if (tokens.get(token).equals("full")) {
            throw new CallFailed(Errno.ENOSPC);
        }
        of(token).content = Arrays.copyOf(of(token).content, (int) length);
    }

    @Override
    public void sync(long token) {
        request();
        if (tokens.get(token).equals("broken")) {
            throw new CallFailed(Errno.EIO);
        }
    }

    @Override
    public void close(long token) {
        if (tokens.remove(token) == null) {
            throw new CallFailed(Errno.EBADF);
        }
    }

    @Override
    public void mkdir(String path, int mode) {
        request();
        files.put(path, directory());
    }

    @Override
    public void remove(String path, boolean directory) {
        existing(path);
        files.remove(path);
    }

    @Override
    public void rename(String from, String to) {
        files.put(to, existing(from));
        files.remove(from);
    }

    @Override
    public void setTimes(String path, long accessNanos, long modifyNanos) {
        existing(path).modified = modifyNanos;
    }

    @Override
    public String readLink(String path) {
        return existing(path).target;
    }
}

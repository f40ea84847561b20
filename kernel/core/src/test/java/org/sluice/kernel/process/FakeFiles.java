package org.sluice.kernel.process;

import java.util.Map;
import java.util.TreeMap;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.FileService;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.file.ViewDirectory;

/** Files in a map, read-only; a name that others start with is a directory. */
final class FakeFiles implements FileService {
    final Map<String, byte[]> files = new TreeMap<>();
    int stats;

    private String clean(String path) {
        return path.replace("/./", "/").replaceAll("/+", "/");
    }

    private byte[] file(String path) {
        byte[] bytes = files.get(clean(path));
        if (bytes == null) {
            throw new CallFailed(Errno.ENOENT);
        }
        return bytes;
    }

    @Override
    public void stat(String path, long[] stat, boolean noFollow) {
        stats++;
        String name = clean(path);
        if (files.containsKey(name)) {
            stat[FileFlags.ST_MODE] = FileFlags.S_IFREG | 0644;
            stat[FileFlags.ST_INO] = name.hashCode();
            stat[FileFlags.ST_SIZE] = files.get(name).length;
            return;
        }
        String directory = name.endsWith("/") ? name : name + "/";
        for (String other : files.keySet()) {
            if (other.startsWith(directory)) {
                stat[FileFlags.ST_MODE] = FileFlags.S_IFDIR | 0755;
                return;
            }
        }
        throw new CallFailed(Errno.ENOENT);
    }

    @Override
    public byte[] readAll(String path, int limit) {
        byte[] bytes = file(path);
        if (bytes.length > limit) {
            throw new CallFailed(Errno.EFBIG);
        }
        return bytes.clone();
    }

    @Override
    public FileSession open(String path, int flags, int mode) {
        byte[] bytes = file(path);
        return new FileSession() {
            @Override
            public int read(byte[] buffer, int offset, int length) {
                int n = Math.min(length, bytes.length);
                System.arraycopy(bytes, 0, buffer, offset, n);
                return n;
            }

            @Override
            public void stat(long[] stat) {
                FakeFiles.this.stat(path, stat, false);
            }

            @Override
            public String path() {
                return path;
            }
        };
    }

    private static CallFailed refused() {
        return new CallFailed(Errno.EROFS);
    }

    @Override
    public void mkdir(String path, int mode) {
        throw refused();
    }

    @Override
    public void unlink(String path) {
        throw refused();
    }

    @Override
    public void rmdir(String path) {
        throw refused();
    }

    @Override
    public void rename(String from, String to) {
        throw refused();
    }

    @Override
    public void symlink(String target, String path) {
        throw refused();
    }

    @Override
    public String readlink(String path) {
        throw refused();
    }

    @Override
    public void chmod(String path, int mode) {
        throw refused();
    }

    @Override
    public void utimes(String path, long accessNanos, long modifyNanos) {
        throw refused();
    }

    @Override
    public void access(String path, int mode) {
        file(path);
    }

    @Override
    public void statfs(String path, long[] info) {
        throw refused();
    }

    @Override
    public String resolve(String path) {
        return clean(path);
    }

    @Override
    public void mountView(String point, ViewDirectory root) {
        throw refused();
    }

    @Override
    public String mounts() {
        return "";
    }
}

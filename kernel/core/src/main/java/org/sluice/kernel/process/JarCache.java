package org.sluice.kernel.process;

import java.util.LinkedHashMap;
import java.util.Map;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.Kernel;
import org.sluice.kernel.thread.LockRank;
import org.sluice.kernel.thread.SpinLock;

/** Jars read lately, by the identity of the file (device, inode, size, time), so that a second start reads nothing. */
final class JarCache {
    private static final int MAX_JAR = 256 << 20;
    private static final long MAX_CACHED = 64L << 20;

    private record Identity(long device, long inode, long size, long modified) {
    }

    private final Kernel kernel;
    private final SpinLock lock = new SpinLock(LockRank.THREAD);
    private final LinkedHashMap<Identity, JarFile> jars = new LinkedHashMap<>(16, 0.75f, true);
    private long cachedBytes;

    JarCache(Kernel kernel) {
        this.kernel = kernel;
    }

    /** @throws org.sluice.kernel.CallFailed ENOENT, EACCES..., or ENOEXEC when it is no jar */
    JarFile open(String path) {
        long[] stat = new long[FileFlags.ST_LENGTH];
        kernel.files().stat(path, stat, false);
        Identity identity = new Identity(stat[FileFlags.ST_DEV], stat[FileFlags.ST_INO], stat[FileFlags.ST_SIZE],
            stat[FileFlags.ST_MTIME]);
        lock.acquire();
        try {
            JarFile jar = jars.get(identity);
            if (jar != null) {
                return jar;
            }
        } finally {
            lock.release();
        }
        JarFile jar = new JarFile(kernel.files().readAll(path, MAX_JAR));
        lock.acquire();
        try {
            if (jars.put(identity, jar) == null) {
                cachedBytes += jar.length();
            }
            var eldest = jars.entrySet().iterator();
            while (cachedBytes > MAX_CACHED && jars.size() > 1) {
                Map.Entry<Identity, JarFile> old = eldest.next();
                cachedBytes -= old.getValue().length();
                eldest.remove();
            }
        } finally {
            lock.release();
        }
        return jar;
    }
}

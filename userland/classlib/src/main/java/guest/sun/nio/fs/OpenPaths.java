package guest.sun.nio.fs;

import org.sluice.abi.Errno;

/**
 * Paths of handles the provider has open. The kernel changes attributes by path only; the provider opens a file, changes them
 * by handle and closes it at once.
 */
final class OpenPaths {
    private static String[] paths = new String[8];

    private OpenPaths() {
    }

    static synchronized void opened(int handle, String path) {
        if (handle >= paths.length && handle < 1 << 16) {
            String[] more = new String[Math.max(handle + 1, paths.length * 2)];
            guest.rt.Host.arraycopy(paths, 0, more, 0, paths.length);
            paths = more;
        }
        if (handle < paths.length) {
            paths[handle] = path;
        }
    }

    static synchronized void closed(int handle) {
        if (handle >= 0 && handle < paths.length) {
            paths[handle] = null;
        }
    }

    static synchronized String of(int handle) throws UnixException {
        String path = handle >= 0 && handle < paths.length ? paths[handle] : null;
        if (path == null) {
            throw new UnixException(Errno.ENOTSUP);
        }
        return path;
    }
}

package guest.sun.nio.fs;

import guest.rt.Kernel;

/** Open directories, of which names are read a buffer at a time. */
final class DirectoryNames {
    private static final int BUFFER = 8192;
    private static Open[] table = new Open[4];

    /** One open directory. */
    private static final class Open {
        final int handle;
        final byte[] names = new byte[BUFFER];
        int from;
        int length;

        Open(int handle) {
            this.handle = handle;
        }
    }

    private DirectoryNames() {
    }

    static synchronized long open(int handle) {
        int i = 0;
        while (i < table.length && table[i] != null) {
            i++;
        }
        if (i == table.length) {
            Open[] more = new Open[i * 2];
            guest.rt.Host.arraycopy(table, 0, more, 0, i);
            table = more;
        }
        table[i] = new Open(handle);
        return i + 1L;
    }

    private static synchronized Open of(long directory) {
        return table[(int) directory - 1];
    }

    static int close(long directory) {
        Open open;
        synchronized (DirectoryNames.class) {
            open = table[(int) directory - 1];
            table[(int) directory - 1] = null;
        }
        return Kernel.CALLS.close(open.handle);
    }

    /** The next name, or {@code null} after the last. */
    static byte[] next(long directory) throws UnixException {
        Open open = of(directory);
        if (open.from == open.length) {
            int length = Kernel.CALLS.readdir(open.handle, open.names);
            if (length < 0) {
                throw new UnixException(-length);
            }
            open.from = 0;
            open.length = length;
            if (length == 0) {
                return null;
            }
        }
        int end = open.from;
        while (open.names[end] != 0) {
            end++;
        }
        byte[] name = new byte[end - open.from];
        guest.rt.Host.arraycopy(open.names, open.from, name, 0, name.length);
        open.from = end + 1;
        return name;
    }
}

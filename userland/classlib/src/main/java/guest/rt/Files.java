package guest.rt;

import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;

/**
 * File calls as the library's natives need them: repeated after interrupts, in slices, with messages. Files below
 * {@link #JAVA_HOME} that the root does not have are served from the library, under handles no kernel gives out.
 */
public final class Files {
    /** Where programs are told the JDK is. */
    public static final String JAVA_HOME = "/lib/jdk";
    /** Most bytes moved by one system call, so that a kill does not wait long. */
    public static final int SLICE = 1 << 20;

    private static final String JDK_DATA = "META-INF/jdk/";
    private static final int LIBRARY_HANDLES = 1 << 30;
    private static final int PATH_MAX = 4096;
    private static LibraryFile[] libraryFiles = new LibraryFile[4];

    /** An open file of the library. */
    private static final class LibraryFile {
        final byte[] bytes;
        int position;

        LibraryFile(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    private Files() {
    }

    /** The message of a failed call's result. */
    public static String message(int result) {
        return Errno.message(-result);
    }

    /** Opens a file; the handle or a negated error number. */
    public static int open(String path, int flags, int mode) {
        int handle = Kernel.CALLS.open(path, flags, mode);
        if (handle == -Errno.ENOENT && path.startsWith(JAVA_HOME + "/")) {
            byte[] bytes = Kernel.GATE.resource(JDK_DATA.concat(path.substring(JAVA_HOME.length() + 1)), true);
            if (bytes != null) {
                return openLibraryFile(new LibraryFile(bytes));
            }
        }
        return handle;
    }

    private static int openLibraryFile(LibraryFile file) {
        Monitors.enter(Files.class);
        try {
            int i = 0;
            while (i < libraryFiles.length && libraryFiles[i] != null) {
                i++;
            }
            if (i == libraryFiles.length) {
                LibraryFile[] more = new LibraryFile[i * 2];
                System.arraycopy(libraryFiles, 0, more, 0, i);
                libraryFiles = more;
            }
            libraryFiles[i] = file;
            return LIBRARY_HANDLES + i;
        } finally {
            Monitors.exit(Files.class);
        }
    }

    private static LibraryFile libraryFile(int handle) {
        return handle < LIBRARY_HANDLES ? null : libraryFiles[handle - LIBRARY_HANDLES];
    }

    /** Closes a handle. */
    public static int close(int handle) {
        if (handle >= LIBRARY_HANDLES) {
            libraryFiles[handle - LIBRARY_HANDLES] = null;
            return 0;
        }
        return Kernel.CALLS.close(handle);
    }

    /** Reads; the number of bytes, 0 at the end, or a negated error number. */
    public static int read(int handle, byte[] buffer, int offset, int length) {
        LibraryFile file = libraryFile(handle);
        if (file != null) {
            int n = Math.min(length, file.bytes.length - file.position);
            System.arraycopy(file.bytes, file.position, buffer, offset, n);
            file.position += n;
            return n;
        }
        int result;
        do {
            result = Kernel.CALLS.read(handle, buffer, offset, Math.min(length, SLICE));
        } while (result == -Errno.EINTR);
        return result;
    }

    /** Reads as {@link #read} does, but an interrupt ends it. */
    public static int readOnce(int handle, byte[] buffer, int offset, int length) {
        return libraryFile(handle) != null ? read(handle, buffer, offset, length)
            : Kernel.CALLS.read(handle, buffer, offset, Math.min(length, SLICE));
    }

    /** Reads at a position without moving the current one. */
    public static int readAt(int handle, byte[] buffer, int offset, int length, long position) {
        LibraryFile file = libraryFile(handle);
        if (file != null) {
            int from = (int) Math.min(position, file.bytes.length);
            int n = Math.min(length, file.bytes.length - from);
            System.arraycopy(file.bytes, from, buffer, offset, n);
            return n;
        }
        return Kernel.CALLS.pread(handle, buffer, offset, Math.min(length, SLICE), position);
    }

    /** Writes all bytes; 0 or a negated error number. */
    public static int write(int handle, byte[] buffer, int offset, int length) {
        int done = 0;
        while (done < length) {
            int result = Kernel.CALLS.write(handle, buffer, offset + done, Math.min(length - done, SLICE));
            if (result == -Errno.EINTR) {
                continue;
            }
            if (result < 0) {
                return result;
            }
            done += result;
        }
        return 0;
    }

    /** Moves the current position and returns it. */
    public static long seek(int handle, long offset, int whence) {
        LibraryFile file = libraryFile(handle);
        if (file == null) {
            return Kernel.CALLS.seek(handle, offset, whence);
        }
        long base = whence == FileFlags.SEEK_SET ? 0 : whence == FileFlags.SEEK_CUR ? file.position : file.bytes.length;
        file.position = (int) Math.clamp(base + offset, 0, file.bytes.length);
        return file.position;
    }

    /** Describes an open file. */
    public static int fstat(int handle, long[] stat) {
        LibraryFile file = libraryFile(handle);
        if (file == null) {
            return Kernel.CALLS.fstat(handle, stat);
        }
        stat[FileFlags.ST_MODE] = FileFlags.S_IFREG | 0444;
        stat[FileFlags.ST_SIZE] = file.bytes.length;
        return 0;
    }

    /** Describes a file by path; files of the library included. */
    public static int stat(String path, long[] stat, int flags) {
        int result = Kernel.CALLS.stat(path, stat, flags);
        if (result == -Errno.ENOENT && path.startsWith(JAVA_HOME + "/")) {
            byte[] bytes = Kernel.GATE.resource(JDK_DATA.concat(path.substring(JAVA_HOME.length() + 1)), true);
            if (bytes != null) {
                stat[FileFlags.ST_MODE] = FileFlags.S_IFREG | 0444;
                stat[FileFlags.ST_SIZE] = bytes.length;
                return 0;
            }
        }
        return result;
    }

    /** Whether a path leads to, or is, the JDK's home. */
    public static boolean isLibraryPath(String path) {
        return path.equals("/lib") || path.equals(JAVA_HOME) || path.startsWith(JAVA_HOME + "/");
    }

    /** Checks whether the caller may use a file; files of the library can be read. */
    public static int access(String path, int mode) {
        int result = Kernel.CALLS.access(path, mode);
        if (result == -Errno.ENOENT && path.startsWith(JAVA_HOME + "/")) {
            int found = stat(path, new long[FileFlags.ST_LENGTH], 0);
            return found == 0 && (mode & ~FileFlags.R_OK) != 0 ? -Errno.EACCES : found;
        }
        return result;
    }

    /** Bytes that can be read without blocking. */
    public static int available(int handle) {
        LibraryFile file = libraryFile(handle);
        return file != null ? file.bytes.length - file.position : Kernel.CALLS.available(handle);
    }

    /** The working directory. */
    public static String workingDirectory() {
        byte[] buffer = new byte[PATH_MAX];
        int length = Kernel.CALLS.getcwd(buffer);
        return length < 0 ? "/" : decode(buffer, 0, length);
    }

    /** A small file's content, or {@code null} when it cannot be read. */
    public static byte[] readAll(String path) {
        int handle = open(path, FileFlags.O_RDONLY, 0);
        if (handle < 0) {
            return null;
        }
        byte[] content = new byte[1024];
        int length = 0;
        int n;
        while ((n = read(handle, content, length, content.length - length)) > 0) {
            length += n;
            if (length == content.length) {
                byte[] more = new byte[length * 2];
                System.arraycopy(content, 0, more, 0, length);
                content = more;
            }
        }
        close(handle);
        byte[] exact = new byte[length];
        System.arraycopy(content, 0, exact, 0, length);
        return n < 0 ? null : exact;
    }

    /** Text of UTF-8 bytes. */
    public static String decode(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, java.nio.charset.StandardCharsets.UTF_8);
    }

    /** UTF-8 bytes of a text. */
    public static byte[] encode(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}

package org.sluice.kernel.syscall;

import java.nio.charset.StandardCharsets;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Kernel;
import org.sluice.kernel.file.FileService;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.file.Pipe;
import org.sluice.kernel.handle.OpenObject;
import org.sluice.kernel.handle.Rights;
import org.sluice.kernel.process.Process;
import org.sluice.kernel.tty.Terminal;

/** The calls on files and names, numbers 60 to 103. */
final class FileCalls {
    /** One system call moves at most that much, so that none keeps a process from ending for long. */
    private static final int MAX_TRANSFER = 1 << 20;

    private final Kernel kernel;
    private final Process process;
    private final FileService files;

    FileCalls(Kernel kernel, Process process) {
        this.kernel = kernel;
        this.process = process;
        this.files = kernel.files();
    }

    private interface Action {
        long on(FileSession session);
    }

    private long with(int handle, int rights, Action action) {
        OpenObject<FileSession> open = process.handles().use(handle, FileSession.class, rights);
        try {
            return action.on(open.object());
        } finally {
            open.release();
        }
    }

    static void checkRange(byte[] buffer, int offset, int length) {
        if (buffer == null || (offset | length) < 0 || offset > buffer.length - length) {
            throw new CallFailed(Errno.EFAULT);
        }
    }

    private static void checkLength(long[] array, int length) {
        if (array == null || array.length < length) {
            throw new CallFailed(Errno.EFAULT);
        }
    }

    int open(String path, int flags, int mode) {
        int access = flags & FileFlags.O_ACCMODE;
        if (access == FileFlags.O_ACCMODE) {
            throw new CallFailed(Errno.EINVAL);
        }
        process.handles().requireRoom(1);
        FileSession session = files.open(process.absolute(path), flags, mode);
        int rights = access == FileFlags.O_RDONLY ? Rights.READ : access == FileFlags.O_WRONLY ? Rights.WRITE
            : Rights.READ | Rights.WRITE;
        return process.handles().add(new OpenObject<>(session, rights, session::close));
    }

    int close(int handle) {
        process.handles().close(handle);
        return 0;
    }

    int read(int handle, byte[] buffer, int offset, int length) {
        checkRange(buffer, offset, length);
        return (int) with(handle, Rights.READ, s -> s.read(buffer, offset, Math.min(length, MAX_TRANSFER)));
    }

    int write(int handle, byte[] buffer, int offset, int length) {
        checkRange(buffer, offset, length);
        return (int) with(handle, Rights.WRITE, s -> s.write(buffer, offset, Math.min(length, MAX_TRANSFER)));
    }

    int pread(int handle, byte[] buffer, int offset, int length, long position) {
        checkRange(buffer, offset, length);
        checkPosition(position);
        return (int) with(handle, Rights.READ, s -> s.pread(buffer, offset, Math.min(length, MAX_TRANSFER), position));
    }

    int pwrite(int handle, byte[] buffer, int offset, int length, long position) {
        checkRange(buffer, offset, length);
        checkPosition(position);
        return (int) with(handle, Rights.WRITE, s -> s.pwrite(buffer, offset, Math.min(length, MAX_TRANSFER), position));
    }

    private static void checkPosition(long position) {
        if (position < 0) {
            throw new CallFailed(Errno.EINVAL);
        }
    }

    long seek(int handle, long offset, int whence) {
        return with(handle, 0, s -> s.seek(offset, whence));
    }

    int truncate(int handle, long length) {
        checkPosition(length);
        return (int) with(handle, Rights.WRITE, s -> {
            s.truncate(length);
            return 0;
        });
    }

    int sync(int handle) {
        return (int) with(handle, 0, s -> {
            s.sync();
            return 0;
        });
    }

    int stat(String path, long[] stat, int flags) {
        checkLength(stat, FileFlags.ST_LENGTH);
        files.stat(process.absolute(path), stat, (flags & FileFlags.O_NOFOLLOW) != 0);
        return 0;
    }

    int fstat(int handle, long[] stat) {
        checkLength(stat, FileFlags.ST_LENGTH);
        return (int) with(handle, 0, s -> {
            s.stat(stat);
            return 0;
        });
    }

    int readdir(int handle, byte[] buffer) {
        checkRange(buffer, 0, 0);
        return (int) with(handle, Rights.READ, s -> s.readdir(buffer));
    }

    int mkdir(String path, int mode) {
        files.mkdir(process.absolute(path), mode);
        return 0;
    }

    int unlink(String path) {
        files.unlink(process.absolute(path));
        return 0;
    }

    int rmdir(String path) {
        files.rmdir(process.absolute(path));
        return 0;
    }

    int rename(String from, String to) {
        files.rename(process.absolute(from), process.absolute(to));
        return 0;
    }

    int symlink(String target, String path) {
        if (target == null) {
            throw new CallFailed(Errno.EFAULT);
        }
        files.symlink(target, process.absolute(path));
        return 0;
    }

    int readlink(String path, byte[] buffer) {
        checkRange(buffer, 0, 0);
        return string(files.readlink(process.absolute(path)), buffer);
    }

    private static int string(String text, byte[] buffer) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (buffer.length < bytes.length) {
            throw new CallFailed(Errno.ERANGE);
        }
        System.arraycopy(bytes, 0, buffer, 0, bytes.length);
        return bytes.length;
    }

    int chmod(String path, int mode) {
        files.chmod(process.absolute(path), mode);
        return 0;
    }

    int utimes(String path, long accessNanos, long modifyNanos) {
        files.utimes(process.absolute(path), accessNanos, modifyNanos);
        return 0;
    }

    int access(String path, int mode) {
        files.access(process.absolute(path), mode);
        return 0;
    }

    int chdir(String path) {
        String target = files.resolve(process.absolute(path));
        long[] stat = new long[FileFlags.ST_LENGTH];
        files.stat(target, stat, false);
        if ((stat[FileFlags.ST_MODE] & FileFlags.S_IFMT) != FileFlags.S_IFDIR) {
            throw new CallFailed(Errno.ENOTDIR);
        }
        process.setDirectory(target);
        return 0;
    }

    int getcwd(byte[] buffer) {
        checkRange(buffer, 0, 0);
        return string(process.directory(), buffer);
    }

    int dup(int handle, int target) {
        OpenObject<?> open = process.handles().use(handle, Object.class, 0);
        if (handle == target) {
            open.release();
            return target;
        }
        return process.handles().place(open, target);
    }

    int pipe(int[] handles) {
        if (handles == null || handles.length < 2) {
            throw new CallFailed(Errno.EFAULT);
        }
        process.handles().requireRoom(2);
        Pipe pipe = new Pipe(kernel.frames());
        FileSession reader = pipe.reader();
        FileSession writer = pipe.writer();
        OpenObject<FileSession> writing = new OpenObject<>(writer, Rights.WRITE, writer::close);
        int in;
        try {
            in = process.handles().add(new OpenObject<>(reader, Rights.READ, reader::close));
        } catch (CallFailed e) {
            writing.release();
            throw e;
        }
        int out;
        try {
            out = process.handles().add(writing);
        } catch (CallFailed e) {
            process.handles().close(in);
            throw e;
        }
        handles[0] = in;
        handles[1] = out;
        return 0;
    }

    int available(int handle) {
        return (int) with(handle, Rights.READ, FileSession::available);
    }

    int statfs(String path, long[] info) {
        checkLength(info, FileFlags.FS_LENGTH);
        files.statfs(process.absolute(path), info);
        return 0;
    }

    // ---- terminal

    private interface TerminalAction {
        int on(Terminal.Session session);
    }

    private int terminal(int handle, TerminalAction action) {
        return (int) with(handle, 0, s -> {
            if (!(s instanceof Terminal.Session session) || !session.terminal()) {
                throw new CallFailed(Errno.ENOTTY);
            }
            return action.on(session);
        });
    }

    private static void checkAttributes(int[] attributes) {
        if (attributes == null || attributes.length < org.sluice.abi.Tty.ATTR_LENGTH) {
            throw new CallFailed(Errno.EFAULT);
        }
    }

    int ttyGet(int handle, int[] attributes) {
        checkAttributes(attributes);
        return terminal(handle, t -> {
            t.attributes(attributes);
            return 0;
        });
    }

    int ttySet(int handle, int[] attributes) {
        checkAttributes(attributes);
        return terminal(handle, t -> {
            t.setAttributes(attributes);
            return 0;
        });
    }

    int ttySize(int handle) {
        return terminal(handle, Terminal.Session::size);
    }

    int ttyForeground(int handle, int group) {
        return terminal(handle, t -> {
            if (group != 0) {
                if (!kernel.processes().groupExists(group)) {
                    throw new CallFailed(Errno.EPERM);
                }
                t.owner().setForeground(group);
            }
            return t.owner().foreground();
        });
    }
}

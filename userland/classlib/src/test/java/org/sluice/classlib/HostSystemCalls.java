package org.sluice.classlib;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.Paging;
import org.sluice.abi.ProcessKilled;
import org.sluice.abi.SystemCalls;

/**
 * System calls for tests of the library without the kernel: files are those of a directory of the host, threads are threads
 * of the host. What a test of the library does not need answers ENOSYS.
 */
final class HostSystemCalls implements SystemCalls {
    private static final int HANDLES = 256;

    private final Path root;
    private final InputStream in;
    private final OutputStream out;
    private final OutputStream err;
    private final Object[] handles = new Object[HANDLES];
    private final Map<Integer, Task> tasks = new ConcurrentHashMap<>();
    private final ThreadLocal<Task> current = new ThreadLocal<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicLong charged = new AtomicLong();
    private final long quota;
    private volatile boolean ending;
    private volatile int status = -1;
    private volatile Runnable raisePoll = () -> { };
    private volatile Runnable lowerPoll = () -> { };
    private final HostPager pager;
    private final Map<FileChannel, Opened> opened = new ConcurrentHashMap<>();

    /** What a channel was opened by. */
    private record Opened(Path path, boolean writable) {
    }

    /** A thread. */
    private static final class Task {
        final int id;
        volatile Thread thread;
        volatile boolean permit;
        volatile boolean interrupt;
        /** Counts up at the ends of system calls; odd while it is in none. */
        volatile long outside;

        Task(int id) {
            this.id = id;
        }
    }

    /** An open directory. */
    private record Directory(Path path, List<String> left) {
    }

    HostSystemCalls(Path root, InputStream in, OutputStream out, OutputStream err, long quota, HostPager pager) {
        this.pager = pager;
        this.root = root;
        this.in = in;
        this.out = out;
        this.err = err;
        this.quota = quota;
        handles[0] = in;
        handles[1] = out;
        handles[2] = err;
    }

    /** The status of the end, or -1. */
    int status() {
        return status;
    }

    /** What makes threads notice that the process ends. */
    void onRaise(Runnable raise, Runnable lower) {
        raisePoll = raise;
        lowerPoll = lower;
    }

    // ------------------------------------------------------------------ grace periods

    /** The table with a note of who is inside, and grace periods of the pager by it. */
    SystemCalls noted() {
        pager.grace(this::awaitGrace);
        return (SystemCalls) java.lang.reflect.Proxy.newProxyInstance(SystemCalls.class.getClassLoader(),
            new Class<?>[] {SystemCalls.class}, (proxy, method, arguments) -> {
                Task me = current.get();
                if (me != null) {
                    me.outside++;
                }
                try {
                    return method.invoke(this, arguments);
                } catch (java.lang.reflect.InvocationTargetException e) {
                    throw e.getCause();
                } finally {
                    if (me != null) {
                        me.outside++;
                    }
                }
            });
    }

    /** Returns when every other thread has been in a system call since. */
    private void awaitGrace() {
        Map<Task, Long> running = new java.util.HashMap<>();
        for (Task t : tasks.values()) {
            long now = t.outside;
            if (t != current.get() && now % 2 != 0) {
                running.put(t, now);
            }
        }
        if (running.isEmpty()) {
            return;
        }
        raisePoll.run();
        running.forEach((task, seen) -> {
            while (task.outside == seen && tasks.containsKey(task.id)) {
                Thread.onSpinWait();
            }
        });
        if (!ending) {
            lowerPoll.run();
            if (ending) {
                raisePoll.run();
            }
        }
    }

    /** Ends all threads as a kill does. */
    void killAll(int with) {
        status = with;
        ending = true;
        raisePoll.run();
        for (Task t : tasks.values()) {
            LockSupport.unpark(t.thread);
        }
    }

    /** Returns when all threads have ended. */
    void awaitThreads() throws InterruptedException {
        for (Task t : tasks.values()) {
            t.thread.join();
        }
    }

    /** Runs a body as a thread of the process; returns when it has ended. */
    void runAsThread(Runnable body) {
        Task task = new Task(ids.incrementAndGet());
        task.thread = Thread.currentThread();
        task.outside = 1;
        tasks.put(task.id, task);
        current.set(task);
        try {
            body.run();
        } catch (ProcessKilled e) {
            ending = true;
        } finally {
            tasks.remove(task.id);
        }
    }

    private void check() {
        if (ending) {
            throw ProcessKilled.INSTANCE;
        }
    }

    private Path path(String p) {
        return root.resolve(Path.of("/").resolve(p).normalize().toString().substring(1));
    }

    private static int error(IOException e) {
        return switch (e) {
            case NoSuchFileException x -> -Errno.ENOENT;
            case FileAlreadyExistsException x -> -Errno.EEXIST;
            case DirectoryNotEmptyException x -> -Errno.ENOTEMPTY;
            default -> -Errno.EIO;
        };
    }

    // ------------------------------------------------------------------ processes

    @Override
    public void exit(int with) {
        status = with;
        ending = true;
        raisePoll.run();
        tasks.values().forEach(t -> LockSupport.unpark(t.thread));
        throw ProcessKilled.INSTANCE;
    }

    @Override
    public int spawn(String path, String[] argv, String[] env, int[] handles, String cwd, int group, int flags) {
        return -Errno.ENOENT;
    }

    @Override
    public int waitProcess(int pid, int options, int[] status) {
        return -Errno.ECHILD;
    }

    @Override
    public int kill(int pid, int signal) {
        return -Errno.ESRCH;
    }

    @Override
    public int signalAction(int signal, int disposition) {
        return 0;
    }

    @Override
    public int signalWait(long timeoutNanos) {
        return park(timeoutNanos) < 0 ? -Errno.EINTR : -Errno.EAGAIN;
    }

    @Override
    public int getpid() {
        return 42;
    }

    @Override
    public int getppid() {
        return 1;
    }

    @Override
    public int getpgid(int pid) {
        return 42;
    }

    @Override
    public int setpgid(int pid, int group) {
        return 0;
    }

    @Override
    public int classPath(String path) {
        return -Errno.ENOSYS;
    }

    // ------------------------------------------------------------------ threads

    @Override
    public int threadStart(Runnable body, String name, int priority, boolean daemon) {
        Task task = new Task(ids.incrementAndGet());
        tasks.put(task.id, task);
        Thread thread = new Thread(null, () -> {
            current.set(task);
            task.outside = 1;
            try {
                body.run();
            } catch (ProcessKilled e) {
                // the process is over
                task.permit = false;
            } finally {
                tasks.remove(task.id);
            }
        }, name);
        thread.setDaemon(true);
        task.thread = thread;
        thread.start();
        return task.id;
    }

    @Override
    public int threadSelf() {
        return current.get().id;
    }

    @Override
    public int threadYield() {
        check();
        Thread.yield();
        return 0;
    }

    @Override
    public int park(long nanos) {
        Task me = current.get();
        long deadline = System.nanoTime() + nanos;
        while (true) {
            check();
            if (me.permit) {
                me.permit = false;
                return 0;
            }
            if (me.interrupt) {
                me.interrupt = false;
                return -Errno.EINTR;
            }
            if (nanos < 0) {
                LockSupport.park();
            } else {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return 0;
                }
                LockSupport.parkNanos(left);
            }
        }
    }

    @Override
    public int unpark(int tid) {
        Task task = tasks.get(tid);
        if (task == null) {
            return -Errno.ESRCH;
        }
        task.permit = true;
        LockSupport.unpark(task.thread);
        return 0;
    }

    @Override
    public int threadInterrupt(int tid) {
        Task task = tasks.get(tid);
        if (task == null) {
            return -Errno.ESRCH;
        }
        task.interrupt = true;
        LockSupport.unpark(task.thread);
        return 0;
    }

    @Override
    public int threadClearInterrupt() {
        Task me = current.get();
        boolean was = me.interrupt;
        me.interrupt = false;
        return was ? 1 : 0;
    }

    @Override
    public int threadPriority(int tid, int priority) {
        return 0;
    }

    @Override
    public int sleep(long nanos) {
        Task me = current.get();
        long deadline = System.nanoTime() + nanos;
        while (true) {
            check();
            if (me.interrupt) {
                me.interrupt = false;
                return -Errno.EINTR;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return 0;
            }
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public int poll() {
        check();
        pager.settle();
        check();
        return 0;
    }

    // ------------------------------------------------------------------ time, entropy, memory

    @Override
    public long clock(int id) {
        return switch (id) {
            case CLOCK_REALTIME -> {
                java.time.Instant now = java.time.Instant.now();
                yield TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
            }
            case CLOCK_MONOTONIC, CLOCK_PROCESS, CLOCK_THREAD, CLOCK_CHILDREN -> System.nanoTime();
            default -> -Errno.EINVAL;
        };
    }

    @Override
    public int random(byte[] buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        java.util.concurrent.ThreadLocalRandom.current().nextBytes(bytes);
        System.arraycopy(bytes, 0, buffer, offset, length);
        return length;
    }

    @Override
    public int memory(long[] info) {
        info[MEMORY_TOTAL] = quota;
        info[MEMORY_FREE] = quota;
        info[MEMORY_PROCESS] = charged.get();
        info[MEMORY_QUOTA] = quota;
        return 0;
    }

    @Override
    public int reserve(long bytes) {
        check();
        if (bytes > quota - charged.get()) {
            System.gc();
            return -Errno.ENOMEM;
        }
        return 0;
    }

    @Override
    public int charge(Object object, long bytes) {
        charged.addAndGet(bytes);
        return 0;
    }

    // ------------------------------------------------------------------ files

    @Override
    public int open(String name, int flags, int mode) {
        check();
        Path file = path(name);
        try {
            Object opened;
            if (Files.isDirectory(file)) {
                if ((flags & FileFlags.O_ACCMODE) != FileFlags.O_RDONLY) {
                    return -Errno.EISDIR;
                }
                try (Stream<Path> entries = Files.list(file)) {
                    opened = new Directory(file, new ArrayList<>(entries.map(p -> p.getFileName().toString()).sorted().toList()));
                }
            } else if ((flags & FileFlags.O_DIRECTORY) != 0) {
                return Files.exists(file) ? -Errno.ENOTDIR : -Errno.ENOENT;
            } else {
                FileChannel channel = FileChannel.open(file, options(flags));
                this.opened.put(channel, new Opened(file, (flags & FileFlags.O_ACCMODE) != FileFlags.O_RDONLY));
                opened = channel;
            }
            return install(opened);
        } catch (IOException e) {
            return error(e);
        }
    }

    private static Set<OpenOption> options(int flags) {
        Set<OpenOption> options = new HashSet<>();
        int access = flags & FileFlags.O_ACCMODE;
        if (access != FileFlags.O_WRONLY) {
            options.add(StandardOpenOption.READ);
        }
        if (access != FileFlags.O_RDONLY) {
            options.add(StandardOpenOption.WRITE);
        }
        if ((flags & FileFlags.O_CREAT) != 0) {
            options.add((flags & FileFlags.O_EXCL) != 0 ? StandardOpenOption.CREATE_NEW : StandardOpenOption.CREATE);
        }
        if ((flags & FileFlags.O_TRUNC) != 0) {
            options.add(StandardOpenOption.TRUNCATE_EXISTING);
        }
        if ((flags & FileFlags.O_APPEND) != 0) {
            options.remove(StandardOpenOption.READ);
            options.remove(StandardOpenOption.TRUNCATE_EXISTING);
            options.add(StandardOpenOption.APPEND);
        }
        return options;
    }

    private synchronized int install(Object opened) {
        for (int i = 0; i < HANDLES; i++) {
            if (handles[i] == null) {
                handles[i] = opened;
                return i;
            }
        }
        return -Errno.EMFILE;
    }

    private Object handle(int handle) {
        return handle < 0 || handle >= HANDLES ? null : handles[handle];
    }

    @Override
    public int close(int handle) {
        Object opened = handle(handle);
        if (opened == null) {
            return -Errno.EBADF;
        }
        handles[handle] = null;
        try {
            if (opened instanceof FileChannel channel) {
                this.opened.remove(channel);
                channel.close();
            }
            return 0;
        } catch (IOException e) {
            return error(e);
        }
    }

    @Override
    public int read(int handle, byte[] buffer, int offset, int length) {
        check();
        try {
            Object opened = handle(handle);
            if (opened instanceof FileChannel channel) {
                flush(channel);
                return Math.max(0, channel.read(ByteBuffer.wrap(buffer, offset, length)));
            }
            if (opened instanceof InputStream stream) {
                return length == 0 ? 0 : Math.max(0, stream.read(buffer, offset, length));
            }
            return opened instanceof Directory ? -Errno.EISDIR : -Errno.EBADF;
        } catch (IOException e) {
            return error(e);
        }
    }

    @Override
    public int write(int handle, byte[] buffer, int offset, int length) {
        check();
        try {
            Object opened = handle(handle);
            if (opened instanceof FileChannel channel) {
                flush(channel);
                int written = channel.write(ByteBuffer.wrap(buffer, offset, length));
                forget(channel);
                return written;
            }
            if (opened instanceof OutputStream stream) {
                stream.write(buffer, offset, length);
                stream.flush();
                return length;
            }
            return -Errno.EBADF;
        } catch (IOException e) {
            return error(e);
        }
    }

    @Override
    public int pread(int handle, byte[] buffer, int offset, int length, long position) {
        try {
            if (handle(handle) instanceof FileChannel channel) {
                flush(channel);
                return Math.max(0, channel.read(ByteBuffer.wrap(buffer, offset, length), position));
            }
            return -Errno.ESPIPE;
        } catch (IOException e) {
            return error(e);
        }
    }

    @Override
    public int pwrite(int handle, byte[] buffer, int offset, int length, long position) {
        try {
            if (handle(handle) instanceof FileChannel channel) {
                flush(channel);
                int written = channel.write(ByteBuffer.wrap(buffer, offset, length), position);
                forget(channel);
                return written;
            }
            return -Errno.ESPIPE;
        } catch (IOException e) {
            return error(e);
        }
    }

    @Override
    public long seek(int handle, long offset, int whence) {
        try {
            if (!(handle(handle) instanceof FileChannel channel)) {
                return -Errno.ESPIPE;
            }
            long base = whence == FileFlags.SEEK_SET ? 0 : whence == FileFlags.SEEK_CUR ? channel.position() : channel.size();
            if (base + offset < 0) {
                return -Errno.EINVAL;
            }
            channel.position(base + offset);
            return base + offset;
        } catch (IOException e) {
            return error(e);
        }
    }

    @Override
    public int truncate(int handle, long length) {
        try {
            if (!(handle(handle) instanceof FileChannel channel)) {
                return -Errno.EINVAL;
            }
            flush(channel);
            if (length > channel.size()) {
                channel.write(ByteBuffer.allocate(1), length - 1);
            }
            channel.truncate(length);
            forget(channel);
            return 0;
        } catch (IOException e) {
            return error(e);
        }
    }

    @Override
    public int sync(int handle) {
        return handle(handle) == null ? -Errno.EBADF : 0;
    }

    @Override
    public int stat(String name, long[] stat, int flags) {
        Path file = path(name);
        LinkOption[] options = (flags & FileFlags.O_NOFOLLOW) != 0 ? new LinkOption[] {LinkOption.NOFOLLOW_LINKS}
            : new LinkOption[0];
        try {
            Map<String, Object> a = Files.readAttributes(file, "unix:*", options);
            stat[FileFlags.ST_MODE] = (Integer) a.get("mode");
            stat[FileFlags.ST_SIZE] = (Long) a.get("size");
            stat[FileFlags.ST_INO] = (Long) a.get("ino");
            stat[FileFlags.ST_DEV] = (Long) a.get("dev");
            stat[FileFlags.ST_NLINK] = (Integer) a.get("nlink");
            stat[FileFlags.ST_ATIME] = ((FileTime) a.get("lastAccessTime")).to(TimeUnit.NANOSECONDS);
            stat[FileFlags.ST_MTIME] = ((FileTime) a.get("lastModifiedTime")).to(TimeUnit.NANOSECONDS);
            stat[FileFlags.ST_CTIME] = ((FileTime) a.get("ctime")).to(TimeUnit.NANOSECONDS);
            return 0;
        } catch (IOException e) {
            return error(e);
        }
    }

    @Override
    public int fstat(int handle, long[] stat) {
        Object opened = handle(handle);
        try {
            if (opened instanceof FileChannel channel) {
                stat[FileFlags.ST_MODE] = FileFlags.S_IFREG | 0644;
                stat[FileFlags.ST_SIZE] = channel.size();
                return 0;
            }
            if (opened instanceof Directory directory) {
                return stat("/" + root.relativize(directory.path), stat, 0);
            }
            stat[FileFlags.ST_MODE] = FileFlags.S_IFIFO | 0600;
            return opened == null ? -Errno.EBADF : 0;
        } catch (IOException e) {
            return error(e);
        }
    }

    @Override
    public int readdir(int handle, byte[] buffer) {
        if (!(handle(handle) instanceof Directory directory)) {
            return -Errno.ENOTDIR;
        }
        int length = 0;
        while (!directory.left.isEmpty()) {
            byte[] name = directory.left.getFirst().getBytes(StandardCharsets.UTF_8);
            if (length + name.length + 1 > buffer.length) {
                break;
            }
            System.arraycopy(name, 0, buffer, length, name.length);
            buffer[length + name.length] = 0;
            length += name.length + 1;
            directory.left.removeFirst();
        }
        return length;
    }

    @Override
    public int mkdir(String name, int mode) {
        try {
            Files.createDirectory(path(name));
            return 0;
        } catch (IOException e) {
            return error(e);
        }
    }

    @Override
    public int unlink(String name) {
        Path file = path(name);
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            return -Errno.EISDIR;
        }
        try {
            Files.delete(file);
            return 0;
        } catch (IOException e) {
            return error(e);
        }
    }

    @Override
    public int rmdir(String name) {
        Path file = path(name);
        if (Files.exists(file) && !Files.isDirectory(file)) {
            return -Errno.ENOTDIR;
        }
        try {
            Files.delete(file);
            return 0;
        } catch (IOException e) {
            return error(e);
        }
    }

    @Override
    public int rename(String from, String to) {
        try {
            Files.move(path(from), path(to), StandardCopyOption.REPLACE_EXISTING);
            return 0;
        } catch (IOException e) {
            return error(e);
        }
    }

    @Override
    public int symlink(String target, String name) {
        try {
            Files.createSymbolicLink(path(name), Path.of(target));
            return 0;
        } catch (IOException e) {
            return error(e);
        }
    }

    @Override
    public int readlink(String name, byte[] buffer) {
        try {
            if (!Files.isSymbolicLink(path(name))) {
                return Files.exists(path(name)) ? -Errno.EINVAL : -Errno.ENOENT;
            }
            byte[] target = Files.readSymbolicLink(path(name)).toString().getBytes(StandardCharsets.UTF_8);
            System.arraycopy(target, 0, buffer, 0, target.length);
            return target.length;
        } catch (IOException e) {
            return error(e);
        }
    }

    @Override
    public int chmod(String name, int mode) {
        try {
            Set<PosixFilePermission> set = new HashSet<>();
            PosixFilePermission[] all = PosixFilePermission.values();
            for (int bit = 0; bit < all.length; bit++) {
                if ((mode & 0400 >> bit) != 0) {
                    set.add(all[bit]);
                }
            }
            Files.setPosixFilePermissions(path(name), set);
            return 0;
        } catch (IOException e) {
            return error(e);
        }
    }

    @Override
    public int utimes(String name, long accessNanos, long modifyNanos) {
        try {
            Files.setAttribute(path(name), "lastModifiedTime", FileTime.from(modifyNanos, TimeUnit.NANOSECONDS));
            return 0;
        } catch (IOException e) {
            return error(e);
        }
    }

    @Override
    public int access(String name, int mode) {
        Path file = path(name);
        if (!Files.exists(file)) {
            return -Errno.ENOENT;
        }
        boolean allowed = ((mode & FileFlags.X_OK) == 0 || Files.isExecutable(file))
            && ((mode & FileFlags.W_OK) == 0 || Files.isWritable(file));
        return allowed ? 0 : -Errno.EACCES;
    }

    @Override
    public int chdir(String name) {
        return -Errno.ENOSYS;
    }

    @Override
    public int getcwd(byte[] buffer) {
        buffer[0] = '/';
        return 1;
    }

    @Override
    public int dup(int handle, int target) {
        return -Errno.ENOSYS;
    }

    @Override
    public int pipe(int[] ends) {
        return -Errno.ENOSYS;
    }

    @Override
    public int available(int handle) {
        try {
            return handle(handle) instanceof InputStream stream ? stream.available()
                : handle(handle) instanceof FileChannel c ? (int) (c.size() - c.position()) : -Errno.EBADF;
        } catch (IOException e) {
            return error(e);
        }
    }

    @Override
    public int statfs(String path, long[] info) {
        return -Errno.ENOSYS;
    }

    // ------------------------------------------------------------------ terminal and ports: there are none

    @Override
    public int ttyGet(int handle, int[] attributes) {
        return -Errno.ENOTTY;
    }

    @Override
    public int ttySet(int handle, int[] attributes) {
        return -Errno.ENOTTY;
    }

    @Override
    public int ttySize(int handle) {
        return -Errno.ENOTTY;
    }

    @Override
    public int ttyForeground(int handle, int group) {
        return -Errno.ENOTTY;
    }

    @Override
    public int portCreate(String name) {
        return -Errno.ENOSYS;
    }

    @Override
    public int portConnect(String name) {
        return -Errno.ENOSYS;
    }

    @Override
    public int portCall(int port, long[] words, int[] handles, long[] areas) {
        return -Errno.ENOSYS;
    }

    @Override
    public int portReceive(int port, long[] words, int[] handles, long[] areas) {
        return -Errno.ENOSYS;
    }

    @Override
    public int portReply(int token, int status, long[] words, int[] handles, long[] areas) {
        return -Errno.ENOSYS;
    }

    @Override
    public int areaAllocate(long bytes, int flags, long[] vector) {
        return -Errno.ENOSYS;
    }

    @Override
    public int areaMap(long[] vector, int flags, java.lang.foreign.MemorySegment[] views) {
        return -Errno.ENOSYS;
    }

    @Override
    public int areaUnmap(long[] vector) {
        return -Errno.ENOSYS;
    }

    @Override
    public int areaRelease(long[] vector) {
        return -Errno.ENOSYS;
    }

    @Override
    public int areaShare(long[] vector, long[] shares) {
        return -Errno.ENOSYS;
    }

    @Override
    public int areaInfo(long address, long[] info) {
        return -Errno.ENOSYS;
    }

    @Override
    public int areaSplit(long address, long at, long[] halves) {
        return -Errno.ENOSYS;
    }

    @Override
    public int areaExtend(long address, int front) {
        return -Errno.ENOSYS;
    }

    @Override
    public int readv(int handle, long[] vector, int flags, long[] report) {
        return -Errno.ENOSYS;
    }

    @Override
    public int writev(int handle, long[] vector, int flags, long[] report) {
        return -Errno.ENOSYS;
    }

    @Override
    public int preadv(int handle, long[] vector, long position, int flags, long[] report) {
        return -Errno.ENOSYS;
    }

    @Override
    public int pwritev(int handle, long[] vector, long position, int flags, long[] report) {
        return -Errno.ENOSYS;
    }

    @Override
    public long readAreas(int handle, long bytes, long[] vector, int flags, long[] report) {
        return -Errno.ENOSYS;
    }

    @Override
    public long writeAreas(int handle, long[] vector, int flags, long[] report) {
        return -Errno.ENOSYS;
    }

    // ------------------------------------------------------------------ paged memory

    private void flush(FileChannel channel) throws IOException {
        pager.flush(opened.get(channel).path);
    }

    private void forget(FileChannel channel) throws IOException {
        pager.forget(opened.get(channel).path);
    }

    @Override
    public long pageMap(int handle, long offset, long bytes, int flags) {
        check();
        if (handle == Paging.NO_FILE) {
            return pager.map(null, true, offset, bytes, flags);
        }
        if (!(handle(handle) instanceof FileChannel channel)) {
            return handle(handle) == null ? -Errno.EBADF : -Errno.ENODEV;
        }
        Opened file = opened.get(channel);
        return pager.map(file.path, file.writable, offset, bytes, flags);
    }

    @Override
    public int pageUnmap(long address) {
        return pager.unmap(address);
    }

    @Override
    public int pageSync(long address, long bytes) {
        return pager.sync(address, bytes);
    }

    @Override
    public int pageFault(long address, boolean write) {
        check();
        return pager.fault(address, write);
    }

    @Override
    public int pageAdvise(long address, long bytes, int advice) {
        return pager.advise(address, bytes);
    }

    @Override
    public long pageResident(long address, long bytes) {
        return pager.resident(address, bytes);
    }

    // ------------------------------------------------------------------ sockets

    @Override
    public int socket(int family, int type, int protocol) {
        return -Errno.ENOSYS;
    }

    @Override
    public int bind(int handle, long[] address) {
        return -Errno.ENOSYS;
    }

    @Override
    public int connect(int handle, long[] address) {
        return -Errno.ENOSYS;
    }

    @Override
    public int socketName(int handle, boolean peer, long[] address) {
        return -Errno.ENOSYS;
    }

    @Override
    public int getSocketOption(int handle, int option, long[] values) {
        return -Errno.ENOSYS;
    }

    @Override
    public int setSocketOption(int handle, int option, long[] values) {
        return -Errno.ENOSYS;
    }

    @Override
    public int sendTo(int handle, byte[] buffer, int offset, int length, int flags, long[] address) {
        return -Errno.ENOSYS;
    }

    @Override
    public int receiveFrom(int handle, byte[] buffer, int offset, int length, int flags, long[] message) {
        return -Errno.ENOSYS;
    }

    @Override
    public int listen(int handle, int backlog) {
        return -Errno.ENOSYS;
    }

    @Override
    public int accept(int handle, int flags, long[] address) {
        return -Errno.ENOSYS;
    }

    @Override
    public int shutdown(int handle, int how) {
        return -Errno.ENOSYS;
    }

    @Override
    public int pollFiles(long[] entries, int count, long timeout) {
        return -Errno.ENOSYS;
    }

    @Override
    public long socketReclaim(int handle, long[] vector, int flags, long[] report) {
        return -Errno.ENOSYS;
    }
}

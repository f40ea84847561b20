package org.sluice.abi;

/**
 * The system-call table. Numbers, guest stubs, {@code strace} and the manual pages of section 2 are derived from this
 * interface.
 *
 * <p>Rules common to all calls: a result below zero is a negated {@link Errno}. Arguments are checked first for what they are
 * by themselves (null, ranges, signs), then handles (open, type, rights), then quotas, then what the call is about. Paths are absolute or relative to the
 * process' working directory and are resolved by the kernel. A byte range is {@code (buffer, offset, length)}; a range
 * outside its array gives {@code EFAULT}, a {@code null} reference likewise. A call that blocks returns {@code EINTR} when
 * the calling thread is interrupted by {@link #threadInterrupt} or, if it waits for children or reads a terminal, when a
 * signal with disposition {@link Signals#CATCH} arrives. A thread of a process that is ending never returns from a call: it
 * unwinds with {@link ProcessKilled}. Buffers stay the caller's; the kernel keeps no reference past the call's return.
 */
public interface SystemCalls {

    // ------------------------------------------------------------------ processes

    @Call(number = 1, does = "ends the calling process with a status between 0 and 255")
    void exit(int status);

    /**
     * @param path     executable: a class file, a jar, or a file starting with {@code #!}
     * @param argv     arguments, {@code argv[0]} being the program's name
     * @param env      {@code NAME=value} strings
     * @param handles  child handle {@code i} becomes a duplicate of the caller's {@code handles[i]}; -1 leaves it closed
     * @param cwd      working directory, or {@code null} for the caller's
     * @param group    {@link Spawn#GROUP_INHERIT}, {@link Spawn#GROUP_NEW} or the id of a group of the caller's session
     * @param flags    {@link Spawn} flags
     * @return the child's process id
     */
    @Call(number = 2, path = true, does = "starts a program as a child process", errors = {
        "EACCES: not a file, or not executable",
        "ENOEXEC: neither class, jar nor #! file",
        "EBADF: a handle is not open, or too many of them",
        "EAGAIN: the quota of processes or threads is used up",
        "E2BIG: arguments exceed 1 MiB, or the class path is too long",
        "ESRCH: no such group",
        "ELOOP: too many #! or symbolic link levels",
        "ENOTDIR: cwd is not a directory, or a part of the path is none",
        "EINVAL: unknown flag or negative group",
        "ENOMEM: no frames",
        "EFBIG: a class file over 16 MiB or a jar over 256 MiB"})
    int spawn(String path, String[] argv, String[] env, int[] handles, String cwd, int group, int flags);

    /**
     * @param pid     a child, or -1 for any
     * @param options {@link Spawn} wait options
     * @param status  element 0 receives the status word, see {@link Spawn#exitStatus}
     * @return the child's id, or 0 with {@code WAIT_NOHANG} when none has changed
     */
    @Call(number = 3, does = "waits for a child to end or stop", errors = {
        "ECHILD: no such child",
        "EINTR: interrupted",
        "EINVAL: unknown option",
        "EFAULT: no room for the status"})
    int waitProcess(int pid, int options, int[] status);

    /** @param pid a process, a negated group id, or -1 for every process but init and the caller */
    @Call(number = 4, does = "sends a signal; signal 0 only checks", errors = {
        "ESRCH: no such process or group",
        "EINVAL: no such signal",
        "EPERM: pid 1 does not take this signal"})
    int kill(int pid, int signal);

    /** @return the previous disposition */
    @Call(number = 5, does = "sets what happens when a signal arrives", errors = {
        "EINVAL: no such signal, or KILL or STOP"})
    int signalAction(int signal, int disposition);

    /** @param timeoutNanos below zero waits for ever */
    @Call(number = 6, does = "waits for the next caught signal and returns its number", errors = {
        "EAGAIN: none came in time",
        "EINTR: interrupted"})
    int signalWait(long timeoutNanos);

    @Call(number = 7, does = "returns the caller's process id")
    int getpid();

    @Call(number = 8, does = "returns the parent's process id, 0 for the first process")
    int getppid();

    @Call(number = 9, does = "returns the process group of a process, 0 meaning the caller", errors = {
        "ESRCH: no such process"})
    int getpgid(int pid);

    @Call(number = 10, does = "moves a process, the caller or a child, to a process group; 0 means its own id", errors = {
        "ESRCH: neither the caller nor a child",
        "EPERM: no such group in this session"})
    int setpgid(int pid, int group);

    @Call(number = 11, path = true, does = "appends jars or directories, separated by ':', to the program's class path", errors = {
        "ENOENT: an entry does not exist",
        "ENOEXEC: an entry is not a readable jar",
        "E2BIG: over 1024 entries or 64 KiB of text",
        "EFBIG: a jar over 256 MiB"})
    int classPath(String path);

    // ------------------------------------------------------------------ threads

    /**
     * @param body     runs in the new thread
     * @param priority 1 (lowest) to 10, 5 being normal
     * @param daemon   a process ends when its last thread that is no daemon ends
     * @return the thread's id, unique in the machine
     */
    @Call(number = 20, does = "starts a thread in the calling process", errors = {
        "EAGAIN: the quota of threads is used up",
        "EINVAL: priority out of range",
        "EFAULT: no body"})
    int threadStart(Runnable body, String name, int priority, boolean daemon);

    @Call(number = 21, does = "returns the calling thread's id")
    int threadSelf();

    @Call(number = 22, does = "gives up the processor to a ready thread of the same or higher priority")
    int threadYield();

    /**
     * Consumes the thread's permit or waits for one; may also return for no reason.
     *
     * @param nanos longest wait; below zero without limit, 0 returns at once
     */
    @Call(number = 23, does = "blocks until unparked, interrupted or timed out")
    int park(long nanos);

    @Call(number = 24, does = "gives a thread of the calling process its permit", errors = {
        "ESRCH: no such thread in this process"})
    int unpark(int tid);

    @Call(number = 25, does = "makes a blocking call of a thread of the calling process return EINTR, now or when it next blocks", errors = {
        "ESRCH: no such thread in this process"})
    int threadInterrupt(int tid);

    /** @return 1 when an interrupt was pending, else 0 */
    @Call(number = 26, does = "withdraws a pending interrupt of the calling thread")
    int threadClearInterrupt();

    @Call(number = 27, does = "sets a thread's priority, 1 to 10", errors = {
        "ESRCH: no such thread in this process",
        "EINVAL: priority out of range"})
    int threadPriority(int tid, int priority);

    @Call(number = 28, does = "sleeps", errors = {
        "EINTR: interrupted",
        "EINVAL: negative time"})
    int sleep(long nanos);

    /** The slow path of a poll: yields when the time slice is over, parks while the process is stopped, unwinds when it ends. */
    @Call(number = 29, does = "does what a raised poll flag asks for")
    int poll();

    // ------------------------------------------------------------------ time, entropy, memory

    /** Clock of {@link #clock}: nanoseconds since 1970-01-01T00:00Z. */
    int CLOCK_REALTIME = 0;
    /** Clock of {@link #clock}: nanoseconds since the machine started. */
    int CLOCK_MONOTONIC = 1;
    /** Clock of {@link #clock}: processor time of the calling process. */
    int CLOCK_PROCESS = 2;
    /** Clock of {@link #clock}: processor time of the calling thread. */
    int CLOCK_THREAD = 3;
    /** Clock of {@link #clock}: processor time of the children waited for. */
    int CLOCK_CHILDREN = 4;

    @Call(number = 40, does = "reads a clock in nanoseconds", errors = {"EINVAL: no such clock"})
    long clock(int id);

    @Call(number = 41, device = true, does = "fills a buffer with random bytes", errors = {
        "EFAULT: range outside the buffer"})
    int random(byte[] buffer, int offset, int length);

    /** Indexes into the array of {@link #memory}; all in bytes. */
    int MEMORY_TOTAL = 0;
    int MEMORY_FREE = 1;
    int MEMORY_PROCESS = 2;
    int MEMORY_QUOTA = 3;
    int MEMORY_LENGTH = 4;

    @Call(number = 42, does = "reports physical memory and the caller's quota", errors = {
        "EFAULT: the array is too short"})
    int memory(long[] info);

    @Call(number = 43, does = "asks whether the process may allocate that many more heap bytes", errors = {
        "ENOMEM: the quota does not allow it",
        "EINVAL: a negative number"})
    int reserve(long bytes);

    /** @param object held weakly; its bytes are given back when it is unreachable */
    @Call(number = 44, does = "charges a large heap object to the process for as long as it is reachable", errors = {
        "ENOMEM: the quota does not allow it",
        "EINVAL: a negative number",
        "EFAULT: no object"})
    int charge(Object object, long bytes);

    // ------------------------------------------------------------------ files

    @Call(number = 60, path = true, does = "opens a file and returns the lowest free handle", errors = {
        "ENOENT: no such file, or the directory of a new one",
        "EEXIST: O_EXCL and it exists",
        "EISDIR: a directory opened for writing",
        "ENOTDIR: a part of the path is no directory, or O_DIRECTORY on a file",
        "EACCES: permission",
        "EROFS: writing on a read-only file system",
        "EMFILE: the quota of handles is used up",
        "ELOOP: too many symbolic links, or O_NOFOLLOW on one",
        "EINVAL: unknown flag combination",
        "ENAMETOOLONG: a name over 255 bytes or a path over 4096",
        "ENOSPC: no space for a new file"})
    int open(String path, int flags, int mode);

    @Call(number = 61, does = "closes a handle", errors = {"EBADF: not open"})
    int close(int handle);

    /** @return bytes read, 0 at the end of the file */
    @Call(number = 62, device = true, socket = true, does = "reads at the current position, or from a pipe or terminal", errors = {
        "EBADF: not open for reading",
        "EFAULT: range outside the buffer",
        "EISDIR: a directory",
        "EINTR: interrupted",
        "EIO: the device failed, or a background process read its terminal"})
    int read(int handle, byte[] buffer, int offset, int length);

    @Call(number = 63, device = true, socket = true, does = "writes at the current position, or to a pipe or terminal", errors = {
        "EBADF: not open for writing",
        "EFAULT: range outside the buffer",
        "EPIPE: nobody reads the pipe",
        "ENOSPC: no space",
        "EFBIG: beyond the largest file",
        "EINTR: interrupted before the first byte"})
    int write(int handle, byte[] buffer, int offset, int length);

    @Call(number = 64, device = true, does = "reads at a given position without moving the current one", errors = {
        "EBADF: not open for reading",
        "ESPIPE: pipe or terminal",
        "EINVAL: negative position",
        "EFAULT: range outside the buffer",
        "EISDIR: a directory"})
    int pread(int handle, byte[] buffer, int offset, int length, long position);

    @Call(number = 65, device = true, does = "writes at a given position without moving the current one", errors = {
        "EBADF: not open for writing",
        "ESPIPE: pipe or terminal",
        "EINVAL: negative position",
        "EFAULT: range outside the buffer",
        "ENOSPC: no space",
        "EFBIG: beyond the largest file"})
    int pwrite(int handle, byte[] buffer, int offset, int length, long position);

    @Call(number = 66, device = true, does = "moves the current position and returns it", errors = {
        "EBADF: not open",
        "ESPIPE: pipe or terminal",
        "EINVAL: unknown whence or negative result"})
    long seek(int handle, long offset, int whence);

    @Call(number = 67, device = true, does = "cuts or extends a file to a length", errors = {
        "EBADF: not open for writing",
        "EINVAL: negative length, beyond the largest file, or no regular file",
        "ENOSPC: no space"})
    int truncate(int handle, long length);

    @Call(number = 68, device = true, does = "brings a file's data to its device", errors = {"EBADF: not open"})
    int sync(int handle);

    /** @param flags 0, or {@link FileFlags#O_NOFOLLOW} to describe a symbolic link itself */
    @Call(number = 69, path = true, does = "describes a file", errors = {
        "ENOENT: no such file",
        "EFAULT: the array is too short, or no path"})
    int stat(String path, long[] stat, int flags);

    @Call(number = 70, device = true, does = "describes an open file", errors = {
        "EBADF: not open",
        "EFAULT: the array is too short"})
    int fstat(int handle, long[] stat);

    /** @return bytes filled with names in UTF-8, each ended by a NUL byte; 0 when all names were given. No "." and "..". */
    @Call(number = 71, device = true, does = "reads names of a directory", errors = {
        "EBADF: not open for reading",
        "ENOTDIR: no directory",
        "EINVAL: the buffer is too small for the next name",
        "EFAULT: no buffer"})
    int readdir(int handle, byte[] buffer);

    @Call(number = 72, path = true, does = "makes a directory", errors = {
        "EEXIST: exists",
        "ENOENT: no parent",
        "EROFS: read-only",
        "EACCES: permission",
        "ENOSPC: no space"})
    int mkdir(String path, int mode);

    @Call(number = 73, path = true, does = "removes a file or symbolic link", errors = {
        "ENOENT: no such file",
        "EISDIR: a directory",
        "EROFS: read-only",
        "EACCES: permission"})
    int unlink(String path);

    @Call(number = 74, path = true, does = "removes an empty directory", errors = {
        "ENOENT: no such directory",
        "ENOTEMPTY: not empty",
        "EBUSY: a mount point",
        "EROFS: read-only",
        "EACCES: permission",
        "EINVAL: the last name is '.'"})
    int rmdir(String path);

    @Call(number = 75, path = true, does = "renames a file, replacing what stands at the new name", errors = {
        "ENOENT: no such file",
        "EXDEV: across file systems",
        "EISDIR: onto a directory",
        "ENOTDIR: a directory onto a file, or a part of a path is no directory",
        "ENOTEMPTY: onto a directory that is not empty",
        "EINVAL: a directory into itself",
        "EROFS: read-only",
        "EACCES: permission",
        "EBUSY: a mount point, or the last name is '.' or '..'"})
    int rename(String from, String to);

    @Call(number = 76, path = true, does = "makes a symbolic link", errors = {
        "EEXIST: exists",
        "ENOENT: no parent, or an empty target",
        "EROFS: read-only",
        "EACCES: permission",
        "ENOTSUP: not on this file system",
        "ENOSPC: no space"})
    int symlink(String target, String path);

    @Call(number = 77, path = true, does = "reads a symbolic link and returns the target's length", errors = {
        "ENOENT: no such file",
        "EINVAL: no symbolic link",
        "ERANGE: the buffer is too small",
        "EFAULT: no buffer, or no path"})
    int readlink(String path, byte[] buffer);

    @Call(number = 78, path = true, does = "changes permission bits", errors = {
        "ENOENT: no such file",
        "EROFS: read-only",
        "ENOTSUP: not on this file system"})
    int chmod(String path, int mode);

    /** Times in nanoseconds since 1970; {@code Long.MIN_VALUE} leaves one as it is. */
    @Call(number = 79, path = true, does = "sets access and modification time", errors = {
        "ENOENT: no such file",
        "EROFS: read-only"})
    int utimes(String path, long accessNanos, long modifyNanos);

    /** @param mode bits of {@link FileFlags#R_OK}, {@link FileFlags#W_OK}, {@link FileFlags#X_OK} */
    @Call(number = 80, path = true, does = "checks whether the caller may use a file", errors = {
        "ENOENT: no such file",
        "EACCES: not permitted",
        "EROFS: writing on a read-only file system",
        "EINVAL: unknown mode"})
    int access(String path, int mode);

    @Call(number = 81, path = true, does = "changes the working directory", errors = {
        "ENOENT: no such directory",
        "ENOTDIR: no directory"})
    int chdir(String path);

    @Call(number = 82, does = "gives the working directory in UTF-8 and returns its length", errors = {
        "ERANGE: the buffer is too small",
        "EFAULT: no buffer"})
    int getcwd(byte[] buffer);

    /** @param target the handle to use, closed first if open; -1 for the lowest free one */
    @Call(number = 83, does = "duplicates a handle", errors = {
        "EBADF: not open, or target out of range",
        "EMFILE: the quota of handles is used up"})
    int dup(int handle, int target);

    /** @param handles element 0 receives the reading end, 1 the writing end */
    @Call(number = 84, does = "makes a pipe of 64 KiB", errors = {
        "EMFILE: the quota of handles is used up",
        "ENOMEM: no frames",
        "EFAULT: the array is too short"})
    int pipe(int[] handles);

    @Call(number = 85, device = true, does = "returns how many bytes can be read without blocking", errors = {
        "EBADF: not open for reading"})
    int available(int handle);

    @Call(number = 86, path = true, does = "describes the file system that holds a path", errors = {
        "ENOENT: no such file",
        "EFAULT: the array is too short, or no path"})
    int statfs(String path, long[] info);

    // ------------------------------------------------------------------ terminal

    @Call(number = 100, does = "reads terminal attributes", errors = {
        "ENOTTY: no terminal",
        "EBADF: not open",
        "EFAULT: the array is too short"})
    int ttyGet(int handle, int[] attributes);

    @Call(number = 101, does = "sets terminal attributes", errors = {
        "ENOTTY: no terminal",
        "EBADF: not open",
        "EFAULT: the array is too short"})
    int ttySet(int handle, int[] attributes);

    /** @return columns times 65536 plus rows; 0 when the size is unknown */
    @Call(number = 102, does = "returns the terminal's size", errors = {
        "ENOTTY: no terminal",
        "EBADF: not open"})
    int ttySize(int handle);

    /** @param group the group to bring to the foreground, or 0 to ask only */
    @Call(number = 103, does = "sets and returns the terminal's foreground group", errors = {
        "ENOTTY: no terminal",
        "EBADF: not open",
        "EPERM: no such group"})
    int ttyForeground(int handle, int group);

    // ------------------------------------------------------------------ ports

    @Call(number = 120, does = "makes a port, registers it under a name if one is given, and returns its handle", errors = {
        "EEXIST: the name is taken",
        "EINVAL: an empty name or one over 255 characters",
        "EMFILE: the quota of handles is used up"})
    int portCreate(String name);

    @Call(number = 121, does = "opens a port by name for calling", errors = {
        "ENOENT: no port of that name",
        "EMFILE: the quota of handles is used up",
        "EFAULT: no name"})
    int portConnect(String name);

    /**
     * A rendezvous with a thread of the server, to which the caller's processor is handed.
     *
     * @param words  up to 8 words, overwritten by the reply
     * @param handles handles to duplicate into the server, or {@code null}; overwritten by those of the reply, -1 for none
     *                and for one that the quota of handles has no room for
     * @param areas  an I/O vector of parts of areas that become the server's, or {@code null}; overwritten by those of the reply,
     *               which are dropped, all of them, when the array or the quota has no room. If the call fails before a server
     *               received it the areas are still the caller's
     * @return the server's status word, 0 or above
     */
    @Call(number = 122, does = "calls a port and waits for the reply", errors = {
        "EBADF: no port, or not for calling, or a handle to pass is not open, or no area of this process",
        "EPIPE: the server is gone",
        "EINTR: interrupted",
        "EINVAL: too many words or handles, or an I/O vector out of form",
        "EFAULT: no words, or an I/O vector too short",
        "EPERM: another thread has a view of an area to pass",
        "EBUSY: an area to pass is on its way already or in a transfer, or another thread is inside the class library with a view of it"})
    int portCall(int port, long[] words, int[] handles, long[] areas);

    /**
     * @param words   at least 8, filled with the call's and zeros
     * @param handles at least 8, filled as by {@link #portCall}
     * @param areas   filled with the call's areas; {@code null} when none are expected
     * @return a token for {@link #portReply}
     */
    @Call(number = 123, does = "waits for a call on a port", errors = {
        "EBADF: no port, or not for receiving",
        "EINTR: interrupted",
        "EPIPE: the process that made the port is gone",
        "EFAULT: the arrays are too short",
        "E2BIG: the I/O vector has no room for the areas of the next call, which waits on",
        "EMFILE: the process has too many areas to take those of the next call, which waits on",
        "ENOMEM: the quota of areas has no room for those of the next call, which waits on"})
    int portReceive(int port, long[] words, int[] handles, long[] areas);

    /** @param areas an I/O vector of parts of areas that become the caller's, or {@code null} */
    @Call(number = 124, does = "answers a call", errors = {
        "ESRCH: the caller received no such call, or answered it",
        "EINVAL: a negative status, too many words or handles, or an I/O vector out of form",
        "EBADF: a handle is not open, or no area of this process",
        "EFAULT: no words, or an I/O vector too short",
        "EPERM: another thread has a view of an area to pass",
        "EBUSY: an area to pass is on its way already or in a transfer, or another thread is inside the class library with a view of it"})
    int portReply(int token, int status, long[] words, int[] handles, long[] areas);

    // ------------------------------------------------------------------ areas

    /**
     * Contents are zero, or what the process itself left in memory it had released.
     *
     * @param bytes  1 to {@link Areas#MAX_BYTES}
     * @param flags  {@link Areas#WAIT}, {@link Areas#CONTIGUOUS}, {@link Areas#headroom}
     * @param vector filled with the new areas in order; several when memory is too scattered for one, as many as fit into the array
     * @return number of areas
     */
    @Call(number = 140, does = "allocates memory of the kernel pool and fills an I/O vector with it", errors = {
        "ENOMEM: neither the quota nor the pool has that much, or none in so few pieces",
        "EINVAL: bytes out of range or unknown flags",
        "EMFILE: the process has as many areas as it may",
        "EINTR: interrupted while waiting",
        "EFAULT: no vector, or one without room"})
    int areaAllocate(long bytes, int flags, long[] vector);

    /**
     * A view of an area closes when the area is released or passed on, or with {@link #areaUnmap}; every later access throws. One
     * view at a time and area. Without {@link Areas#SHARED} only the calling thread may use and close it.
     *
     * @param vector parts of areas
     * @param flags  {@link Areas#WRITE}, {@link Areas#SHARED}, {@link Areas#WHEN_ALONE}
     * @param views  receives a view of each entry
     */
    @Call(number = 141, does = "maps parts of areas into the process as memory segments", errors = {
        "EFAULT: no vector or views, or too short ones",
        "EINVAL: a vector out of form, the same area twice, a range outside its area, or unknown flags",
        "EBADF: no area of this process",
        "EBUSY: a view is open, or the area is on its way to another process",
        "EACCES: writing to an area others read too",
        "EINTR: interrupted while waiting"})
    int areaMap(long[] vector, int flags, java.lang.foreign.MemorySegment[] views);

    /** @param vector areas; offsets and lengths do not matter */
    @Call(number = 142, does = "closes the views of areas", errors = {
        "EFAULT: no vector",
        "EINVAL: a vector out of form, or the same area twice",
        "EBADF: no area of this process",
        "EPERM: a view belongs to another thread",
        "EBUSY: another thread is inside the class library with a view"})
    int areaUnmap(long[] vector);

    /** All or nothing, but for views, which are closed even if EBUSY is the answer. @param vector whole areas, or what is left of them to this process */
    @Call(number = 143, does = "closes the views of areas and gives the areas back", errors = {
        "EFAULT: no vector",
        "EINVAL: a vector out of form, the same area twice, or a part of an area",
        "EBADF: no area of this process, or no longer",
        "EPERM: a view belongs to another thread",
        "EBUSY: the area is on its way or in a transfer, or another thread is inside the class library with a view"})
    int areaRelease(long[] vector);

    /**
     * Shares are areas of their own that can be mapped for reading, passed on and released. While there are any, nobody
     * may write to the memory; the last area left on it may.
     *
     * @param vector parts of areas
     * @param shares filled with a read-only share of each entry
     */
    @Call(number = 144, does = "makes read-only shares of parts of areas", errors = {
        "EFAULT: no vector or shares, or too short ones",
        "EINVAL: a vector out of form, or a range outside its area",
        "EBADF: no area of this process",
        "EBUSY: a view for writing is open, or the area is on its way or in a transfer",
        "EMFILE: the process has as many areas as it may"})
    int areaShare(long[] vector, long[] shares);

    /** @param info at least {@link Areas#INFO_LENGTH_OF_ARRAY} elements, filled as {@link Areas} says */
    @Call(number = 145, does = "describes an area", errors = {
        "EFAULT: the array is too short",
        "EBADF: no area of this process"})
    int areaInfo(long address, long[] info);

    /**
     * Cuts an area into two that have no byte in common: each has one writer, or readers, of its own. The area is gone.
     *
     * @param at     bytes in the first of the two
     * @param halves filled with both
     */
    @Call(number = 146, does = "cuts an area into two", errors = {
        "EFAULT: no room for two",
        "EBADF: no area of this process",
        "EINVAL: not between its first and its last byte",
        "EBUSY: a view is open, or the area is on its way or in a transfer",
        "EACCES: others read it too",
        "EMFILE: the process has as many areas as it may"})
    int areaSplit(long address, long at, long[] halves);

    /**
     * Takes bytes of the headroom in at an area's front, as zeros, or gives its first bytes up to the headroom. The address stays that of
     * the first byte.
     *
     * @param front bytes more, or fewer if negative
     */
    @Call(number = 147, does = "moves the first byte of an area within its headroom", errors = {
        "EBADF: no area of this process",
        "EINVAL: more than its headroom, or all its bytes",
        "EBUSY: a view is open, or the area is on its way or in a transfer",
        "EACCES: others read it too"})
    int areaExtend(long address, int front);

    // ------------------------------------------------------------------ vectors on files and pipes

    /**
     * Fills parts of areas that stay the caller's: bytes are copied there, or a device puts them there. One call moves 1 MiB at most.
     *
     * @param vector parts of areas without a byte in common
     * @param flags  {@link Transfers#ZERO_COPY}, {@link Transfers#NO_WAIT}
     * @param report {@code null}, or filled as {@link Transfers} says
     * @return bytes read, 0 at the end of the file
     */
    @Call(number = 148, device = true, socket = true, does = "reads into parts of areas as read does into a buffer", errors = {
        "EBADF: not open for reading, or no area of this process",
        "EFAULT: no vector, or a report too short",
        "EINVAL: a vector out of form, a range outside its area, parts that overlap, or unknown flags",
        "EBUSY: an area is on its way to another process",
        "EACCES: an area others read too",
        "EISDIR: a directory",
        "EINTR: interrupted",
        "EAGAIN: nothing to read and not to wait, or the device's driver was restarted",
        "ENOTSUP: the bytes would have to be copied and may not",
        "EIO: the device failed, or a background process read its terminal"})
    int readv(int handle, long[] vector, int flags, long[] report);

    /** Writes parts of areas that stay the caller's. Flags, report and limit as for {@link #readv}; parts may overlap. @return bytes written */
    @Call(number = 149, device = true, socket = true, does = "writes parts of areas as write does a buffer", errors = {
        "EBADF: not open for writing, or no area of this process",
        "EFAULT: no vector, or a report too short",
        "EINVAL: a vector out of form, a range outside its area, or unknown flags",
        "EBUSY: an area is on its way to another process",
        "EPIPE: nobody reads the pipe",
        "ENOSPC: no space",
        "EFBIG: beyond the largest file",
        "EINTR: interrupted before the first byte",
        "EAGAIN: no room and not to wait, or the device's driver was restarted",
        "ENOTSUP: the bytes would have to be copied and may not"})
    int writev(int handle, long[] vector, int flags, long[] report);

    /** As {@link #readv}, without moving the position. */
    @Call(number = 150, device = true, does = "reads into parts of areas from a given position", errors = {
        "EBADF: not open for reading, or no area of this process",
        "ESPIPE: pipe or terminal",
        "EFAULT: no vector, or a report too short",
        "EINVAL: a negative position, a vector out of form, a range outside its area, parts that overlap, or unknown flags",
        "EBUSY: an area is on its way to another process",
        "EACCES: an area others read too",
        "EISDIR: a directory",
        "ENOTSUP: the bytes would have to be copied and may not"})
    int preadv(int handle, long[] vector, long position, int flags, long[] report);

    /** As {@link #writev}, without moving the position. */
    @Call(number = 151, device = true, does = "writes parts of areas at a given position", errors = {
        "EBADF: not open for writing, or no area of this process",
        "ESPIPE: pipe or terminal",
        "EFAULT: no vector, or a report too short",
        "EINVAL: a negative position, a vector out of form, a range outside its area, or unknown flags",
        "EBUSY: an area is on its way to another process",
        "ENOSPC: no space",
        "EFBIG: beyond the largest file",
        "ENOTSUP: the bytes would have to be copied and may not"})
    int pwritev(int handle, long[] vector, long position, int flags, long[] report);

    /**
     * Reads by taking over memory that holds the bytes: what was given to a pipe, read-only shares of the frames in which a file lies, memory
     * a device has filled. Where there is none the bytes are copied into new areas, and the report says why. One call gives 4 MiB at most, and
     * fewer bytes than asked for whenever that is easier.
     *
     * @param bytes  most bytes, at least 1
     * @param vector filled with the new areas in order, as many as fit
     * @param flags  {@link Transfers#ZERO_COPY}, {@link Transfers#NO_WAIT}
     * @param report {@code null}, or filled as {@link Transfers} says
     * @return bytes read, 0 at the end of the file
     */
    @Call(number = 152, device = true, socket = true, does = "reads by taking over areas that hold the bytes", errors = {
        "EBADF: not open for reading",
        "EFAULT: no vector or one without room, or a report too short",
        "EINVAL: no bytes wanted, or unknown flags",
        "ENOMEM: the quota of areas or the pool has no room for the next of them; nothing was read",
        "EMFILE: the process has as many areas as it may; nothing was read",
        "EISDIR: a directory",
        "EINTR: interrupted",
        "EAGAIN: nothing to read and not to wait, or the device's driver was restarted",
        "ENOTSUP: the bytes would have to be copied and may not",
        "EIO: the device failed, or a background process read its terminal"})
    long readAreas(int handle, long bytes, long[] vector, int flags, long[] report);

    /**
     * Writes by giving areas away. Their views are closed. Areas all of whose bytes were written are gone; of the others, if any, the caller
     * finds by the result how much was written. A vector for which a pipe has room goes into it all at once or not at all. A file
     * keeps whole pages that begin at a page's place in it; other bytes are copied, 4 MiB at most in one call.
     *
     * @param vector parts of areas; what is outside the parts is given up too
     * @param flags  {@link Transfers#ZERO_COPY}, {@link Transfers#NO_WAIT}
     * @param report {@code null}, or filled as {@link Transfers} says
     * @return bytes written
     */
    @Call(number = 153, device = true, socket = true, does = "writes by giving areas away", errors = {
        "EBADF: not open for writing, or no area of this process",
        "EFAULT: no vector, or a report too short",
        "EINVAL: a vector out of form, the same area twice, a range outside its area, or unknown flags",
        "EPERM: another thread has a view of an area",
        "EBUSY: an area is on its way already or in a transfer, or another thread is inside the class library with a view",
        "EPIPE: nobody reads the pipe",
        "ENOSPC: no space",
        "EFBIG: beyond the largest file",
        "EINTR: interrupted before the first byte",
        "EAGAIN: no room and not to wait, or the device's driver was restarted",
        "ENOTSUP: the bytes would have to be copied and may not"})
    long writeAreas(int handle, long[] vector, int flags, long[] report);

    // ------------------------------------------------------------------ paged memory

    /**
     * The kernel promises a place for every page when it is mapped, so that a later access never fails for want of memory.
     * A page of a file shows what the file has, also what others write to it; behind the file's end it reads as zero until the
     * end of its last page.
     *
     * @param handle a regular file, or {@link Paging#NO_FILE}
     * @param offset where in the file, a multiple of {@link Paging#PAGE}; 0 without a file
     * @param bytes  at least 1; rounded up to whole pages
     * @param flags  {@link Paging#WRITE}, {@link Paging#PRIVATE}
     * @return the virtual address, a multiple of {@link Paging#PAGE} and never 0
     */
    @Call(number = 160, does = "maps a file or fresh zeroed memory into the address space", errors = {
        "EINVAL: bytes not positive, an offset that is negative or no multiple of a page, or unknown flags",
        "EBADF: the handle is not open",
        "EACCES: the file is not open for reading, or for shared writing not open for writing",
        "ENODEV: not a regular file",
        "EOVERFLOW: offset and bytes reach beyond the largest file",
        "ENOMEM: no address range of that length, or no memory and swap for so many pages"})
    long pageMap(int handle, long offset, long bytes, int flags);

    /** Written pages of a shared file go to the file in time. @param address as {@link #pageMap} gave it */
    @Call(number = 161, does = "takes a mapping away", errors = {
        "EINVAL: no mapping begins at the address"})
    int pageUnmap(long address);

    /** Returns when the medium has it. Pages of no file and private pages have nothing to bring. */
    @Call(number = 162, device = true, does = "brings written pages of a range to their file's medium", errors = {
        "EINVAL: a negative length",
        "ENOMEM: the range is not mapped throughout"})
    int pageSync(long address, long bytes);

    /**
     * What translated code calls when it finds no translation. Afterwards there is one, unless the page was taken away
     * again already: look, and call again.
     *
     * @param write whether the access writes
     */
    @Call(number = 163, device = true, does = "brings the page of an address into memory", errors = {
        "EFAULT: nothing is mapped there, or only the file's end is before it",
        "EACCES: a write to what is mapped for reading"})
    int pageFault(long address, boolean write);

    @Call(number = 164, device = true, does = "tells how a range of paged memory will be used", errors = {
        "EINVAL: a negative length or an unknown advice",
        "ENOMEM: the range is not mapped throughout"})
    int pageAdvise(long address, long bytes, int advice);

    /** @return how many of the range's pages are in memory */
    @Call(number = 165, does = "counts the pages of a range that are in memory", errors = {
        "EINVAL: a negative length",
        "ENOMEM: the range is not mapped throughout"})
    long pageResident(long address, long bytes);

    // ------------------------------------------------------------------ sockets

    /**
     * A socket is a file: {@link #read}, {@link #write}, {@link #readv}, {@link #readAreas}, {@link #writeAreas}, {@link #close} and
     * {@link #dup} work on it, one message a call where the kind of socket keeps messages apart.
     *
     * @param family   of {@link Sockets}: INET, ATMPVC, PACKET
     * @param type     STREAM, DGRAM, RAW
     * @param protocol ICMP with INET; AAL5, AAL0 or OAM with ATMPVC; 0 with PACKET
     * @return a handle
     */
    @Call(number = 170, does = "makes a socket", errors = {
        "EAFNOSUPPORT: no such family",
        "EPROTONOSUPPORT: the family has no such type and protocol",
        "ENFILE: the system has as many sockets as it may",
        "EMFILE: the process has as many handles as it may"})
    int socket(int family, int type, int protocol);

    /** @param address as {@link Sockets} lays it out */
    @Call(number = 171, does = "chooses what a socket receives", errors = {
        "EBADF: the handle is not open",
        "ENOTSOCK: no socket",
        "EFAULT: no address, or one too short",
        "EAFNOSUPPORT: an address of another family",
        "EINVAL: the socket is bound, or numbers out of range",
        "EADDRINUSE: another socket or an IP interface receives there",
        "EBUSY: the connection is open with other options than the socket's",
        "EADDRNOTAVAIL: no address of this machine",
        "EINTR: interrupted while another opens the connection",
        "ENODEV: no such interface, or its driver was given up",
        "ENOSPC: the interface has no connection left"})
    int bind(int handle, long[] address);

    /** @param address as {@link Sockets} lays it out */
    @Call(number = 172, does = "chooses where a socket sends", errors = {
        "EBADF: the handle is not open",
        "ENOTSOCK: no socket",
        "EFAULT: no address, or one too short",
        "EAFNOSUPPORT: an address of another family",
        "EINVAL: numbers out of range",
        "EISCONN: the socket is connected",
        "ENOENT: loopback cells want a connection that is open",
        "EINTR: interrupted while another opens the connection",
        "EADDRINUSE: an IP interface has the connection",
        "EBUSY: the connection is open with other options than the socket's",
        "ENETUNREACH: no route there",
        "ECONNREFUSED: nobody listens there",
        "ETIMEDOUT: nobody answers",
        "EHOSTUNREACH: the network says that nobody is there",
        "EADDRNOTAVAIL: no port is left",
        "EINPROGRESS: the connection is being made, and the socket does not wait",
        "EALREADY: the connection is being made",
        "ENODEV: no such interface, or its driver was given up",
        "ENOSPC: the interface has no connection left"})
    int connect(int handle, long[] address);

    /**
     * @param peer    whether the peer's address is wanted and not the socket's own
     * @param address filled
     */
    @Call(number = 173, does = "tells a socket's address or its peer's", errors = {
        "EBADF: the handle is not open",
        "ENOTSOCK: no socket",
        "EFAULT: no room for the address",
        "ENOTCONN: there is no peer"})
    int socketName(int handle, boolean peer, long[] address);

    /**
     * @param option of {@link Sockets}
     * @param values filled
     * @return number of values the option has
     */
    @Call(number = 174, does = "tells an option of a socket", errors = {
        "EBADF: the handle is not open",
        "ENOTSOCK: no socket",
        "EFAULT: no room for the values",
        "ENOPROTOOPT: the socket has no such option"})
    int getSocketOption(int handle, int option, long[] values);

    /** @param option of {@link Sockets} */
    @Call(number = 175, does = "sets an option of a socket", errors = {
        "EBADF: the handle is not open",
        "ENOTSOCK: no socket",
        "EFAULT: no values, or too few",
        "ENOPROTOOPT: the socket has no such option, or it cannot be set",
        "EINVAL: a value out of range, or too late to set it",
        "ENODEV: no such interface"})
    int setSocketOption(int handle, int option, long[] values);

    /**
     * Sends one message by copying it.
     *
     * @param flags   of {@link Sockets}
     * @param address where to, or {@code null} for the peer
     * @return bytes sent: all
     */
    @Call(number = 176, device = true, socket = true, does = "sends a message to an address", errors = {
        "EBADF: the handle is not open",
        "ENOTSOCK: no socket",
        "EFAULT: a range outside the buffer, or an address too short",
        "EINVAL: unknown flags, numbers out of range, or a message out of form",
        "EAFNOSUPPORT: an address of another family",
        "EDESTADDRREQ: no address and no peer",
        "EISCONN: an address for a socket that sends on one connection",
        "EMSGSIZE: longer than a message may be",
        "ENETUNREACH: no route there",
        "EHOSTUNREACH: what was sent before did not get there",
        "EAGAIN: no room now and not to wait, or not in time",
        "EINTR: interrupted",
        "ENOTSUP: the socket sends nothing",
        "ENOMEM: no memory for the message"})
    int sendTo(int handle, byte[] buffer, int offset, int length, int flags, long[] address);

    /**
     * Receives one message by copying it; what is longer than the buffer is lost.
     *
     * @param flags   of {@link Sockets}
     * @param message {@code null}, or filled with where it came from and what came with it
     * @return bytes received
     */
    @Call(number = 177, device = true, socket = true, does = "receives a message", errors = {
        "EBADF: the handle is not open",
        "ENOTSOCK: no socket",
        "EFAULT: a range outside the buffer, or no room for the message's data",
        "EINVAL: unknown flags",
        "ENOTCONN: the socket receives nothing yet",
        "EHOSTUNREACH: what was sent before did not get there",
        "EAGAIN: nothing there and not to wait, or not in time",
        "EINTR: interrupted"})
    int receiveFrom(int handle, byte[] buffer, int offset, int length, int flags, long[] message);

    /** @param backlog connections that wait to be accepted at most; 0 or less counts as 1 */
    @Call(number = 178, does = "lets peers connect to a socket", errors = {
        "EBADF: the handle is not open",
        "ENOTSOCK: no socket",
        "ENOTSUP: the socket takes no connections",
        "EINVAL: the socket is connected",
        "EADDRINUSE: another socket listens there, or no port is left"})
    int listen(int handle, int backlog);

    /**
     * Takes a connection that a peer has made. Waits for one unless the socket or a flag says otherwise.
     *
     * @param flags   {@link Sockets#DONT_WAIT}, {@link Sockets#ACCEPT_NON_BLOCKING}
     * @param address {@code null}, or filled with the peer's address
     * @return handle of the connection's socket
     */
    @Call(number = 179, does = "takes a connection that a peer has made", errors = {
        "EBADF: the handle is not open, or was closed meanwhile",
        "ENOTSOCK: no socket",
        "EFAULT: no room for the address",
        "EINVAL: unknown flags, or the socket does not listen",
        "ENOTSUP: the socket takes no connections",
        "EAGAIN: none is there and not to wait, or not in time",
        "EINTR: interrupted",
        "ENFILE: the system has as many sockets as it may",
        "EMFILE: the process has as many handles as it may"})
    int accept(int handle, int flags, long[] address);

    /** @param how of {@link Sockets}: what is to end */
    @Call(number = 180, does = "ends one direction of a connection, or both", errors = {
        "EBADF: the handle is not open",
        "ENOTSOCK: no socket",
        "EINVAL: no such direction",
        "ENOTSUP: the socket has no directions",
        "ENOTCONN: the socket is not connected"})
    int shutdown(int handle, int how);

    /**
     * Waits for events of several files at once.
     *
     * @param entries laid out as {@link Poll} says; the call fills in what there is
     * @param count   entries to look at, from the first
     * @param timeout nanoseconds to wait at most; 0 to look only, negative for ever
     * @return number of entries with events
     */
    @Call(number = 181, does = "waits for events of several files", errors = {
        "EFAULT: no entries, or fewer than said",
        "EINVAL: a negative count, or more than Poll.MOST",
        "EINTR: interrupted"})
    int pollFiles(long[] entries, int count, long timeout);

    /**
     * Takes areas back that were written to a socket with {@link Sockets#RETURN_AREAS} and are needed no more. Waits until there is one.
     *
     * @param vector filled with areas of the caller's, whole parts in the order in which they were written
     * @param flags  {@link Transfers#NO_WAIT}
     * @param report filled as {@link Transfers} says, unless {@code null}
     * @return bytes of all; 0 if nothing is under way
     */
    @Call(number = 182, does = "takes back areas that a socket has sent", errors = {
        "EBADF: the handle is not open",
        "ENOTSOCK: no socket",
        "EFAULT: no room for a part or the report",
        "EINVAL: unknown flags",
        "ENOTSUP: the socket gives none back",
        "ENOMEM: more memory than the process may have",
        "EMFILE: the process has as many areas as it may",
        "EAGAIN: none is there and not to wait",
        "EINTR: interrupted"})
    long socketReclaim(int handle, long[] vector, int flags, long[] report);
}

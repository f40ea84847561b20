package org.sluice.apps.usertests;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.Signals;
import org.sluice.abi.Spawn;
import org.sluice.abi.SystemCalls;
import org.sluice.abi.Tty;

/** One way to each error of each call. */
final class ErrorCauses {
    /** Makes a call and returns its result. */
    interface Action {
        long run();
    }

    /** Makes a call that takes a path. */
    interface PathAction {
        long on(String path);
    }

    /** @param action its result must be the negated errno */
    record Cause(String call, int errno, Action action) {
    }

    private static final String[] ARGV = {"x"};
    private static final String[] NO_STRINGS = {};
    private static final int[] NO_HANDLES = {};
    private static final int BAD = Kit.NO_HANDLE;

    private final List<Cause> causes = new ArrayList<>();
    private final Kit kit;
    private final SystemCalls c;
    private final byte[] b = new byte[100];
    private final long[] stat = new long[FileFlags.ST_LENGTH];
    private final long[] words = new long[8];
    private final int[] eight = new int[8];
    private int[] pipe;
    private int[] full;
    private int[] broken;
    private int reading;
    private int writing;
    private int directory;
    private int sleeper;
    private int port;
    private int client;
    private AreaCauses areas;
    private PagingCauses paging;
    private SocketCauses sockets;
    private StreamCauses streams;

    ErrorCauses(Kit kit) {
        this.kit = kit;
        c = kit.calls;
    }

    List<Cause> all() {
        return causes;
    }

    /** Makes what the causes need. */
    void prepare() {
        Kit.ok("mkdir", c.mkdir(kit.path("d"), 0755));
        Kit.ok("mkdir", c.mkdir(kit.path("d/e"), 0755));
        Kit.ok("mkdir", c.mkdir(kit.path("locked"), 0755));
        Kit.ok("mkdir", c.mkdir(kit.path("closed"), 0755));
        kit.write(kit.path("f"), "text");
        kit.write(kit.path("secret"), "text");
        kit.write(kit.path("locked/f"), "text");
        kit.write(kit.path("again"), "#!" + kit.path("again") + "\n");
        kit.write(kit.path("big"), "\u0000");
        Kit.ok("mkdir", c.mkdir(kit.path("locked/d"), 0755));
        Kit.ok("symlink", c.symlink("loop", kit.path("loop")));
        Kit.ok("chmod", c.chmod(kit.path("secret"), 0));
        Kit.ok("chmod", c.chmod(kit.path("locked"), 0555));
        Kit.ok("chmod", c.chmod(kit.path("closed"), 0644));
        int big = kit.open(kit.path("big"), FileFlags.O_RDWR);
        byte[] magic = {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, 69};
        Kit.ok("write", c.write(big, magic, 0, magic.length));
        Kit.ok("truncate", c.truncate(big, 17 << 20));
        kit.close(big);
        int jar = kit.open(kit.path("big.jar"), FileFlags.O_RDWR | FileFlags.O_CREAT);
        Kit.ok("truncate", c.truncate(jar, 257 << 20));
        kit.close(jar);
        pipe = kit.pipe();
        full = kit.pipe();
        broken = kit.pipe();
        Kit.equal(65536, c.write(full[1], new byte[65536], 0, 65536), "what fills a pipe");
        kit.close(broken[0]);
        reading = kit.open(kit.path("f"), FileFlags.O_RDONLY);
        writing = kit.open(kit.path("f"), FileFlags.O_WRONLY);
        directory = kit.open(kit.folder, FileFlags.O_RDONLY);
        sleeper = kit.child(NO_HANDLES, "block", "sleep");
        port = Kit.ok("portCreate", c.portCreate("usertests.errors"));
        client = Kit.ok("portConnect", c.portConnect("usertests.errors"));
        processes();
        threads();
        files();
        paths();
        handles();
        ports();
        areas = new AreaCauses(kit, causes);
        areas.prepare();
        paging = new PagingCauses(kit, causes);
        paging.prepare();
        sockets = new SocketCauses(kit, causes);
        sockets.prepare();
        streams = new StreamCauses(kit, causes);
        streams.prepare();
    }

    void tidy() {
        streams.tidy();
        sockets.tidy();
        paging.tidy();
        areas.tidy();
        kit.kill(sleeper);
        kit.close(pipe);
        kit.close(full);
        kit.close(broken[1], reading, writing, directory, port, client);
    }

    private void cause(String call, int errno, Action action) {
        causes.add(new Cause(call, errno, action));
    }

    /** What makes the call return EINTR if it blocks. */
    private void interrupted(String call, Action action) {
        cause(call, Errno.EINTR, () -> {
            c.threadInterrupt(c.threadSelf());
            return action.run();
        });
    }

    private long spawn(String path, String[] argv, int[] handles, String cwd, int group, int flags) {
        return c.spawn(path, argv, NO_STRINGS, handles, cwd, group, flags);
    }

    private void processes() {
        cause("spawn", Errno.EACCES, () -> spawn("/bin", ARGV, NO_HANDLES, null, -1, 0));
        cause("spawn", Errno.ENOEXEC, () -> spawn(kit.path("f"), ARGV, NO_HANDLES, null, -1, 0));
        cause("spawn", Errno.EBADF, () -> spawn(Kit.PROGRAM, ARGV, new int[] {BAD}, null, -1, 0));
        int[] many = new int[5000];
        Arrays.fill(many, 0);
        cause("spawn", Errno.EBADF, () -> spawn(Kit.PROGRAM, ARGV, many, null, -1, 0));
        cause("spawn", Errno.E2BIG, () -> spawn(Kit.PROGRAM, new String[] {"x".repeat(1 << 20), ""}, NO_HANDLES, null, -1, 0));
        cause("spawn", Errno.ESRCH, () -> spawn(Kit.PROGRAM, ARGV, NO_HANDLES, null, Kit.NOBODY, 0));
        cause("spawn", Errno.ELOOP, () -> spawn(kit.path("again"), ARGV, NO_HANDLES, null, -1, 0));
        cause("spawn", Errno.ENOTDIR, () -> spawn(Kit.PROGRAM, ARGV, NO_HANDLES, kit.path("f"), -1, 0));
        cause("spawn", Errno.EINVAL, () -> spawn(Kit.PROGRAM, ARGV, NO_HANDLES, null, -1, 64));
        cause("spawn", Errno.EINVAL, () -> spawn(Kit.PROGRAM, ARGV, NO_HANDLES, null, -2, 0));
        cause("spawn", Errno.EFBIG, () -> spawn(kit.path("big"), ARGV, NO_HANDLES, null, -1, 0));
        cause("spawn", Errno.EFAULT, () -> spawn(Kit.PROGRAM, null, NO_HANDLES, null, -1, 0));
        cause("spawn", Errno.EFAULT, () -> spawn(Kit.PROGRAM, new String[] {null}, NO_HANDLES, null, -1, 0));
        cause("spawn", Errno.EFAULT, () -> spawn(Kit.PROGRAM, ARGV, null, null, -1, 0));
        cause("spawn", Errno.EFAULT, () -> c.spawn(Kit.PROGRAM, ARGV, null, NO_HANDLES, null, -1, 0));
        cause("waitProcess", Errno.ECHILD, () -> c.waitProcess(Kit.NOBODY, 0, new int[1]));
        cause("waitProcess", Errno.EINVAL, () -> c.waitProcess(-1, 64, new int[1]));
        cause("waitProcess", Errno.EFAULT, () -> c.waitProcess(-1, 0, null));
        cause("waitProcess", Errno.EFAULT, () -> c.waitProcess(-1, 0, NO_HANDLES));
        interrupted("waitProcess", () -> c.waitProcess(sleeper, 0, new int[1]));
        cause("kill", Errno.ESRCH, () -> c.kill(Kit.NOBODY, Signals.TERM));
        cause("kill", Errno.ESRCH, () -> c.kill(Integer.MIN_VALUE, Signals.TERM));
        cause("kill", Errno.EINVAL, () -> c.kill(sleeper, Signals.COUNT));
        cause("kill", Errno.EINVAL, () -> c.kill(sleeper, -1));
        cause("kill", Errno.EPERM, () -> c.kill(1, Signals.KILL));
        cause("signalAction", Errno.EINVAL, () -> c.signalAction(Signals.KILL, Signals.IGNORE));
        cause("signalAction", Errno.EINVAL, () -> c.signalAction(0, Signals.IGNORE));
        cause("signalAction", Errno.EINVAL, () -> c.signalAction(Signals.USR2, 3));
        cause("signalWait", Errno.EAGAIN, () -> c.signalWait(0));
        interrupted("signalWait", () -> c.signalWait(-1));
        cause("getpgid", Errno.ESRCH, () -> c.getpgid(Kit.NOBODY));
        cause("setpgid", Errno.ESRCH, () -> c.setpgid(Kit.NOBODY, 0));
        cause("setpgid", Errno.ESRCH, () -> c.setpgid(1, 0));
        cause("setpgid", Errno.EPERM, () -> c.setpgid(0, Kit.NOBODY));
        cause("classPath", Errno.ENOENT, () -> c.classPath(kit.path("none")));
        cause("classPath", Errno.ENOEXEC, () -> c.classPath(kit.path("f")));
        cause("classPath", Errno.E2BIG, () -> c.classPath("x".repeat(70_000)));
        cause("classPath", Errno.EFBIG, () -> c.classPath(kit.path("big.jar")));
    }

    private void threads() {
        Runnable nothing = () -> { };
        cause("threadStart", Errno.EINVAL, () -> c.threadStart(nothing, "t", 0, true));
        cause("threadStart", Errno.EINVAL, () -> c.threadStart(nothing, "t", 11, true));
        cause("threadStart", Errno.EFAULT, () -> c.threadStart(null, "t", 5, true));
        cause("threadStart", Errno.EAGAIN, () -> QuotaTests.threadsUntilRefused(kit));
        cause("unpark", Errno.ESRCH, () -> c.unpark(Kit.NOBODY));
        cause("threadInterrupt", Errno.ESRCH, () -> c.threadInterrupt(Kit.NOBODY));
        cause("threadPriority", Errno.ESRCH, () -> c.threadPriority(Kit.NOBODY, 5));
        cause("threadPriority", Errno.EINVAL, () -> c.threadPriority(c.threadSelf(), 0));
        cause("threadPriority", Errno.EINVAL, () -> c.threadPriority(c.threadSelf(), 11));
        cause("sleep", Errno.EINVAL, () -> c.sleep(-1));
        interrupted("sleep", () -> c.sleep(Long.MAX_VALUE));
        cause("clock", Errno.EINVAL, () -> c.clock(5));
        cause("clock", Errno.EINVAL, () -> c.clock(-1));
        cause("random", Errno.EFAULT, () -> c.random(null, 0, 0));
        cause("random", Errno.EFAULT, () -> c.random(b, 99, 2));
        cause("memory", Errno.EFAULT, () -> c.memory(new long[SystemCalls.MEMORY_LENGTH - 1]));
        cause("reserve", Errno.ENOMEM, () -> c.reserve(Long.MAX_VALUE));
        cause("reserve", Errno.EINVAL, () -> c.reserve(-1));
        cause("charge", Errno.ENOMEM, () -> c.charge(this, Long.MAX_VALUE));
        cause("charge", Errno.EINVAL, () -> c.charge(this, -1));
        cause("charge", Errno.EFAULT, () -> c.charge(null, 1));
    }

    /** What can be wrong with any path. */
    private void path(String call, PathAction action) {
        cause(call, Errno.EFAULT, () -> action.on(null));
        cause(call, Errno.ENOENT, () -> action.on(kit.path("none/x")));
        cause(call, Errno.ENOTDIR, () -> action.on(kit.path("f/x")));
        cause(call, Errno.EACCES, () -> action.on(kit.path("closed/x")));
        cause(call, Errno.ELOOP, () -> action.on(kit.path("loop/x")));
        cause(call, Errno.ENAMETOOLONG, () -> action.on(kit.path("x".repeat(256) + "/x")));
        cause(call, Errno.ENAMETOOLONG, () -> action.on("/x".repeat(3000)));
        cause(call, Errno.EINVAL, () -> action.on(kit.path("\0")));
        cause(call, Errno.EINVAL, () -> action.on(kit.path("\ud800")));
        if (!call.equals("classPath")) {
            cause(call, Errno.ENOENT, () -> action.on(""));
        }
    }

    private void paths() {
        String none = kit.path("none");
        path("spawn", p -> spawn(p, ARGV, NO_HANDLES, null, -1, 0));
        path("classPath", p -> c.classPath(p));
        path("open", p -> c.open(p, FileFlags.O_RDONLY, 0));
        path("stat", p -> c.stat(p, stat, 0));
        path("mkdir", p -> c.mkdir(p, 0755));
        path("unlink", p -> c.unlink(p));
        path("rmdir", p -> c.rmdir(p));
        path("rename", p -> c.rename(p, none));
        path("rename", p -> c.rename(kit.path("f"), p));
        path("symlink", p -> c.symlink("x", p));
        path("readlink", p -> c.readlink(p, b));
        path("chmod", p -> c.chmod(p, 0));
        path("utimes", p -> c.utimes(p, 0, 0));
        path("access", p -> c.access(p, FileFlags.F_OK));
        path("chdir", p -> c.chdir(p));
        path("statfs", p -> c.statfs(p, stat));
    }

    private void files() {
        String f = kit.path("f");
        String d = kit.path("d");
        cause("open", Errno.ENOENT, () -> c.open(kit.path("none"), FileFlags.O_RDONLY, 0));
        cause("open", Errno.EEXIST, () -> c.open(f, FileFlags.O_RDWR | FileFlags.O_CREAT | FileFlags.O_EXCL, 0));
        cause("open", Errno.EISDIR, () -> c.open(d, FileFlags.O_WRONLY, 0));
        cause("open", Errno.ENOTDIR, () -> c.open(f, FileFlags.O_DIRECTORY, 0));
        cause("open", Errno.EACCES, () -> c.open(kit.path("secret"), FileFlags.O_RDONLY, 0));
        cause("open", Errno.EROFS, () -> c.open(Kit.PROGRAM, FileFlags.O_WRONLY, 0));
        cause("open", Errno.EMFILE, () -> QuotaTests.withAllHandles(kit,
            () -> c.open(kit.path("new"), FileFlags.O_WRONLY | FileFlags.O_CREAT, 0644)));
        cause("stat", Errno.ENOENT, () -> c.stat(kit.path("new"), stat, 0));
        cause("open", Errno.ELOOP, () -> c.open(kit.path("loop"), FileFlags.O_RDONLY, 0));
        cause("open", Errno.EINVAL, () -> c.open(f, FileFlags.O_ACCMODE, 0));
        cause("open", Errno.EINVAL, () -> c.open(f, 1 << 30, 0));
        cause("stat", Errno.EFAULT, () -> c.stat(f, new long[FileFlags.ST_LENGTH - 1], 0));
        cause("mkdir", Errno.EEXIST, () -> c.mkdir(d, 0755));
        cause("mkdir", Errno.EROFS, () -> c.mkdir("/bin/x", 0755));
        cause("mkdir", Errno.EACCES, () -> c.mkdir(kit.path("locked/x"), 0755));
        cause("unlink", Errno.EISDIR, () -> c.unlink(d));
        cause("unlink", Errno.EROFS, () -> c.unlink(Kit.PROGRAM));
        cause("unlink", Errno.EACCES, () -> c.unlink(kit.path("locked/f")));
        cause("rmdir", Errno.ENOTDIR, () -> c.rmdir(f));
        cause("rmdir", Errno.ENOTEMPTY, () -> c.rmdir(d));
        cause("rmdir", Errno.EBUSY, () -> c.rmdir("/tmp"));
        cause("rmdir", Errno.EROFS, () -> c.rmdir("/bin"));
        cause("rmdir", Errno.EACCES, () -> c.rmdir(kit.path("locked/d")));
        cause("rmdir", Errno.EINVAL, () -> c.rmdir(kit.path("d/.")));
        cause("rename", Errno.EXDEV, () -> c.rename(f, "/home/usertests.f"));
        cause("rename", Errno.EISDIR, () -> c.rename(f, d));
        cause("rename", Errno.ENOTDIR, () -> c.rename(d, f));
        cause("rename", Errno.ENOTEMPTY, () -> c.rename(kit.path("d/e"), d));
        cause("rename", Errno.EINVAL, () -> c.rename(d, kit.path("d/e/x")));
        cause("rename", Errno.EROFS, () -> c.rename(Kit.PROGRAM, "/bin/x"));
        cause("rename", Errno.EACCES, () -> c.rename(f, kit.path("locked/x")));
        cause("rename", Errno.EBUSY, () -> c.rename("/tmp", "/x"));
        cause("symlink", Errno.EEXIST, () -> c.symlink("x", f));
        cause("symlink", Errno.ENOENT, () -> c.symlink("", kit.path("x")));
        cause("symlink", Errno.EROFS, () -> c.symlink("x", "/bin/x"));
        cause("symlink", Errno.EACCES, () -> c.symlink("x", kit.path("locked/x")));
        cause("symlink", Errno.EFAULT, () -> c.symlink(null, kit.path("x")));
        cause("readlink", Errno.EINVAL, () -> c.readlink(f, b));
        cause("readlink", Errno.ERANGE, () -> c.readlink(kit.path("loop"), new byte[3]));
        cause("readlink", Errno.EFAULT, () -> c.readlink(kit.path("loop"), null));
        cause("chmod", Errno.EROFS, () -> c.chmod(Kit.PROGRAM, 0));
        cause("utimes", Errno.EROFS, () -> c.utimes(Kit.PROGRAM, 0, 0));
        cause("access", Errno.EACCES, () -> c.access(kit.path("secret"), FileFlags.R_OK));
        cause("access", Errno.EROFS, () -> c.access(Kit.PROGRAM, FileFlags.W_OK));
        cause("access", Errno.EINVAL, () -> c.access(f, 8));
        cause("chdir", Errno.ENOTDIR, () -> c.chdir(f));
        cause("getcwd", Errno.ERANGE, () -> c.getcwd(new byte[0]));
        cause("getcwd", Errno.EFAULT, () -> c.getcwd(null));
        cause("statfs", Errno.EFAULT, () -> c.statfs("/", new long[FileFlags.FS_LENGTH - 1]));
    }

    private void handles() {
        int end = Integer.MAX_VALUE;
        int[] any = new int[2];
        cause("close", Errno.EBADF, () -> c.close(BAD));
        cause("close", Errno.EBADF, () -> c.close(-1));
        cause("read", Errno.EBADF, () -> c.read(writing, b, 0, 1));
        cause("read", Errno.EBADF, () -> c.read(port, b, 0, 1));
        cause("read", Errno.EFAULT, () -> c.read(reading, b, 100, 1));
        cause("read", Errno.EISDIR, () -> c.read(directory, b, 0, 1));
        interrupted("read", () -> c.read(pipe[0], b, 0, 1));
        cause("write", Errno.EBADF, () -> c.write(reading, b, 0, 1));
        cause("write", Errno.EFAULT, () -> c.write(writing, b, 1, end));
        cause("write", Errno.EPIPE, () -> c.write(broken[1], b, 0, 1));
        cause("write", Errno.ENOSPC, () -> onDevice("/dev/full", h -> c.write(h, b, 0, 1)));
        cause("write", Errno.EFBIG, () -> {
            c.seek(writing, Long.MAX_VALUE, FileFlags.SEEK_SET);
            return c.write(writing, b, 0, 1);
        });
        interrupted("write", () -> c.write(full[1], b, 0, 1));
        cause("pread", Errno.EBADF, () -> c.pread(writing, b, 0, 1, 0));
        cause("pread", Errno.ESPIPE, () -> c.pread(pipe[0], b, 0, 1, 0));
        cause("pread", Errno.EINVAL, () -> c.pread(reading, b, 0, 1, -1));
        cause("pread", Errno.EFAULT, () -> c.pread(reading, null, 0, 1, 0));
        cause("pread", Errno.EISDIR, () -> c.pread(directory, b, 0, 1, 0));
        cause("pwrite", Errno.EBADF, () -> c.pwrite(reading, b, 0, 1, 0));
        cause("pwrite", Errno.ESPIPE, () -> c.pwrite(pipe[1], b, 0, 1, 0));
        cause("pwrite", Errno.EINVAL, () -> c.pwrite(writing, b, 0, 1, -1));
        cause("pwrite", Errno.EFAULT, () -> c.pwrite(writing, b, -1, 1, 0));
        cause("pwrite", Errno.ENOSPC, () -> onDevice("/dev/full", h -> c.pwrite(h, b, 0, 1, 0)));
        cause("pwrite", Errno.EFBIG, () -> c.pwrite(writing, b, 0, 1, Long.MAX_VALUE));
        cause("seek", Errno.EBADF, () -> c.seek(BAD, 0, 0));
        cause("seek", Errno.ESPIPE, () -> c.seek(pipe[0], 0, 0));
        cause("seek", Errno.EINVAL, () -> c.seek(reading, 0, 3));
        cause("seek", Errno.EINVAL, () -> c.seek(reading, -1, FileFlags.SEEK_SET));
        cause("truncate", Errno.EBADF, () -> c.truncate(reading, 0));
        cause("truncate", Errno.EINVAL, () -> c.truncate(writing, -1));
        cause("truncate", Errno.EINVAL, () -> c.truncate(pipe[1], 0));
        cause("truncate", Errno.EINVAL, () -> c.truncate(writing, Long.MAX_VALUE));
        cause("sync", Errno.EBADF, () -> c.sync(BAD));
        cause("fstat", Errno.EBADF, () -> c.fstat(BAD, stat));
        cause("fstat", Errno.EFAULT, () -> c.fstat(reading, null));
        cause("readdir", Errno.EBADF, () -> c.readdir(BAD, b));
        cause("readdir", Errno.ENOTDIR, () -> c.readdir(reading, b));
        cause("readdir", Errno.EINVAL, () -> c.readdir(directory, new byte[1]));
        cause("readdir", Errno.EFAULT, () -> c.readdir(directory, null));
        cause("dup", Errno.EBADF, () -> c.dup(BAD, -1));
        cause("dup", Errno.EBADF, () -> c.dup(reading, end));
        cause("dup", Errno.EMFILE, () -> QuotaTests.withAllHandles(kit, () -> c.dup(reading, -1)));
        cause("pipe", Errno.EMFILE, () -> QuotaTests.withAllHandles(kit, () -> c.pipe(any)));
        cause("pipe", Errno.EFAULT, () -> c.pipe(new int[1]));
        cause("pipe", Errno.EFAULT, () -> c.pipe(null));
        cause("available", Errno.EBADF, () -> c.available(writing));
        cause("ttyGet", Errno.EBADF, () -> c.ttyGet(BAD, eight));
        cause("ttyGet", Errno.ENOTTY, () -> c.ttyGet(pipe[0], eight));
        cause("ttyGet", Errno.EFAULT, () -> c.ttyGet(pipe[0], new int[Tty.ATTR_LENGTH - 1]));
        cause("ttySet", Errno.EBADF, () -> c.ttySet(BAD, eight));
        cause("ttySet", Errno.ENOTTY, () -> c.ttySet(reading, eight));
        cause("ttySet", Errno.EFAULT, () -> c.ttySet(reading, null));
        cause("ttySize", Errno.EBADF, () -> c.ttySize(port));
        cause("ttySize", Errno.ENOTTY, () -> c.ttySize(directory));
        cause("ttyForeground", Errno.EBADF, () -> c.ttyForeground(-1, 0));
        cause("ttyForeground", Errno.ENOTTY, () -> c.ttyForeground(pipe[1], 0));
    }

    private interface HandleAction {
        long on(int handle);
    }

    private long onDevice(String path, HandleAction action) {
        int handle = kit.open(path, FileFlags.O_RDWR);
        try {
            return action.on(handle);
        } finally {
            kit.close(handle);
        }
    }

    private void ports() {
        cause("portCreate", Errno.EEXIST, () -> c.portCreate("usertests.errors"));
        cause("portCreate", Errno.EINVAL, () -> c.portCreate(""));
        cause("portCreate", Errno.EINVAL, () -> c.portCreate("x".repeat(256)));
        cause("portCreate", Errno.EMFILE, () -> QuotaTests.withAllHandles(kit, () -> c.portCreate(null)));
        cause("portConnect", Errno.ENOENT, () -> c.portConnect("usertests.none"));
        cause("portConnect", Errno.EFAULT, () -> c.portConnect(null));
        cause("portConnect", Errno.EMFILE, () -> QuotaTests.withAllHandles(kit, () -> c.portConnect("usertests.errors")));
        cause("portCall", Errno.EBADF, () -> c.portCall(port, words, null, null));
        cause("portCall", Errno.EBADF, () -> c.portCall(reading, words, null, null));
        cause("portCall", Errno.EBADF, () -> c.portCall(client, words, new int[] {BAD}, null));
        cause("portCall", Errno.EINVAL, () -> c.portCall(client, new long[9], null, null));
        cause("portCall", Errno.EINVAL, () -> c.portCall(client, words, new int[9], null));
        cause("portCall", Errno.EFAULT, () -> c.portCall(client, null, null, null));
        interrupted("portCall", () -> c.portCall(client, words, null, null));
        cause("portCall", Errno.EPIPE, () -> {
            int server = Kit.ok("portCreate", c.portCreate("usertests.gone"));
            int gone = Kit.ok("portConnect", c.portConnect("usertests.gone"));
            kit.close(server);
            long result = c.portCall(gone, words, null, null);
            kit.close(gone);
            return result;
        });
        cause("portReceive", Errno.EBADF, () -> c.portReceive(client, words, eight, null));
        cause("portReceive", Errno.EFAULT, () -> c.portReceive(port, words, new int[7], null));
        cause("portReceive", Errno.EFAULT, () -> c.portReceive(port, null, eight, null));
        interrupted("portReceive", () -> c.portReceive(port, words, eight, null));
        cause("portReceive", Errno.EPIPE, () -> {
            int given = ObjectTests.receiveGivenPort(kit, port, "usertests.errors");
            long result = c.portReceive(given, words, eight, null);
            kit.close(given);
            return result;
        });
        cause("portReply", Errno.ESRCH, () -> c.portReply(Kit.NOBODY, 0, words, null, null));
        cause("portReply", Errno.EINVAL, () -> c.portReply(1, -1, words, null, null));
        cause("portReply", Errno.EINVAL, () -> c.portReply(1, 0, new long[9], null, null));
        cause("portReply", Errno.EBADF, () -> c.portReply(1, 0, words, new int[] {BAD}, null));
        cause("portReply", Errno.EFAULT, () -> c.portReply(1, 0, null, null, null));
    }
}

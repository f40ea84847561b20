package org.sluice.kernel.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.sluice.abi.FileFlags.*;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.sluice.abi.Call;
import org.sluice.abi.Errno;
import org.sluice.abi.SystemCalls;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.fs.disk.RomFs;
import org.sluice.kernel.fs.rom.RomFsWriter;
import org.sluice.kernel.fs.share.ShareFs;

/** Does every error the system-call table lists for a file call come, with exactly that number, from what it says causes it? */
class ErrnoTableTest {
    /**
     * Errors that are found before a file service is asked: by the handle table, by the check of buffers, by pipes and
     * terminals. The kernel core tests those.
     */
    private static final Map<String, Set<String>> NOT_OURS = Map.ofEntries(
        Map.entry("open", Set.of("EMFILE", "EFAULT")),
        Map.entry("read", Set.of("EFAULT", "EINTR")),
        Map.entry("write", Set.of("EFAULT", "EPIPE", "EINTR")),
        Map.entry("pread", Set.of("EFAULT", "ESPIPE")),
        Map.entry("pwrite", Set.of("EFAULT", "ESPIPE")),
        Map.entry("seek", Set.of("EBADF", "ESPIPE")),
        Map.entry("sync", Set.of("EBADF")),
        Map.entry("fstat", Set.of("EBADF")),
        Map.entry("readdir", Set.of("EBADF", "EFAULT")),
        Map.entry("mkdir", Set.of("EFAULT")),
        Map.entry("unlink", Set.of("EFAULT")),
        Map.entry("rmdir", Set.of("EFAULT")),
        Map.entry("rename", Set.of("EFAULT")),
        Map.entry("symlink", Set.of("EFAULT")),
        Map.entry("readlink", Set.of("ERANGE", "EFAULT")),
        Map.entry("chmod", Set.of("EFAULT")),
        Map.entry("utimes", Set.of("EFAULT")),
        Map.entry("access", Set.of("EFAULT")));

    private interface PathCall {
        void on(String path);
    }

    private interface SessionCall {
        void on(FileSession session);
    }

    private final Map<String, Map<String, Executable>> causes = new TreeMap<>();
    private Rig rig;
    private Vfs vfs;
    private FakeDisk disk;
    private FakeShare share;
    private final List<FileSession> sessions = new ArrayList<>();

    @BeforeEach
    void makeTree() {
        rig = new Rig(256);
        byte[] hello = "hello".getBytes(StandardCharsets.UTF_8);
        disk = rig.disk(Rig.image(new RomFsWriter(1).file("r/f", 0644, 1, hello).directory("r/d", 0755, 1).link("r/l", "f", 1)));
        vfs = new Vfs(new RomFs("disk", rig.cache(disk, 8, 1)), rig::now);
        vfs.mount("/m", rig.memFs(8));
        vfs.mount("/s", new ShareFs(share = new FakeShare("/s", false), Rig.HostLock::new));
        vfs.mkdir("/m/d", 0755);
        vfs.mkdir("/m/d/e", 0755);
        vfs.mkdir("/m/locked", 0555);
        vfs.mkdir("/m/closed", 0644);
        Rig.put(vfs, "/m/f", "text");
        Rig.put(vfs, "/m/secret", "");
        vfs.chmod("/m/secret", 0);
        vfs.symlink("loop", "/m/loop");
        vfs.symlink("f", "/m/l");
        register();
    }

    @AfterEach
    void nothingIsLost() {
        sessions.forEach(FileSession::close);
        sessions.clear();
        vfs.close();
        rig.close();
    }

    private FileSession open(String path, int flags) {
        FileSession session = vfs.open(path, flags, 0644);
        sessions.add(session);
        return session;
    }

    private void cause(String call, int errno, Executable executable) {
        causes.computeIfAbsent(call, c -> new TreeMap<>()).put(Errno.name(errno), executable);
    }

    /** What any path can have wrong with it, and any device below it. */
    private void path(String call, PathCall action) {
        Map<Integer, String> paths = Map.of(Errno.ENOENT, "/m/none/x", Errno.ENOTDIR, "/m/f/x", Errno.EACCES, "/m/closed/x",
            Errno.ELOOP, "/m/loop/x", Errno.ENAMETOOLONG, "/m/" + "x".repeat(256) + "/y", Errno.EINVAL, "/m/\0");
        paths.forEach((errno, path) -> generalCause(call, errno, () -> action.on(path)));
        for (int errno : new int[] {Errno.EIO, Errno.EAGAIN, Errno.ENODEV}) {
            generalCause(call, errno, () -> {
                share.failure = errno;
                action.on("/s/x/y");
            });
        }
    }

    private void device(String call, SessionCall action) {
        for (int errno : new int[] {Errno.EIO, Errno.EAGAIN, Errno.ENODEV}) {
            generalCause(call, errno, () -> {
                FileSession session = call.equals("readdir") ? open("/s", O_RDONLY) : open("/s/file", O_RDWR | O_CREAT);
                share.failure = errno;
                try {
                    action.on(session);
                } finally {
                    share.failure = 0;
                }
            });
        }
    }

    /** A cause unless the call has one of its own for that error. */
    private void generalCause(String call, int errno, Executable executable) {
        causes.computeIfAbsent(call, c -> new TreeMap<>()).putIfAbsent(Errno.name(errno), executable);
    }

    private void fillMemory() {
        FileSession s = open("/m/fill", O_WRONLY | O_CREAT);
        s.write(new byte[100_000], 0, 100_000);
    }

    private void useUpNodes() {
        for (int i = 0; i < 1200; i++) {
            try {
                vfs.mkdir("/m/d/n" + i, 0755);
            } catch (CallFailed e) {
                return;
            }
        }
    }

    private void register() {
        causes.clear();
        String tooLong = "/m/" + "x".repeat(256);
        byte[] b = new byte[10];
        cause("open", Errno.ENOENT, () -> vfs.open("/m/none", O_RDONLY, 0));
        cause("open", Errno.EEXIST, () -> vfs.open("/m/f", O_RDWR | O_CREAT | O_EXCL, 0));
        cause("open", Errno.EISDIR, () -> vfs.open("/m/d", O_WRONLY, 0));
        cause("open", Errno.ENOTDIR, () -> vfs.open("/m/f", O_DIRECTORY, 0));
        cause("open", Errno.EACCES, () -> vfs.open("/m/secret", O_RDONLY, 0));
        cause("open", Errno.EROFS, () -> vfs.open("/r/f", O_RDWR, 0));
        cause("open", Errno.ELOOP, () -> vfs.open("/m/loop", O_RDONLY, 0));
        cause("open", Errno.EINVAL, () -> vfs.open("/m/f", O_ACCMODE, 0));
        cause("open", Errno.ENAMETOOLONG, () -> vfs.open(tooLong, O_RDONLY, 0));
        cause("read", Errno.EBADF, () -> open("/m/f", O_WRONLY).read(b, 0, 1));
        cause("read", Errno.EISDIR, () -> open("/m/d", O_RDONLY).read(b, 0, 1));
        cause("read", Errno.EIO, () -> {
            FileSession s = open("/r/f", O_RDONLY);
            disk.failures.set(1);
            s.read(b, 0, 1);
        });
        cause("write", Errno.EBADF, () -> open("/m/f", O_RDONLY).write(b, 0, 1));
        cause("write", Errno.ENOSPC, () -> {
            fillMemory();
            open("/m/g", O_WRONLY | O_CREAT).write(b, 0, 1);
        });
        cause("write", Errno.EFBIG, () -> {
            FileSession s = open("/m/f", O_WRONLY);
            s.seek(Long.MAX_VALUE, SEEK_SET);
            s.write(b, 0, 1);
        });
        cause("pread", Errno.EBADF, () -> open("/m/f", O_WRONLY).pread(b, 0, 1, 0));
        cause("pread", Errno.EINVAL, () -> open("/m/f", O_RDONLY).pread(b, 0, 1, -1));
        cause("pwrite", Errno.EBADF, () -> open("/m/f", O_RDONLY).pwrite(b, 0, 1, 0));
        cause("pwrite", Errno.EINVAL, () -> open("/m/f", O_WRONLY).pwrite(b, 0, 1, -1));
        cause("pwrite", Errno.ENOSPC, () -> {
            fillMemory();
            open("/m/g", O_WRONLY | O_CREAT).pwrite(b, 0, 1, 0);
        });
        cause("seek", Errno.EINVAL, () -> open("/m/f", O_RDONLY).seek(-1, SEEK_SET));
        cause("truncate", Errno.EBADF, () -> open("/m/f", O_RDONLY).truncate(0));
        cause("truncate", Errno.EINVAL, () -> open("/m/f", O_WRONLY).truncate(-1));
        cause("truncate", Errno.ENOSPC, () -> open("/s/full", O_WRONLY | O_CREAT).truncate(1 << 20));
        cause("sync", Errno.EIO, () -> open("/s/broken", O_WRONLY | O_CREAT).sync());
        cause("stat", Errno.ENOENT, () -> Rig.stat(vfs, "/m/none"));
        cause("stat", Errno.ENOTDIR, () -> Rig.stat(vfs, "/m/f/x"));
        cause("stat", Errno.EFAULT, () -> vfs.stat("/m/f", new long[ST_LENGTH - 1], false));
        cause("stat", Errno.ELOOP, () -> Rig.stat(vfs, "/m/loop"));
        cause("fstat", Errno.EFAULT, () -> open("/m/f", O_RDONLY).stat(new long[1]));
        cause("readdir", Errno.ENOTDIR, () -> open("/m/f", O_RDONLY).readdir(b));
        cause("readdir", Errno.EINVAL, () -> open("/m", O_RDONLY).readdir(new byte[1]));
        cause("mkdir", Errno.EEXIST, () -> vfs.mkdir("/m/f", 0755));
        cause("mkdir", Errno.ENOENT, () -> vfs.mkdir("/m/none/x", 0755));
        cause("mkdir", Errno.ENOTDIR, () -> vfs.mkdir("/m/f/x", 0755));
        cause("mkdir", Errno.EROFS, () -> vfs.mkdir("/r/x", 0755));
        cause("mkdir", Errno.EACCES, () -> vfs.mkdir("/m/locked/x", 0755));
        cause("mkdir", Errno.ENOSPC, () -> {
            useUpNodes();
            vfs.mkdir("/m/x", 0755);
        });
        cause("unlink", Errno.ENOENT, () -> vfs.unlink("/m/none"));
        cause("unlink", Errno.EISDIR, () -> vfs.unlink("/m/d"));
        cause("unlink", Errno.EROFS, () -> vfs.unlink("/r/f"));
        cause("unlink", Errno.EACCES, () -> {
            vfs.chmod("/m/d", 0755);
            Rig.put(vfs, "/m/d/x", "");
            vfs.chmod("/m/d", 0555);
            vfs.unlink("/m/d/x");
        });
        cause("rmdir", Errno.ENOENT, () -> vfs.rmdir("/m/none"));
        cause("rmdir", Errno.ENOTDIR, () -> vfs.rmdir("/m/l"));
        cause("rmdir", Errno.ENOTEMPTY, () -> vfs.rmdir("/m/d"));
        cause("rmdir", Errno.EBUSY, () -> vfs.rmdir("/m"));
        cause("rmdir", Errno.EROFS, () -> vfs.rmdir("/r/d"));
        cause("rename", Errno.ENOENT, () -> vfs.rename("/m/none", "/m/x"));
        cause("rename", Errno.EXDEV, () -> vfs.rename("/m/f", "/s/f"));
        cause("rename", Errno.EISDIR, () -> vfs.rename("/m/f", "/m/d"));
        cause("rename", Errno.ENOTDIR, () -> vfs.rename("/m/d", "/m/f"));
        cause("rename", Errno.ENOTEMPTY, () -> vfs.rename("/m/locked", "/m/d"));
        cause("rename", Errno.EINVAL, () -> vfs.rename("/m/d", "/m/d/e/x"));
        cause("rename", Errno.EROFS, () -> vfs.rename("/r/f", "/r/g"));
        cause("symlink", Errno.EEXIST, () -> vfs.symlink("x", "/m/f"));
        cause("symlink", Errno.ENOENT, () -> vfs.symlink("x", "/m/none/l"));
        cause("symlink", Errno.EROFS, () -> vfs.symlink("x", "/r/x"));
        cause("symlink", Errno.ENOTSUP, () -> vfs.symlink("x", "/s/x"));
        cause("readlink", Errno.ENOENT, () -> vfs.readlink("/m/none"));
        cause("readlink", Errno.EINVAL, () -> vfs.readlink("/r/f"));
        cause("chmod", Errno.ENOENT, () -> vfs.chmod("/m/none", 0));
        cause("chmod", Errno.EROFS, () -> vfs.chmod("/r/f", 0));
        cause("chmod", Errno.ENOTSUP, () -> vfs.chmod("/s", 0));
        cause("utimes", Errno.ENOENT, () -> vfs.utimes("/m/none", 0, 0));
        cause("utimes", Errno.EROFS, () -> vfs.utimes("/r/f", 0, 0));
        cause("access", Errno.ENOENT, () -> vfs.access("/m/none", F_OK));
        cause("access", Errno.EACCES, () -> vfs.access("/m/secret", R_OK));
        cause("access", Errno.EROFS, () -> vfs.access("/r/f", W_OK));
        cause("access", Errno.ENOTDIR, () -> vfs.access("/m/f/x", F_OK));
        cause("statfs", Errno.ENOENT, () -> vfs.statfs("/m/none", new long[FS_LENGTH]));
        cause("statfs", Errno.EFAULT, () -> vfs.statfs("/m", new long[1]));
        cause("open", Errno.ENOSPC, () -> {
            useUpNodes();
            vfs.open("/m/x", O_WRONLY | O_CREAT, 0644);
        });
        cause("pread", Errno.EISDIR, () -> open("/m/d", O_RDONLY).pread(b, 0, 1, 0));
        cause("pwrite", Errno.EFBIG, () -> open("/m/f", O_WRONLY).pwrite(b, 0, 1, Long.MAX_VALUE));
        cause("rmdir", Errno.EACCES, () -> {
            vfs.chmod("/m/d", 0555);
            vfs.rmdir("/m/d/e");
        });
        cause("rmdir", Errno.EINVAL, () -> vfs.rmdir("/m/d/."));
        cause("rename", Errno.EACCES, () -> vfs.rename("/m/f", "/m/locked/f"));
        cause("rename", Errno.EBUSY, () -> vfs.rename("/m/d/.", "/m/x"));
        cause("symlink", Errno.EACCES, () -> vfs.symlink("x", "/m/locked/l"));
        cause("symlink", Errno.ENOSPC, () -> {
            useUpNodes();
            vfs.symlink("x", "/m/x");
        });
        cause("access", Errno.EINVAL, () -> vfs.access("/m/f", 8));
        path("open", p -> vfs.open(p, O_RDONLY, 0));
        path("stat", p -> Rig.stat(vfs, p));
        path("mkdir", p -> vfs.mkdir(p, 0755));
        path("unlink", vfs::unlink);
        path("rmdir", vfs::rmdir);
        path("rename", p -> vfs.rename(p, "/m/target"));
        path("symlink", p -> vfs.symlink("x", p));
        path("readlink", vfs::readlink);
        path("chmod", p -> vfs.chmod(p, 0));
        path("utimes", p -> vfs.utimes(p, 0, 0));
        path("access", p -> vfs.access(p, F_OK));
        path("statfs", p -> vfs.statfs(p, new long[FS_LENGTH]));
        device("read", s -> s.read(b, 0, 1));
        device("write", s -> s.write(b, 0, 1));
        device("pread", s -> s.pread(b, 0, 1, 0));
        device("pwrite", s -> s.pwrite(b, 0, 1, 0));
        device("seek", s -> s.seek(0, SEEK_END));
        device("truncate", s -> s.truncate(1));
        device("sync", FileSession::sync);
        device("fstat", s -> s.stat(new long[ST_LENGTH]));
        device("readdir", s -> s.readdir(new byte[100]));
    }

    @TestFactory
    List<DynamicTest> eachListedErrorComesFromItsCause() {
        List<DynamicTest> tests = new ArrayList<>();
        causes.forEach((call, errors) -> errors.keySet().forEach(name -> tests.add(DynamicTest.dynamicTest(call + " " + name,
            () -> {
                nothingIsLost();
                makeTree();
                Rig.fails(number(name), causes.get(call).get(name));
            }))));
        return tests;
    }

    private static int number(String name) {
        try {
            return Errno.class.getField(name).getInt(null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void noListedErrorIsForgottenAndNoneIsInvented() {
        Map<String, Set<String>> listed = new TreeMap<>();
        for (Method method : SystemCalls.class.getMethods()) {
            if (causes.containsKey(method.getName())) {
                Set<String> names = new TreeSet<>();
                Call call = method.getAnnotation(Call.class);
                addNames(names, call.errors());
                if (call.path()) {
                    addNames(names, Call.PATH_ERRORS);
                }
                if (call.path() || call.device()) {
                    addNames(names, Call.DEVICE_ERRORS);
                }
                names.removeAll(NOT_OURS.getOrDefault(method.getName(), Set.of()));
                listed.put(method.getName(), names);
            }
        }
        Map<String, Set<String>> provoked = new TreeMap<>();
        causes.forEach((call, errors) -> provoked.put(call, errors.keySet()));
        assertEquals(listed, provoked);
    }

    private static void addNames(Set<String> names, String[] errors) {
        for (String error : errors) {
            names.add(error.substring(0, error.indexOf(':')));
        }
    }
}

package org.sluice.apps.usertests;

import java.nio.charset.StandardCharsets;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.Signals;
import org.sluice.abi.Spawn;
import org.sluice.abi.SystemCalls;

/** What tests share: the calls, a folder of their own, children, and the comparison of before and after. */
final class Kit {
    /** The answer is no. */
    static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failed(String problem) {
            super(problem);
        }
    }

    /** Something that becomes true without this process' doing. */
    interface Condition {
        boolean holds();
    }

    static final String PROGRAM = "/bin/usertests";
    /** No process, group or thread has it. */
    static final int NOBODY = 99_999_999;
    static final int NO_HANDLE = 999;
    private static final long STEP_NANOS = 1_000_000;
    private static final int STEPS = 5_000;

    final SystemCalls calls;
    /** Made at the start, removed with all in it at the end. */
    final String folder;

    Kit(SystemCalls calls) {
        this.calls = calls;
        folder = "/tmp/usertests." + calls.getpid();
        ok("mkdir", calls.mkdir(folder, 0755));
    }

    void close() {
        remove(folder);
    }

    // ---- answers

    static void check(boolean holds, String problem) {
        if (!holds) {
            throw new Failed(problem);
        }
    }

    static void equal(long expected, long actual, String what) {
        if (expected != actual) {
            throw new Failed(what + " is " + actual + " instead of " + expected);
        }
    }

    /** Passes a result of a call through that must be no error. */
    static int ok(String call, int result) {
        if (result < 0) {
            throw new Failed(call + " gives " + Errno.name(-result));
        }
        return result;
    }

    /** A result of a call that must be one certain error. */
    static void fails(int errno, long result, String what) {
        if (result != -errno) {
            throw new Failed(what + " gives " + name(result) + " instead of " + Errno.name(errno));
        }
    }

    static String name(long result) {
        return result < 0 && result > -4096 ? Errno.name((int) -result) : Long.toString(result);
    }

    /** Waits until something holds; a test that hangs says so after a while. */
    void until(String what, Condition condition) {
        for (int i = 0; !condition.holds(); i++) {
            check(i < STEPS, "waited in vain: " + what);
            calls.sleep(STEP_NANOS);
        }
    }

    // ---- files

    String path(String name) {
        return folder + "/" + name;
    }

    int open(String path, int flags) {
        return ok("open " + path, calls.open(path, flags, 0644));
    }

    void write(String path, String text) {
        int handle = open(path, FileFlags.O_WRONLY | FileFlags.O_CREAT | FileFlags.O_TRUNC);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ok("write", calls.write(handle, bytes, 0, bytes.length));
        ok("close", calls.close(handle));
    }

    String read(String path) {
        int handle = calls.open(path, FileFlags.O_RDONLY, 0);
        if (handle < 0) {
            return "";
        }
        byte[] bytes = new byte[64 << 10];
        int length = 0;
        int n;
        while (length < bytes.length && (n = calls.read(handle, bytes, length, bytes.length - length)) > 0) {
            length += n;
        }
        calls.close(handle);
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** Removes a file or folder and all below. */
    void remove(String path) {
        if (calls.unlink(path) == 0) {
            return;
        }
        if (calls.chmod(path, 0755) < 0) {
            // A link that leads nowhere, in a folder that may not be changed.
            return;
        }
        int handle = calls.open(path, FileFlags.O_RDONLY, 0);
        if (handle >= 0) {
            byte[] names = new byte[8192];
            int n;
            while ((n = calls.readdir(handle, names)) > 0) {
                int start = 0;
                for (int i = 0; i < n; i++) {
                    if (names[i] == 0) {
                        remove(path + "/" + new String(names, start, i - start, StandardCharsets.UTF_8));
                        start = i + 1;
                    }
                }
            }
            calls.close(handle);
        }
        calls.rmdir(path);
    }

    /** Both ends of a new pipe: reading, writing. */
    int[] pipe() {
        int[] ends = new int[2];
        ok("pipe", calls.pipe(ends));
        return ends;
    }

    void close(int... handles) {
        for (int handle : handles) {
            ok("close", calls.close(handle));
        }
    }

    // ---- children

    /** Starts this program as a child in a mode of {@link Children}; it gets the given handles and no other. */
    int child(int[] handles, String... modeAndArguments) {
        return ok("spawn", spawn(PROGRAM, handles, Spawn.GROUP_INHERIT, modeAndArguments));
    }

    /** As {@link #child}, in a process group of its own. */
    int leader(int[] handles, String... modeAndArguments) {
        return ok("spawn", spawn(PROGRAM, handles, Spawn.GROUP_NEW, modeAndArguments));
    }

    int spawn(String path, int[] handles, int group, String... modeAndArguments) {
        String[] argv = new String[modeAndArguments.length + 2];
        argv[0] = "usertests";
        argv[1] = UserTests.CHILD;
        System.arraycopy(modeAndArguments, 0, argv, 2, modeAndArguments.length);
        return calls.spawn(path, argv, new String[0], handles, null, group, 0);
    }

    /** Waits for a child's end; its exit status as the shell sees it. */
    int await(int pid) {
        int[] status = new int[1];
        int result;
        do {
            result = calls.waitProcess(pid, 0, status);
        } while (result == -Errno.EINTR);
        equal(pid, result, "the child waited for");
        return Spawn.exitStatus(status[0]);
    }

    void kill(int pid) {
        ok("kill", calls.kill(pid, Signals.KILL));
        equal(128 + Signals.KILL, await(pid), "exit status of a killed child");
    }

    /** Whether a thread of a process is blocked on what is named so. */
    boolean blocked(int pid, String reason) {
        return read("/proc/" + pid + "/stacks").contains("BLOCKED on " + reason + "\n");
    }

    void untilBlocked(int pid, String reason) {
        for (int i = 0; !blocked(pid, reason); i++) {
            check(i < STEPS, "process " + pid + " never blocks on " + reason + ": " + read("/proc/" + pid + "/stacks"));
            calls.sleep(STEP_NANOS);
        }
    }

    // ---- before and after

    /** What the machine has given out. */
    record Balance(long frames, long objects, long ports, int processes, long handles, long threads) {
    }

    private static long number(String text, String key) {
        int at = text.indexOf(key);
        if (at < 0) {
            return -1;
        }
        int start = at + key.length();
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return Long.parseLong(text.substring(start, end));
    }

    Balance balance() {
        String kernel = read("/proc/kernel");
        String self = read("/proc/self/status");
        // what this process keeps of areas it has released is its own, not lost
        return new Balance(number(kernel, "frames_free") + number(self, "AreaFramesKept:"), number(kernel, "objects_open"), number(kernel, "ports"), processes(),
            number(self, "HandleCount:"), number(self, "Threads:"));
    }

    int processes() {
        int handle = open("/proc", FileFlags.O_RDONLY);
        byte[] names = new byte[32 << 10];
        int count = 0;
        int n;
        while ((n = calls.readdir(handle, names)) > 0) {
            for (int i = 0; i < n; i++) {
                if (names[i] == 0 && Character.isDigit(names[i - 1])) {
                    count++;
                }
            }
        }
        calls.close(handle);
        return count;
    }

    /** Compares with an earlier balance; ends that are under way may take a moment. */
    void balanced(Balance before) {
        for (int i = 0; i < 2000 && !balance().equals(before); i++) {
            calls.sleep(STEP_NANOS);
        }
        Balance now = balance();
        check(now.equals(before), "left over: " + now + " instead of " + before);
    }

    /**
     * Does something some times and compares before and after. It is done twice before that, because the first time classes
     * are loaded and files cached.
     */
    void balanced(int times, UserTest.Body body) throws Exception {
        body.run(this);
        body.run(this);
        // A thread that was joined, or a process that was waited for, may have its last step still before it.
        until("the first threads are gone", () -> balance().threads() == 1);
        Balance before = balance();
        for (int i = 0; i < times; i++) {
            body.run(this);
        }
        balanced(before);
    }
}

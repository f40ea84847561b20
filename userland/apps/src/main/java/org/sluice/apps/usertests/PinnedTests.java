package org.sluice.apps.usertests;

import java.util.List;
import org.sluice.abi.FileFlags;
import org.sluice.abi.SystemCalls;
import org.sluice.sys.Sys;

/** Threads that cannot leave their processor, because the JVM is below them on the stack. */
final class PinnedTests {
    private static final SystemCalls CALLS = Sys.calls();
    private static int[] pipe;

    private PinnedTests() {
    }

    static void addTo(List<UserTest> tests) {
        tests.add(new UserTest("pinned", "do others go on while a static initialiser reads, sleeps and waits?", PinnedTests::pinned));
    }

    /** Its initialiser reads a file, sleeps, and waits for a byte. */
    private static final class Slow {
        static final int BYTES;
        static final int GOT;

        static {
            int file = CALLS.open("/etc/passwd", FileFlags.O_RDONLY, 0);
            BYTES = CALLS.read(file, new byte[100], 0, 100);
            CALLS.close(file);
            CALLS.sleep(5_000_000);
            byte[] b = new byte[1];
            GOT = CALLS.read(pipe[0], b, 0, 1) == 1 ? b[0] : -1;
        }
    }

    private static void pinned(Kit kit) throws Exception {
        pipe = kit.pipe();
        int[] result = new int[2];
        Thread thread = new Thread(() -> {
            result[0] = Slow.BYTES;
            result[1] = Slow.GOT;
        });
        thread.start();
        kit.untilBlocked(CALLS.getpid(), "pipe read");
        // All of this on the processors that are left, which may be none but a spare.
        Kit.equal(7, kit.await(kit.child(new int[0], "exit", "7")), "exit status of a process meanwhile");
        long before = CALLS.clock(SystemCalls.CLOCK_MONOTONIC);
        CALLS.sleep(1_000_000);
        Kit.check(CALLS.clock(SystemCalls.CLOCK_MONOTONIC) - before >= 1_000_000, "time stood still");
        Kit.equal(0, result[1], "what the initialiser has got");
        Kit.equal(1, CALLS.write(pipe[1], new byte[] {42}, 0, 1), "bytes sent to it");
        thread.join();
        Kit.check(result[0] > 0, "the initialiser read " + Kit.name(result[0]));
        Kit.equal(42, result[1], "what the initialiser got");
        kit.close(pipe);
    }
}

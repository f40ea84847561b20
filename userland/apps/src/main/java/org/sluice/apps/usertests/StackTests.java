package org.sluice.apps.usertests;

import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.Signals;
import org.sluice.abi.SystemCalls;

/** Calls with hardly any stack left. */
final class StackTests {
    /** From the deepest level up an attempt is made at each, until so many were not refused for want of stack. */
    private static final int MADE = 150;

    private StackTests() {
    }

    static void addTo(List<UserTest> tests) {
        tests.add(new UserTest("stack", "does a call near the end of the stack do all or nothing?", StackTests::stack));
    }

    private interface Attempt {
        void run();
    }

    private static int refused;
    private static int made;

    /** Goes down to the end of the stack and makes attempts on the way up; returns how far up it is. */
    private static int descend(Attempt attempt, int every) {
        int above;
        try {
            above = descend(attempt, every);
        } catch (StackOverflowError e) {
            above = 0;
        }
        if (made < MADE && above % every == 0) {
            try {
                attempt.run();
                made++;
            } catch (StackOverflowError e) {
                refused++;
            }
        }
        return above + 1;
    }

    private static void stack(Kit kit) throws Exception {
        SystemCalls c = kit.calls;
        byte[] b = new byte[64];
        long[] stat = new long[FileFlags.ST_LENGTH];
        int[] pipe = kit.pipe();
        int port = Kit.ok("portCreate", c.portCreate("usertests.stack"));
        int client = Kit.ok("portConnect", c.portConnect("usertests.stack"));
        int self = c.threadSelf();
        String file = kit.path("deep");
        kit.write(file, "text");
        int[] handle = {-1};
        Attempt[] attempts = {
            () -> c.write(pipe[1], b, 0, 1),
            () -> c.read(pipe[0], b, 0, Math.max(0, c.available(pipe[0]))),
            () -> c.stat(file, stat, 0),
            () -> {
                handle[0] = c.open(file, FileFlags.O_RDWR, 0);
                if (handle[0] >= 0) {
                    kit.calls.pwrite(handle[0], b, 0, 4, 0);
                }
            },
            () -> c.threadYield(),
            () -> c.clock(SystemCalls.CLOCK_MONOTONIC),
            () -> c.kill(Kit.NOBODY, Signals.TERM),
            () -> c.random(b, 0, 8),
            () -> c.sleep(1),
            () -> {
                c.unpark(self);
                c.park(-1);
            },
            () -> {
                c.threadInterrupt(self);
                c.portCall(client, new long[1], new int[] {pipe[0]}, null);
                c.threadClearInterrupt();
            },
            () -> c.spawn(kit.path("none"), new String[] {"x"}, new String[0], new int[0], null, -1, 0),
            () -> c.rename(kit.path("none"), kit.path("none2")),
            () -> c.mkdir(kit.path("made"), 0755),
            () -> c.rmdir(kit.path("made"))};
        // Once from far up, so that classes and caches are there; then the balance must stay.
        for (Attempt attempt : attempts) {
            attempt.run();
            closeAbove(c, client);
            c.threadClearInterrupt();
        }
        descend(attempts[5], 1);
        c.rmdir(kit.path("made"));
        drain(c, pipe[0], b);
        Kit.Balance before = kit.balance();
        for (int i = 0; i < attempts.length; i++) {
            refused = 0;
            made = 0;
            descend(attempts[i], 1);
            Kit.check(refused > 0 && made > 0, "attempt " + i + ": refused " + refused + ", made " + made);
            closeAbove(c, client);
            c.threadClearInterrupt();
            drain(c, pipe[0], b);
            stillSound(kit, pipe, b);
        }
        startProcesses(kit);
        c.rmdir(kit.path("made"));
        kit.balanced(before);
        kit.close(pipe);
        kit.close(port, client);
    }

    /** Closes what attempts opened, which they themselves may have no stack left to do. */
    private static void closeAbove(SystemCalls c, int highest) {
        for (int handle = highest + 1; handle <= highest + 2 * MADE; handle++) {
            c.close(handle);
        }
    }

    private static void drain(SystemCalls c, int reader, byte[] b) {
        while (c.available(reader) > 0) {
            c.read(reader, b, 0, b.length);
        }
    }

    /** Locks are free, lists are whole: everything works as before. */
    private static void stillSound(Kit kit, int[] pipe, byte[] b) {
        SystemCalls c = kit.calls;
        Kit.equal(3, c.write(pipe[1], b, 0, 3), "bytes written afterwards");
        Kit.equal(3, c.read(pipe[0], b, 0, 3), "bytes read afterwards");
        Kit.fails(Errno.EAGAIN, c.signalWait(0), "a wait for signals afterwards");
        Kit.ok("stat", c.stat(kit.path("deep"), new long[FileFlags.ST_LENGTH], 0));
    }

    private static void startProcesses(Kit kit) {
        SystemCalls c = kit.calls;
        int[] count = new int[1];
        refused = 0;
        made = MADE - 10;
        String[] argv = {"usertests", UserTests.CHILD, "exit", "0"};
        descend(() -> {
            int pid = c.spawn(Kit.PROGRAM, argv, new String[0], new int[0], null, -1, 0);
            count[0] += pid > 0 ? 1 : 0;
        }, 100);
        int[] status = new int[1];
        int waited = 0;
        while (c.waitProcess(-1, 0, status) > 0) {
            waited++;
        }
        Kit.check(waited == count[0] && waited > 0, waited + " processes waited for, " + count[0] + " started");
    }
}

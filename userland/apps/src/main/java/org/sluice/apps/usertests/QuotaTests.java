package org.sluice.apps.usertests;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.Signals;
import org.sluice.abi.SystemCalls;

/** What happens at the limits, and afterwards. */
final class QuotaTests {
    private static final int THREADS = 1024;
    private static final int HANDLES = 4096;
    private static final int PROCESSES = 1024;

    private QuotaTests() {
    }

    static void addTo(List<UserTest> tests) {
        tests.add(new UserTest("handles", "do handles end at the quota, and come back?", QuotaTests::handles));
        tests.add(new UserTest("threads", "do threads end at the quota, and come back?", QuotaTests::threads));
        tests.add(new UserTest("memory", "is heap refused beyond the quota, and given back?", QuotaTests::memory));
        tests.add(new UserTest("forkbomb", "does a fork bomb stop at the limit, and die as one?", QuotaTests::forkBomb));
    }

    /** Makes a call while no handle is free. */
    static long withAllHandles(Kit kit, ErrorCauses.Action action) {
        List<Integer> opened = new ArrayList<>();
        try {
            int handle;
            while ((handle = kit.calls.open("/dev/null", FileFlags.O_RDONLY, 0)) >= 0) {
                opened.add(handle);
            }
            Kit.fails(Errno.EMFILE, handle, "open without a free handle");
            return action.run();
        } finally {
            for (int handle : opened) {
                kit.calls.close(handle);
            }
        }
    }

    private static void handles(Kit kit) throws Exception {
        kit.balanced(3, k -> {
            int[] highest = new int[1];
            withAllHandles(k, () -> {
                highest[0] = HANDLES - 1;
                return k.calls.fstat(HANDLES - 1, new long[FileFlags.ST_LENGTH]);
            });
            Kit.equal(HANDLES - 1, highest[0], "the last handle");
            int a = k.open("/dev/null", FileFlags.O_RDONLY);
            int b = k.open("/dev/null", FileFlags.O_RDONLY);
            k.close(a);
            Kit.equal(a, k.open("/dev/null", FileFlags.O_RDONLY), "the lowest free handle");
            k.close(a, b);
        });
    }

    /** Starts threads until one is refused, lets all go, and returns the refusal. */
    static long threadsUntilRefused(Kit kit) {
        SystemCalls calls = kit.calls;
        long before = kit.balance().threads();
        AtomicBoolean go = new AtomicBoolean();
        List<Integer> ids = new ArrayList<>();
        int result;
        while ((result = calls.threadStart(() -> {
            while (!go.get()) {
                calls.park(-1);
            }
        }, "parked", 5, false)) >= 0) {
            ids.add(result);
        }
        go.set(true);
        for (int id : ids) {
            calls.unpark(id);
        }
        Kit.check(ids.size() >= THREADS / 2 && ids.size() < THREADS, "refused after " + ids.size() + " threads");
        kit.until("all threads end", () -> kit.balance().threads() <= before);
        return result;
    }

    private static void threads(Kit kit) throws Exception {
        kit.balanced(2, k -> Kit.fails(Errno.EAGAIN, threadsUntilRefused(k), "a thread beyond the quota"));
    }

    private static void memory(Kit kit) {
        long[] info = new long[SystemCalls.MEMORY_LENGTH];
        Kit.ok("memory", kit.calls.memory(info));
        long quota = info[SystemCalls.MEMORY_QUOTA];
        int refused = 0;
        for (int i = 0; i < 2; i++) {
            try {
                long[][] all = new long[1 << 20][];
                for (int k = 0; k < all.length; k++) {
                    all[k] = new long[1 << 20];
                }
            } catch (OutOfMemoryError e) {
                refused++;
            }
            Kit.ok("memory", kit.calls.memory(info));
            Kit.check(info[SystemCalls.MEMORY_PROCESS] <= quota, "more than the quota is charged");
        }
        Kit.equal(2, refused, "refusals");
        byte[] after = new byte[16 << 20];
        Kit.equal(0, after[after.length - 1], "the heap afterwards");
    }

    private static void forkBomb(Kit kit) throws Exception {
        kit.kill(kit.leader(new int[0], "block", "sleep"));
        Kit.Balance before = kit.balance();
        int[] pipe = kit.pipe();
        int bomb = kit.leader(new int[] {-1, pipe[1]}, "bomb");
        kit.close(pipe[1]);
        byte[] refusals = new byte[1];
        Kit.equal(1, kit.calls.read(pipe[0], refusals, 0, 1), "the first refusal");
        Kit.equal(Errno.EAGAIN, refusals[0], "what a bomb is told");
        int most = kit.processes();
        Kit.check(most <= PROCESSES, most + " processes at once");
        // Children that are starting still start others' places: what ends must not leave room for new ones for ever.
        for (int i = 0; kit.calls.kill(-bomb, Signals.KILL) == 0; i++) {
            Kit.check(i < 1000, "the bomb does not die");
            kit.calls.sleep(10_000_000);
        }
        Kit.equal(128 + Signals.KILL, kit.await(bomb), "exit status of the bomb");
        Kit.equal(0, kit.calls.read(pipe[0], refusals, 0, 0), "nothing");
        kit.close(pipe[0]);
        kit.until("all processes of the bomb are gone", () -> kit.processes() == before.processes());
        kit.kill(kit.leader(new int[0], "block", "sleep"));
        kit.balanced(before);
    }
}

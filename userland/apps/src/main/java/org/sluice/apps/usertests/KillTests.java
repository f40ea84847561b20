package org.sluice.apps.usertests;

import java.util.List;
import org.sluice.abi.Signals;

/** Kill in every state a process can be in. */
final class KillTests {
    private static final int KILLS = 15;
    /** How a child blocks, and what the kernel then says it is blocked on; empty when it does not block. */
    private static final String[][] STATES = {
        {"sleep", "sleep"}, {"park", "park"}, {"read", "pipe read"}, {"write", "pipe write"}, {"wait", "wait"}, {"signal", "signal"},
        {"receive", "port receive"}, {"call", "port call"}, {"received", "port call"}, {"spin", ""}, {"catch", ""},
        {"monitor", "park"}, {"threads", "sleep"}, {"initializer", "pipe read"}, {"stopped", "stopped"}};

    private KillTests() {
    }

    static void addTo(List<UserTest> tests) {
        for (String[] state : STATES) {
            tests.add(new UserTest("kill." + state[0], "does kill -9 end a process in this state, and leave nothing?",
                kit -> kit.balanced(KILLS, k -> killIn(k, state[0], state[1]))));
        }
        tests.add(new UserTest("kill.start", "does kill -9 end a process that is just starting, and leave nothing?",
            kit -> kit.balanced(KILLS, KillTests::killStarting)));
    }

    private static void killIn(Kit kit, String how, String reason) {
        int[] empty = kit.pipe();
        int[] filled = kit.pipe();
        int pid = kit.leader(new int[] {empty[0], filled[1]}, "block", how);
        if (reason.isEmpty()) {
            kit.until("it runs", () -> kit.read("/proc/" + pid + "/stacks").contains("Children.block"));
        } else {
            kit.untilBlocked(pid, reason);
        }
        Kit.ok("kill", kit.calls.kill(-pid, Signals.KILL));
        Kit.equal(128 + Signals.KILL, kit.await(pid), "exit status of a process killed in " + how);
        kit.close(empty);
        kit.close(filled);
        // A grandchild is nobody's to wait for: it goes by itself.
        kit.until("its group is gone", () -> kit.calls.kill(-pid, 0) < 0);
    }

    private static void killStarting(Kit kit) {
        for (int delay = 0; delay < 10; delay++) {
            int pid = kit.child(new int[0], "block", "sleep");
            kit.calls.sleep(delay * 1_000_000L);
            kit.kill(pid);
        }
    }
}

package org.sluice.apps.usertests;

import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.abi.Signals;
import org.sluice.abi.Spawn;
import org.sluice.abi.SystemCalls;

/** Starting, ending, waiting, signals. */
final class ProcessTests {
    private ProcessTests() {
    }

    static void addTo(List<UserTest> tests) {
        tests.add(new UserTest("exits", "does a parent learn each status, once?", ProcessTests::exits));
        tests.add(new UserTest("orphans", "does an orphan go on, and go without a trace?", ProcessTests::orphans));
        tests.add(new UserTest("signals", "are signals caught, ignored and obeyed?", ProcessTests::signals));
        tests.add(new UserTest("stops", "does a stopped process stop, be seen stopped, and go on?", ProcessTests::stops));
        tests.add(new UserTest("groups", "does a signal to a group reach its members only?", ProcessTests::groups));
        tests.add(new UserTest("programs", "is what is no program refused without a trace?", ProcessTests::programs));
        tests.add(new UserTest("interrupts", "does an interrupt end the blocking call, and only one?", ProcessTests::interrupts));
    }

    private static void exits(Kit kit) throws Exception {
        kit.balanced(2, k -> {
            int[] pids = new int[5];
            for (int i = 0; i < pids.length; i++) {
                pids[i] = k.child(new int[0], "exit", Integer.toString(i * 60));
            }
            for (int i = pids.length - 1; i >= 0; i--) {
                Kit.equal(i * 60, k.await(pids[i]), "exit status");
                Kit.fails(Errno.ECHILD, k.calls.waitProcess(pids[i], 0, new int[1]), "waiting again");
            }
            Kit.fails(Errno.ECHILD, k.calls.waitProcess(-1, 0, new int[1]), "waiting without children");
        });
    }

    private static void orphans(Kit kit) throws Exception {
        kit.balanced(2, k -> {
            int[] hold = k.pipe();
            int[] say = k.pipe();
            int parent = k.child(new int[] {hold[0], say[1]}, "orphan");
            k.close(hold[0], say[1]);
            Kit.equal(0, k.await(parent), "exit status of the parent");
            byte[] digits = new byte[12];
            int n = k.calls.read(say[0], digits, 0, digits.length);
            Kit.check(n > 0, "no id came");
            int orphan = Integer.parseInt(new String(digits, 0, n));
            Kit.equal(0, k.calls.kill(orphan, 0), "the orphan's being there");
            Kit.check(k.read("/proc/" + orphan + "/status").contains("PPid:\t0\n"), "an orphan has a parent");
            k.close(hold[1], say[0]);
            k.until("the orphan is gone", () -> k.calls.kill(orphan, 0) == -Errno.ESRCH);
        });
    }

    private static void signals(Kit kit) throws Exception {
        SystemCalls c = kit.calls;
        kit.balanced(2, k -> {
            int[] ready = k.pipe();
            int pid = k.child(new int[] {-1, ready[1]}, "signals");
            k.close(ready[1]);
            Kit.equal(1, c.read(ready[0], new byte[1], 0, 1), "the sign of readiness");
            Kit.ok("kill", c.kill(pid, Signals.INT));
            Kit.ok("kill", c.kill(pid, Signals.CHLD));
            Kit.ok("kill", c.kill(pid, Signals.USR1));
            Kit.equal(Signals.USR1, k.await(pid), "the signal it caught");
            k.close(ready[0]);
            int other = k.child(new int[0], "block", "sleep");
            Kit.ok("kill", c.kill(other, Signals.TERM));
            Kit.equal(128 + Signals.TERM, k.await(other), "exit status after SIGTERM");
        });
    }

    private static void stops(Kit kit) throws Exception {
        SystemCalls c = kit.calls;
        kit.balanced(2, k -> {
            int[] there = k.pipe();
            int[] back = k.pipe();
            int pid = k.child(new int[] {there[0], back[1]}, "echo");
            k.close(there[0], back[1]);
            byte[] b = new byte[1];
            Kit.equal(1, c.write(there[1], b, 0, 1), "bytes sent");
            Kit.equal(1, c.read(back[0], b, 0, 1), "bytes that came back");
            Kit.ok("kill", c.kill(pid, Signals.STOP));
            int[] status = new int[1];
            Kit.equal(pid, c.waitProcess(pid, Spawn.WAIT_UNTRACED, status), "the child that stopped");
            Kit.check(Spawn.isStopped(status[0]), "status word " + status[0]);
            Kit.check(k.read("/proc/" + pid + "/stat").contains(") T "), "it is not shown as stopped");
            Kit.equal(1, c.write(there[1], b, 0, 1), "bytes sent");
            c.sleep(20_000_000);
            Kit.equal(0, c.available(back[0]), "bytes from a stopped process");
            Kit.equal(0, c.waitProcess(pid, Spawn.WAIT_NOHANG | Spawn.WAIT_UNTRACED, status), "a second report");
            Kit.ok("kill", c.kill(pid, Signals.CONT));
            Kit.equal(1, c.read(back[0], b, 0, 1), "bytes that came back");
            k.close(there[1]);
            Kit.equal(0, k.await(pid), "exit status");
            k.close(back[0]);
        });
    }

    private static void groups(Kit kit) throws Exception {
        SystemCalls c = kit.calls;
        kit.balanced(1, k -> {
            int leader = k.leader(new int[0], "block", "sleep");
            int member = Kit.ok("spawn", k.spawn(Kit.PROGRAM, new int[0], leader, "block", "sleep"));
            int stranger = k.leader(new int[0], "block", "sleep");
            Kit.equal(leader, c.getpgid(member), "the member's group");
            Kit.equal(stranger, c.getpgid(stranger), "the stranger's group");
            Kit.ok("kill", c.kill(-leader, Signals.TERM));
            Kit.equal(143, k.await(leader), "exit status of the leader");
            Kit.equal(143, k.await(member), "exit status of the member");
            Kit.fails(Errno.ESRCH, c.kill(-leader, 0), "a signal to a group that is gone");
            k.kill(stranger);
        });
    }

    private static void programs(Kit kit) throws Exception {
        String[] bad = {"", "text", "#!", "#!\n", "#! \n", "#!java\n", "#!java -cp /none x\n", "#!/none\n", "PK", "PK\u0003\u0004",
            "PK\u0003\u0004" + "x".repeat(100), "#!" + "x".repeat(5000)};
        kit.balanced(1, k -> {
            for (String text : bad) {
                k.write(k.path("bad"), text);
                int result = k.spawn(k.path("bad"), new int[0], Spawn.GROUP_INHERIT, "exit", "0");
                Kit.check(result == -Errno.ENOEXEC || result == -Errno.ENOENT, "starting \"" + text + "\" gives " + Kit.name(result));
            }
        });
    }

    private static void interrupts(Kit kit) throws Exception {
        SystemCalls c = kit.calls;
        int[] pipe = kit.pipe();
        int port = Kit.ok("portCreate", c.portCreate("usertests.interrupts"));
        int client = Kit.ok("portConnect", c.portConnect("usertests.interrupts"));
        int sleeper = kit.child(new int[0], "block", "sleep");
        int self = c.threadSelf();
        int pid = c.getpid();
        String[] reasons = {"sleep", "pipe read", "port receive", "port call", "wait", "signal"};
        ErrorCauses.Action[] actions = {
            () -> c.sleep(Long.MAX_VALUE), () -> c.read(pipe[0], new byte[1], 0, 1), () -> c.portReceive(port, new long[8], new int[8], null),
            () -> c.portCall(client, new long[1], null, null), () -> c.waitProcess(sleeper, 0, new int[1]), () -> c.signalWait(-1)};
        for (int i = 0; i < actions.length; i++) {
            String reason = reasons[i];
            Thread interrupter = new Thread(() -> {
                kit.untilBlocked(pid, reason);
                c.threadInterrupt(self);
            });
            if (reason.equals("sleep")) {
                // The interrupter sleeps too, so what it sees may be itself: an interrupt ahead of the call is as good.
                c.threadInterrupt(self);
                Kit.fails(Errno.EINTR, actions[i].run(), reason);
                continue;
            }
            interrupter.start();
            Kit.fails(Errno.EINTR, actions[i].run(), reason);
            interrupter.join();
            Kit.equal(0, c.threadClearInterrupt(), "an interrupt pending after " + reason);
        }
        kit.kill(sleeper);
        kit.close(pipe);
        kit.close(port, client);
    }
}

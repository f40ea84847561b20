package org.sluice.apps.usertests;

import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.Signals;
import org.sluice.abi.Spawn;
import org.sluice.abi.SystemCalls;
import org.sluice.sys.Sys;

/** What processes do that tests start. */
final class Children {
    private static final SystemCalls CALLS = Sys.calls();

    private Children() {
    }

    /** @param args {@link UserTests#CHILD}, the mode, its arguments */
    static int run(String[] args) throws Exception {
        String argument = args.length > 2 ? args[2] : "";
        return switch (args[1]) {
            case "exit" -> Integer.parseInt(argument);
            case "block" -> block(argument);
            case "echo" -> echo();
            case "give" -> give(argument);
            case "handles" -> handles();
            case "bomb" -> bomb();
            case "fuzz" -> FuzzTests.child(Long.parseLong(argument), Integer.parseInt(args[3]), args[4]);
            case "area.foreign" -> AreaTests.childForeign(CALLS, Long.parseLong(argument));
            case "area.send" -> AreaTests.childSend(CALLS, argument);
            case "area.hold" -> AreaTests.childHold(CALLS);
            case "area.give" -> TransferTests.childGive(CALLS);
            case "area.take" -> TransferTests.childTake(CALLS);
            case "area.fill" -> TransferTests.childFill(CALLS);
            case "area.hog" -> AreaTests.childHog(CALLS);
            case "paging" -> PagingTests.child(CALLS, argument, args[3]);
            case "signals" -> signals();
            case "orphan" -> orphan();
            default -> 2;
        };
    }

    /** Blocks for ever in the way named. Handle 0 is an empty pipe, handle 1 one that nobody empties. */
    private static int block(String how) throws Exception {
        switch (how) {
            case "sleep" -> CALLS.sleep(Long.MAX_VALUE);
            case "park" -> {
                while (true) {
                    CALLS.park(-1);
                }
            }
            case "read" -> CALLS.read(0, new byte[1], 0, 1);
            case "write" -> {
                byte[] much = new byte[100_000];
                while (true) {
                    CALLS.write(1, much, 0, much.length);
                }
            }
            case "wait" -> {
                CALLS.spawn(Kit.PROGRAM, new String[] {"usertests", UserTests.CHILD, "block", "sleep"}, new String[0], new int[0],
                    null, Spawn.GROUP_INHERIT, 0);
                CALLS.waitProcess(-1, 0, new int[1]);
            }
            case "signal" -> CALLS.signalWait(-1);
            case "receive" -> CALLS.portReceive(CALLS.portCreate(null), new long[8], new int[8], null);
            case "call" -> {
                int own = CALLS.portCreate("usertests.call." + CALLS.getpid());
                CALLS.portCall(CALLS.portConnect("usertests.call." + CALLS.getpid()), new long[1], new int[] {own, 0}, null);
            }
            case "received" -> {
                String name = "usertests.call." + CALLS.getpid();
                int own = CALLS.portCreate(name);
                new Thread(() -> CALLS.portCall(CALLS.portConnect(name), new long[1], new int[] {0, 1}, null)).start();
                CALLS.portReceive(own, new long[8], new int[8], null);
                CALLS.sleep(Long.MAX_VALUE);
            }
            case "spin" -> {
                while (true) {
                    Thread.onSpinWait();
                }
            }
            case "catch" -> {
                while (true) {
                    try {
                        throw new IllegalStateException();
                    } catch (Throwable e) {
                        CALLS.threadYield();
                    }
                }
            }
            case "monitor" -> {
                Object lock = new Object();
                synchronized (lock) {
                    lock.wait();
                }
            }
            case "threads" -> {
                for (int i = 0; i < 20; i++) {
                    new Thread(() -> CALLS.sleep(Long.MAX_VALUE)).start();
                }
                CALLS.sleep(Long.MAX_VALUE);
            }
            case "initializer" -> Blocked.touch();
            case "stopped" -> CALLS.kill(CALLS.getpid(), Signals.STOP);
            default -> throw new IllegalArgumentException(how);
        }
        return 3;
    }

    /** A class whose initialiser never ends. */
    private static final class Blocked {
        static {
            CALLS.read(0, new byte[1], 0, 1);
        }

        static void touch() {
        }
    }

    /** Copies handle 0 to handle 1. */
    private static int echo() {
        byte[] buffer = new byte[10_000];
        int n;
        while ((n = CALLS.read(0, buffer, 0, buffer.length)) > 0) {
            for (int done = 0; done < n;) {
                int written = CALLS.write(1, buffer, done, n - done);
                if (written < 0) {
                    return -written;
                }
                done += written;
            }
        }
        return -n;
    }

    /** Makes a port, hands the right to receive on it to whoever serves the named port, and ends. */
    private static int give(String name) {
        int port = CALLS.portCreate(null);
        int[] handles = {port};
        int status = CALLS.portCall(CALLS.portConnect(name), new long[] {41}, handles, null);
        return status;
    }

    /** Says which of the first ten handles are open, as bits. */
    private static int handles() {
        int open = 0;
        for (int handle = 0; handle < 8; handle++) {
            if (CALLS.fstat(handle, new long[FileFlags.ST_LENGTH]) == 0) {
                open |= 1 << handle;
            }
        }
        return open;
    }

    /** Starts children that do likewise until the kernel refuses; then waits to be killed. */
    private static int bomb() {
        while (true) {
            int pid = CALLS.spawn(Kit.PROGRAM, new String[] {"usertests", UserTests.CHILD, "bomb"}, new String[0],
                new int[] {-1, 1}, null, Spawn.GROUP_INHERIT, 0);
            if (pid < 0) {
                CALLS.write(1, new byte[] {(byte) -pid}, 0, 1);
                CALLS.sleep(Long.MAX_VALUE);
            }
        }
    }

    /** Catches a signal, says on handle 1 that it is ready, and ends with the signal's number. */
    private static int signals() {
        CALLS.signalAction(Signals.USR1, Signals.CATCH);
        CALLS.signalAction(Signals.INT, Signals.IGNORE);
        CALLS.write(1, new byte[1], 0, 1);
        int signal;
        do {
            signal = CALLS.signalWait(-1);
        } while (signal == -Errno.EINTR);
        return signal;
    }

    /** Starts a child that waits for handle 0 to end, writes its id to handle 1, and goes. */
    private static int orphan() {
        int pid = CALLS.spawn(Kit.PROGRAM, new String[] {"usertests", UserTests.CHILD, "block", "read"}, new String[0],
            new int[] {0}, null, Spawn.GROUP_INHERIT, 0);
        byte[] digits = Integer.toString(pid).getBytes();
        CALLS.write(1, digits, 0, digits.length);
        return 0;
    }
}

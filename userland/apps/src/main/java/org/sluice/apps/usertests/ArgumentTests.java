package org.sluice.apps.usertests;

import java.util.List;
import java.util.Random;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.Spawn;
import org.sluice.abi.SystemCalls;

/** Arguments that are wrong, or do not stay what they were. */
final class ArgumentTests {
    private static final int[] EDGES = {Integer.MIN_VALUE, -1, 0, 1, 99, 100, 101, 1 << 30, Integer.MAX_VALUE};
    private static final int RACES = 2000;

    private ArgumentTests() {
    }

    static void addTo(List<UserTest> tests) {
        tests.add(new UserTest("ranges", "is a range outside its buffer an EFAULT, whatever the numbers?", ArgumentTests::ranges));
        tests.add(new UserTest("lengths", "is a huge transfer cut, and not refused?", ArgumentTests::lengths));
        tests.add(new UserTest("racing", "do arrays that change under a call harm nobody?", ArgumentTests::racing));
        tests.add(new UserTest("rights", "does a handle give no more than it was opened for?", ArgumentTests::rights));
    }

    private interface RangeCall {
        long on(byte[] buffer, int offset, int length);
    }

    private static void ranges(Kit kit) {
        SystemCalls c = kit.calls;
        int zero = kit.open("/dev/zero", FileFlags.O_RDWR);
        RangeCall[] all = {
            (b, o, l) -> c.read(zero, b, o, l), (b, o, l) -> c.write(zero, b, o, l), (b, o, l) -> c.pread(zero, b, o, l, 0),
            (b, o, l) -> c.pwrite(zero, b, o, l, 0), c::random};
        byte[] buffer = new byte[100];
        for (int call = 0; call < all.length; call++) {
            for (int offset : EDGES) {
                Kit.fails(Errno.EFAULT, all[call].on(null, offset, 0), "call " + call + " without a buffer");
                for (int length : EDGES) {
                    boolean inside = offset >= 0 && length >= 0 && (long) offset + length <= buffer.length;
                    long result = all[call].on(buffer, offset, length);
                    Kit.equal(inside ? length : -Errno.EFAULT, result, "call " + call + " at " + offset + "+" + length);
                }
            }
        }
        kit.close(zero);
    }

    private static void lengths(Kit kit) {
        byte[] much = new byte[8 << 20];
        int zero = kit.open("/dev/zero", FileFlags.O_RDONLY);
        int n = Kit.ok("read", kit.calls.read(zero, much, 0, much.length));
        Kit.check(n > 0 && n <= 1 << 20, "one read moves " + n + " bytes");
        kit.close(zero);
        Kit.equal(much.length, kit.calls.random(much, 0, much.length), "random bytes");
        int file = kit.open(kit.path("much"), FileFlags.O_RDWR | FileFlags.O_CREAT);
        for (int done = 0; done < much.length;) {
            n = Kit.ok("write", kit.calls.write(file, much, done, much.length - done));
            Kit.check(n > 0 && n <= 1 << 20, "one write moves " + n + " bytes");
            done += n;
        }
        byte[] back = new byte[much.length];
        for (int done = 0; done < back.length;) {
            n = Kit.ok("pread", kit.calls.pread(file, back, done, back.length - done, done));
            done += n;
        }
        Kit.check(java.util.Arrays.equals(much, back), "what was written comes back changed");
        kit.close(file);
        Kit.ok("unlink", kit.calls.unlink(kit.path("much")));
    }

    private static void racing(Kit kit) throws Exception {
        SystemCalls c = kit.calls;
        int[] pipe = kit.pipe();
        int port = Kit.ok("portCreate", c.portCreate("usertests.racing"));
        int client = Kit.ok("portConnect", c.portConnect("usertests.racing"));
        Kit.Balance before = kit.balance();
        int[] handles = {0, 1, pipe[0], pipe[1]};
        long[] words = new long[8];
        byte[] bytes = new byte[64];
        String[] strings = {"usertests", UserTests.CHILD, "exit", "0"};
        boolean[] stop = new boolean[1];
        Thread disturber = new Thread(() -> {
            Random random = new Random(1);
            while (!stop[0]) {
                handles[random.nextInt(handles.length)] = random.nextInt(12) - 3;
                words[random.nextInt(words.length)] = random.nextLong();
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                strings[random.nextInt(strings.length)] = random.nextBoolean() ? null : UserTests.CHILD;
                Thread.yield();
            }
        });
        disturber.start();
        int self = c.threadSelf();
        for (int i = 0; i < RACES; i++) {
            if (i % 40 == 0) {
                long pid = c.spawn(Kit.PROGRAM, strings, strings, handles, null, Spawn.GROUP_INHERIT, 0);
                if (pid > 0) {
                    kit.await((int) pid);
                } else {
                    Kit.check(pid == -Errno.EFAULT || pid == -Errno.EBADF, "spawn gives " + Kit.name(pid));
                }
            }
            c.threadInterrupt(self);
            long result = c.portCall(client, words, handles, null);
            c.threadClearInterrupt();
            Kit.check(result == -Errno.EINTR || result == -Errno.EBADF, "portCall gives " + Kit.name(result));
            result = c.portReply(i, 0, words, handles, null);
            Kit.check(result == -Errno.ESRCH || result == -Errno.EBADF, "portReply gives " + Kit.name(result));
            Kit.equal(64, c.write(pipe[1], bytes, 0, 64), "bytes written");
            Kit.equal(64, c.read(pipe[0], bytes, 0, 64), "bytes read");
        }
        stop[0] = true;
        c.threadClearInterrupt();
        disturber.join();
        kit.balanced(before);
        kit.close(pipe);
        kit.close(port, client);
    }

    private static void rights(Kit kit) throws Exception {
        SystemCalls c = kit.calls;
        byte[] b = new byte[10];
        kit.balanced(1, k -> {
            k.write(k.path("r"), "text");
            int reading = k.open(k.path("r"), FileFlags.O_RDONLY);
            int copy = Kit.ok("dup", c.dup(reading, -1));
            Kit.fails(Errno.EBADF, c.write(copy, b, 0, 1), "writing to a duplicate of a reading handle");
            Kit.equal(4, c.read(copy, b, 0, 10), "bytes read from a duplicate");
            Kit.equal(0, c.read(reading, b, 0, 10), "bytes left for the original, which shares the position");
            k.close(reading);
            Kit.equal(4, c.pread(copy, b, 0, 10, 0), "bytes read after the original was closed");
            Kit.fails(Errno.EBADF, c.read(reading, b, 0, 1), "reading a closed handle");
            k.close(copy);
            int[] pipe = k.pipe();
            Kit.fails(Errno.EBADF, c.write(pipe[0], b, 0, 1), "writing to the reading end");
            Kit.fails(Errno.EBADF, c.read(pipe[1], b, 0, 1), "reading from the writing end");
            Kit.fails(Errno.EBADF, c.portCall(pipe[0], new long[1], null, null), "calling a pipe");
            Kit.fails(Errno.EBADF, c.portReceive(pipe[0], new long[8], new int[8], null), "receiving from a pipe");
            k.close(pipe);
        });
    }
}

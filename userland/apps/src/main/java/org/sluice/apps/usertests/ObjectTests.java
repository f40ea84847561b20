package org.sluice.apps.usertests;

import java.util.List;
import java.util.Random;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.SystemCalls;

/** Pipes and ports between processes. */
final class ObjectTests {
    private ObjectTests() {
    }

    static void addTo(List<UserTest> tests) {
        tests.add(new UserTest("pipes", "do bytes pass through two processes unchanged?", ObjectTests::pipes));
        tests.add(new UserTest("inherit", "does a child have the handles it was given, and no other?", ObjectTests::inherit));
        tests.add(new UserTest("ports", "do words and handles travel by a port, and is nothing lost?", ObjectTests::ports));
        tests.add(new UserTest("full", "does a message arrive whose handles the receiver has no room for?", ObjectTests::full));
        tests.add(new UserTest("offset", "is a file's position shared by duplicates and children?", ObjectTests::offset));
    }

    private static void pipes(Kit kit) throws Exception {
        kit.balanced(2, k -> {
            int[] there = k.pipe();
            int[] back = k.pipe();
            int pid = k.child(new int[] {there[0], back[1]}, "echo");
            k.close(there[0], back[1]);
            byte[] sent = new byte[200_000];
            new Random(3).nextBytes(sent);
            Thread writer = new Thread(() -> {
                Random sizes = new Random(4);
                for (int done = 0; done < sent.length;) {
                    done += k.calls.write(there[1], sent, done, Math.min(sent.length - done, 1 + sizes.nextInt(9000)));
                }
                k.calls.close(there[1]);
            });
            writer.start();
            byte[] got = new byte[sent.length + 1];
            int length = 0;
            int n;
            while ((n = k.calls.read(back[0], got, length, got.length - length)) > 0) {
                length += n;
            }
            writer.join();
            Kit.equal(sent.length, length, "bytes that came back");
            for (int i = 0; i < length; i++) {
                Kit.equal(sent[i], got[i], "byte " + i);
            }
            Kit.equal(0, k.await(pid), "exit status of the echo");
            k.close(back[0]);
        });
    }

    private static void inherit(Kit kit) throws Exception {
        kit.balanced(1, k -> {
            int file = k.open("/dev/null", FileFlags.O_RDONLY);
            Kit.equal(0b0101, k.await(k.child(new int[] {file, -1, file}, "handles")), "open handles of the child, as bits");
            Kit.equal(0, k.await(k.child(new int[0], "handles")), "open handles of a child that got none");
            k.close(file);
        });
    }

    /**
     * Starts a child that makes a port and hands the right to receive on it over, and waits for its end.
     *
     * @param port its handle, for receiving
     * @param name its name
     * @return the handle that was handed over
     */
    static int receiveGivenPort(Kit kit, int port, String name) {
        int pid = kit.child(new int[0], "give", name);
        long[] words = new long[8];
        int[] handles = new int[8];
        int token = Kit.ok("portReceive", kit.calls.portReceive(port, words, handles, null));
        Kit.equal(41, words[0], "the first word");
        Kit.equal(-1, handles[1], "the handle that was not sent");
        Kit.check(handles[0] >= 0, "no handle came");
        Kit.ok("portReply", kit.calls.portReply(token, 9, words, null, null));
        Kit.equal(9, kit.await(pid), "the status of the reply, which the child ends with");
        return handles[0];
    }

    private static void ports(Kit kit) throws Exception {
        SystemCalls c = kit.calls;
        kit.balanced(3, k -> {
            int port = Kit.ok("portCreate", c.portCreate("usertests.ports"));
            k.close(receiveGivenPort(k, port, "usertests.ports"));
            int client = Kit.ok("portConnect", c.portConnect("usertests.ports"));
            int file = k.open("/dev/zero", FileFlags.O_RDONLY);
            long[] sent = {1, 2, 3};
            int[] handles = {file, -1};
            long[] status = new long[1];
            Thread caller = new Thread(() -> status[0] = c.portCall(client, sent, handles, null));
            caller.start();
            long[] words = new long[8];
            int[] got = new int[8];
            int token = Kit.ok("portReceive", c.portReceive(port, words, got, null));
            Kit.equal(3, words[2], "a word");
            Kit.equal(0, words[3], "a word that was not sent");
            Kit.check(got[0] != file && got[0] >= 0, "the receiver has no handle of its own");
            byte[] b = new byte[1];
            Kit.equal(1, c.read(got[0], b, 0, 1), "bytes read through a handle that came by a port");
            Kit.fails(Errno.EBADF, c.write(got[0], b, 0, 1), "writing through a handle that was for reading");
            Kit.ok("portReply", c.portReply(token, 5, new long[] {7}, new int[] {got[0]}, null));
            Kit.fails(Errno.ESRCH, c.portReply(token, 5, words, null, null), "a second reply");
            caller.join();
            Kit.equal(5, status[0], "the reply's status");
            Kit.equal(7, sent[0], "the reply's word");
            Kit.equal(-1, handles[1], "the handle the reply did not have");
            k.close(handles[0], got[0], file, client, port);
        });
    }

    private static void full(Kit kit) throws Exception {
        SystemCalls c = kit.calls;
        kit.balanced(1, k -> {
            int port = Kit.ok("portCreate", c.portCreate("usertests.full"));
            int client = Kit.ok("portConnect", c.portConnect("usertests.full"));
            int file = k.open("/dev/zero", FileFlags.O_RDONLY);
            long[] status = new long[1];
            Thread caller = new Thread(() -> status[0] = c.portCall(client, new long[1], new int[] {file, file, file}, null));
            QuotaTests.withAllHandles(k, () -> {
                caller.start();
                int[] handles = new int[8];
                int token = Kit.ok("portReceive", c.portReceive(port, new long[8], handles, null));
                for (int handle : handles) {
                    Kit.equal(-1, handle, "a handle without room");
                }
                return Kit.ok("portReply", c.portReply(token, 3, new long[0], null, null));
            });
            caller.join();
            Kit.equal(3, status[0], "the reply's status");
            k.close(file, client, port);
        });
    }

    private static void offset(Kit kit) throws Exception {
        kit.balanced(1, k -> {
            k.write(k.path("offset"), "0123456789");
            int file = k.open(k.path("offset"), FileFlags.O_RDONLY);
            int[] pipe = k.pipe();
            byte[] b = new byte[20];
            Kit.equal(4, k.calls.read(file, b, 0, 4), "bytes read");
            int pid = k.child(new int[] {file, pipe[1]}, "echo");
            k.close(pipe[1]);
            Kit.equal(0, k.await(pid), "exit status of the echo");
            Kit.equal(6, k.calls.read(pipe[0], b, 0, 20), "bytes the child had left");
            Kit.equal('4', b[0], "the first of them");
            Kit.equal(10, k.calls.seek(file, 0, FileFlags.SEEK_CUR), "the position afterwards");
            k.close(file, pipe[0]);
        });
    }
}

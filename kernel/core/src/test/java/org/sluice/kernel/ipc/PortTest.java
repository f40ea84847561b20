package org.sluice.kernel.ipc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.area.Parcel;
import org.sluice.kernel.TestKernel;
import org.sluice.kernel.handle.OpenObject;
import org.sluice.kernel.process.Process;
import org.sluice.kernel.thread.KernelThread;

/** Is every call answered exactly once or failed, and does every reference that travels with one end somewhere? */
class PortTest {
    private static final OpenObject<?>[] NONE = {};

    private final AtomicInteger alive = new AtomicInteger();

    private OpenObject<?> object() {
        alive.incrementAndGet();
        return new OpenObject<>("object", 0, alive::decrementAndGet);
    }

    private static int errno(Executable executable) {
        return assertThrows(CallFailed.class, executable).errno();
    }

    /** A client blocked in a call; its errno is kept, 0 for a reply. */
    private static final class Client {
        final KernelThread thread;
        final long[] words = {1, 2};
        final OpenObject<?>[] reply = new OpenObject<?>[2];
        int errno = -1;
        int status = -1;

        Client(Process process, Port port, OpenObject<?>... handles) {
            thread = TestKernel.start(process, "client", () -> {
                try {
                    status = port.call(words, handles, Parcel.empty(), reply).status();
                    errno = 0;
                } catch (CallFailed e) {
                    errno = e.errno();
                }
            });
            TestKernel.untilBlocked(thread);
        }

        boolean over() {
            return errno >= 0;
        }
    }

    @Test
    void wordsAndHandlesGoThereAndBack() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                PortNames ports = machine.kernel().ports();
                Process server = machine.process("server");
                Port port = ports.create("service", server);
                Client client = new Client(machine.process("client"), ports.find("service"), object(), null);
                Port.Received call = port.receive(server, null, null);
                assertArrayEquals(new long[] {1, 2}, call.words());
                assertEquals(2, call.handles().length);
                call.handles()[0].release();
                assertEquals(0, alive.get());
                assertFalse(client.over());
                ports.reply(server, call.token(), 7, new long[] {10, 20, 30}, new OpenObject<?>[] {object()}, Parcel.empty());
                TestKernel.until(client::over);
                assertEquals(7, client.status);
                assertArrayEquals(new long[] {10, 20}, client.words);
                client.reply[0].release();
                assertEquals(0, alive.get());
            });
        }
    }

    @Test
    void handlesTheCallerHasNoRoomForAreDropped() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                PortNames ports = machine.kernel().ports();
                Process server = machine.process("server");
                Port port = ports.create(null, server);
                Client client = new Client(machine.process("client"), port);
                Port.Received call = port.receive(server, null, null);
                ports.reply(server, call.token(), 0, new long[0], new OpenObject<?>[] {object(), object(), object(), object()}, Parcel.empty());
                TestKernel.until(client::over);
                assertEquals(2, alive.get());
                client.reply[0].release();
                client.reply[1].release();
                assertEquals(0, alive.get());
            });
        }
    }

    @Test
    void tokenOfAnotherOrOfNobodyIsRefusedAndKeepsTheReferences() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                PortNames ports = machine.kernel().ports();
                Process server = machine.process("server");
                Process thief = machine.process("thief");
                Port port = ports.create(null, server);
                Client client = new Client(machine.process("client"), port);
                Port.Received call = port.receive(server, null, null);
                OpenObject<?> mine = object();
                for (int token : new int[] {0, -1, call.token() + 1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
                    assertEquals(Errno.ESRCH,
                        errno(() -> ports.reply(server, token, 0, new long[0], new OpenObject<?>[] {mine}, Parcel.empty())));
                }
                assertEquals(Errno.ESRCH, errno(() -> ports.reply(thief, call.token(), 0, new long[0], NONE, Parcel.empty())));
                assertEquals(1, alive.get());
                assertFalse(client.over());
                ports.reply(server, call.token(), 0, new long[0], NONE, Parcel.empty());
                TestKernel.until(client::over);
                assertEquals(Errno.ESRCH, errno(() -> ports.reply(server, call.token(), 0, new long[0], NONE, Parcel.empty())), "answered twice");
            });
        }
    }

    @Test
    void endOfThePortFailsQueuedAndReceivedCalls() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                PortNames ports = machine.kernel().ports();
                Process server = machine.process("server");
                Port port = ports.create("service", server);
                Process clients = machine.process("clients");
                Client received = new Client(clients, port, object());
                Port.Received call = port.receive(server, null, null);
                Client queued = new Client(clients, port, object());
                assertEquals(2, alive.get());
                ports.closeAll(server);
                TestKernel.until(() -> received.over() && queued.over());
                assertEquals(Errno.EPIPE, received.errno);
                assertEquals(Errno.EPIPE, queued.errno);
                assertEquals(1, alive.get(), "the queued call's reference is dropped, the received one is the server's");
                call.handles()[0].release();
                assertEquals(Errno.EPIPE, errno(() -> port.call(new long[0], new OpenObject<?>[] {object()}, Parcel.empty(), NONE)));
                assertEquals(0, alive.get());
                assertEquals(Errno.EPIPE, errno(() -> port.receive(server, null, null)));
                assertEquals(Errno.ENOENT, errno(() -> ports.find("service")));
                assertEquals(0, ports.count());
            });
        }
    }

    @Test
    void callReceivedByAProcessThatEndsFailsThoughThePortLives() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                PortNames ports = machine.kernel().ports();
                Process owner = machine.process("owner");
                Process worker = machine.process("worker");
                Port port = ports.create(null, owner);
                Client client = new Client(machine.process("client"), port);
                port.receive(worker, null, null);
                ports.closeAll(worker);
                TestKernel.until(client::over);
                assertEquals(Errno.EPIPE, client.errno);
                Client next = new Client(machine.process("client2"), port);
                ports.reply(owner, port.receive(owner, null, null).token(), 0, new long[0], NONE, Parcel.empty());
                TestKernel.until(next::over);
                assertEquals(0, next.errno);
            });
        }
    }

    @Test
    void workerThatIsNotTheOwnerCanAnswer() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                PortNames ports = machine.kernel().ports();
                Port port = ports.create(null, machine.process("owner"));
                Process worker = machine.process("worker");
                Client client = new Client(machine.process("client"), port);
                ports.reply(worker, port.receive(worker, null, null).token(), 3, new long[0], NONE, Parcel.empty());
                TestKernel.until(client::over);
                assertEquals(3, client.status);
            });
        }
    }

    @Test
    void interruptedCallerLeavesNothingBehind() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                PortNames ports = machine.kernel().ports();
                Process server = machine.process("server");
                Process clients = machine.process("clients");
                TestKernel.keep(clients);
                Port port = ports.create(null, server);
                Client queued = new Client(clients, port, object());
                queued.thread.interrupt();
                TestKernel.until(queued::over);
                assertEquals(Errno.EINTR, queued.errno);
                assertEquals(0, alive.get());

                Client received = new Client(clients, port, object());
                Port.Received call = port.receive(server, null, null);
                received.thread.interrupt();
                TestKernel.until(received::over);
                assertEquals(Errno.EINTR, received.errno);
                call.handles()[0].release();
                ports.reply(server, call.token(), 0, new long[0], new OpenObject<?>[] {object()}, Parcel.empty());
                assertEquals(0, alive.get(), "an answer to nobody is dropped");
            });
        }
    }

    @Test
    void answerThatCameBeforeTheKillWasSeenIsDeliveredWhole() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                PortNames ports = machine.kernel().ports();
                Process server = machine.process("server");
                Process victim = machine.process("victim");
                Port port = ports.create(null, server);
                Client client = new Client(victim, port);
                Port.Received call = port.receive(server, null, null);
                machine.kernel().processes().end(victim, 9);
                ports.reply(server, call.token(), 0, new long[0], new OpenObject<?>[] {object(), object()}, Parcel.empty());
                TestKernel.until(() -> victim.state() == Process.State.ZOMBIE);
                assertEquals(2, alive.get());
                client.reply[0].release();
                client.reply[1].release();
                assertEquals(0, alive.get());
            });
        }
    }

    @Test
    void closingADroppedHandleMayCloseThePortItself() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                PortNames ports = machine.kernel().ports();
                Process server = machine.process("server");
                Port port = ports.create(null, server);
                Port other = ports.create(null, server);
                Client client = new Client(machine.process("client"), port,
                    new OpenObject<>(port, 0, () -> ports.close(port)), new OpenObject<>(other, 0, () -> ports.close(other)));
                client.thread.interrupt();
                TestKernel.until(client::over);
                assertEquals(Errno.EINTR, client.errno);
                assertEquals(0, ports.count());
            });
        }
    }

    @Test
    void namesAreUniqueAndOfSensibleLength() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                PortNames ports = machine.kernel().ports();
                Process server = machine.process("server");
                Port port = ports.create("name", server);
                assertEquals(Errno.EEXIST, errno(() -> ports.create("name", server)));
                assertEquals(Errno.EINVAL, errno(() -> ports.create("", server)));
                assertEquals(Errno.EINVAL, errno(() -> ports.create("x".repeat(256), server)));
                assertEquals(Errno.ENOENT, errno(() -> ports.find("other")));
                ports.create("x".repeat(255), server);
                assertEquals(2, ports.count());
                ports.close(port);
                ports.create("name", server);
                assertEquals(2, ports.count());
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void everyReferenceEndsWhateverIsKilledOrInterrupted(int processors) throws Exception {
        for (int seed = 0; seed < 25; seed++) {
            Random random = new Random(seed);
            try (TestKernel machine = new TestKernel(processors)) {
                machine.run(() -> exchange(machine, random));
            }
            assertEquals(0, alive.get(), "references left by seed " + seed);
        }
    }

    private void exchange(TestKernel machine, Random random) {
        PortNames ports = machine.kernel().ports();
        Process[] servers = {machine.process("s0"), machine.process("s1")};
        Process[] clients = {machine.process("c0"), machine.process("c1"), machine.process("c2")};
        Port port = ports.create(null, machine.init());
        KernelThread[] threads = new KernelThread[clients.length + servers.length];
        int started = 0;
        for (Process server : servers) {
            Random own = new Random(random.nextLong());
            threads[started++] = TestKernel.start(server, "serve", () -> {
                while (true) {
                    try {
                        Port.Received call = port.receive(server, null, null);
                        for (OpenObject<?> handle : call.handles()) {
                            handle.release();
                        }
                        TestKernel.jitter(own);
                        OpenObject<?>[] answer = {object(), object()};
                        try {
                            ports.reply(server, call.token(), 0, new long[1], answer, Parcel.empty());
                        } catch (CallFailed e) {
                            // The port was closed meanwhile, so the references are still the server's.
                            assertEquals(Errno.ESRCH, e.errno());
                            for (OpenObject<?> handle : answer) {
                                handle.release();
                            }
                        }
                    } catch (CallFailed e) {
                        if (e.errno() == Errno.EPIPE) {
                            return;
                        }
                    }
                }
            });
        }
        for (Process client : clients) {
            Random own = new Random(random.nextLong());
            threads[started++] = TestKernel.start(client, "call", () -> {
                for (int i = 0; i < 40; i++) {
                    OpenObject<?>[] reply = new OpenObject<?>[own.nextInt(3)];
                    try {
                        port.call(new long[] {i}, new OpenObject<?>[] {object()}, Parcel.empty(), reply);
                        for (OpenObject<?> handle : reply) {
                            if (handle != null) {
                                handle.release();
                            }
                        }
                    } catch (CallFailed e) {
                        assertTrue(e.errno() == Errno.EINTR || e.errno() == Errno.EPIPE);
                    }
                    TestKernel.jitter(own);
                }
            });
        }
        for (int i = 0; i < 60; i++) {
            TestKernel.jitter(random);
            threads[random.nextInt(threads.length)].interrupt();
        }
        machine.kernel().processes().end(clients[0], 9);
        TestKernel.jitter(random);
        machine.kernel().processes().end(servers[0], 9);
        TestKernel.until(() -> clients[1].threads().isEmpty() && clients[2].threads().isEmpty());
        ports.close(port);
        TestKernel.until(() -> servers[1].threads().isEmpty() && servers[0].threads().isEmpty()
            && clients[0].threads().isEmpty());
    }
}

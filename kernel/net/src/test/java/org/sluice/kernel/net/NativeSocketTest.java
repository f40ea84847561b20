package org.sluice.kernel.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.Sockets;
import org.sluice.abi.Transfers;
import org.sluice.kernel.driver.VcParameters;
import org.sluice.kernel.file.Transfer;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.network.SocketSession;

/** SDUs of programs: by reference, by copying, waiting, bounds, and who may have which connection. */
class NativeSocketTest {
    private Rig rig;
    private SocketSession receiver;
    private SocketSession sender;
    private int used;

    @BeforeEach
    void open() {
        rig = Rig.loopback();
        rig.atm.loop = true;
        used = rig.used();
        receiver = rig.aal5();
        receiver.bind(Rig.vc(200));
        sender = rig.aal5();
        sender.connect(Rig.vc(200));
    }

    private static long[] report(Transfer transfer) {
        long[] report = new long[Transfers.REPORT_LENGTH];
        transfer.report(report);
        return report;
    }

    private void close() {
        receiver.close();
        sender.close();
        assertEquals(0, rig.atm.connections());
        assertEquals(used, rig.used());
        assertEquals(0, rig.counter("defects"), rig.log::toString);
    }

    /** What is given arrives in the same frames, at the same places, and nothing is copied on the way. */
    @Test
    void givenMemoryArrivesUncopied() {
        byte[] bytes = Rig.random(1, 50_000);
        for (int round = 0; round < 10; round++) {
            FramePart a = rig.part(Arrays.copyOf(bytes, 20_001));
            FramePart b = rig.part(Arrays.copyOfRange(bytes, 20_001, 50_000));
            Rig.Gift gift = new Rig.Gift(true, a, b);
            long copied = rig.memory.bytesCopied();
            Transfer out = rig.transfer(Transfers.ZERO_COPY);
            assertEquals(50_000, sender.write(gift, out));
            assertArrayEquals(new boolean[] {true, true}, gift.taken);
            assertArrayEquals(new long[] {0, 50_000, 0, 0}, report(out));
            Rig.Hand hand = new Rig.Hand();
            Transfer in = rig.transfer(Transfers.ZERO_COPY);
            assertEquals(50_000, receiver.readAreas(1 << 20, in, hand));
            assertArrayEquals(new long[] {0, 50_000, 0, 0}, report(in));
            assertEquals(copied, rig.memory.bytesCopied());
            assertEquals(List.of(a.address(), b.address()), hand.got.stream().map(FramePart::address).toList());
            assertArrayEquals(bytes, rig.bytes(hand.got.toArray(new FramePart[0])));
            hand.got.forEach(p -> assertEquals(1, p.frames().holders()));
            hand.got.forEach(FramePart::drop);
        }
        close();
    }

    /** Over a link that has no memory in common the receiver's bytes lie where its device put them. */
    @Test
    void betweenMachinesOnlyTheDevicesMoveBytes() {
        Rig.World world = new Rig.World();
        Rig[] rigs = {new Rig(world, 1), new Rig(world, 2)};
        FakeAtm.connect(rigs[0], rigs[1]);
        SocketSession from = rigs[0].aal5();
        from.connect(Rig.vc(77));
        SocketSession to = rigs[1].aal5();
        to.bind(Rig.vc(77));
        byte[] bytes = Rig.random(4, 65_535);
        from.write(new Rig.Gift(true, rigs[0].part(bytes)), rigs[0].transfer(0));
        Rig.Hand hand = new Rig.Hand();
        assertEquals(65_535, to.readAreas(1 << 20, rigs[1].transfer(0), hand));
        assertArrayEquals(bytes, rigs[1].bytes(hand.got.toArray(new FramePart[0])));
        assertEquals(0, rigs[0].memory.bytesCopied() + rigs[1].memory.bytesCopied());
        hand.got.forEach(FramePart::drop);
    }

    @Test
    void shownMemoryIsCopiedAndSaidSo() {
        FramePart part = rig.part(Rig.random(1, 5000));
        Rig.fails(Errno.ENOTSUP, () -> sender.write(new Rig.Gift(false, part), rig.transfer(Transfers.ZERO_COPY)));
        Transfer out = rig.transfer(0);
        assertEquals(5000, sender.write(new Rig.Gift(false, part), out));
        assertArrayEquals(new long[] {5000, 0, 0, Transfers.KEPT}, report(out));
        FramePart target = rig.part(new byte[6000]);
        Transfer in = rig.transfer(0);
        assertEquals(5000, receiver.read(new FramePart[] {target.clipped(0, 100), target.clipped(100, 5900)}, in));
        assertArrayEquals(new long[] {5000, 0, 0, Transfers.KEPT}, report(in));
        assertArrayEquals(Rig.random(1, 5000), Arrays.copyOf(rig.bytes(target), 5000));
        part.drop();
        target.drop();
        close();
    }

    @Test
    void whatDoesNotFitIsLostAndTheNextIsWhole() {
        byte[] bytes = Rig.random(1, 9000);
        sender.write(bytes, 0, 9000);
        sender.write(bytes, 1, 3);
        byte[] buffer = new byte[10];
        long[] about = new long[Sockets.MESSAGE_LENGTH];
        assertEquals(9000, receiver.available());
        assertEquals(10, receiver.receive(buffer, 0, 10, 0, about));
        assertArrayEquals(new long[] {Sockets.ATMPVC, 0, 0, 200, 9000, rig.world.now + 5, 0, 0, 0}, about);
        assertEquals(3, receiver.read(buffer, 4, 6));
        assertArrayEquals(Arrays.copyOfRange(bytes, 1, 4), Arrays.copyOfRange(buffer, 4, 7));
        sender.write(bytes, 0, 9000);
        Rig.Hand hand = new Rig.Hand();
        assertEquals(100, receiver.readAreas(100, rig.transfer(0), hand));
        hand.got.forEach(FramePart::drop);
        assertEquals(0, receiver.available());
        close();
    }

    @Test
    void aTakerThatCannotLeavesTheMessage() {
        byte[] bytes = Rig.random(1, 9000);
        sender.write(bytes, 0, 9000);
        Rig.Hand hand = new Rig.Hand();
        hand.refuse = 2;
        Rig.fails(Errno.ENOMEM, () -> receiver.readAreas(9000, rig.transfer(0), hand));
        Rig.fails(Errno.ENOMEM, () -> receiver.readAreas(90, rig.transfer(0), hand));
        assertEquals(9000, receiver.readAreas(9000, rig.transfer(0), hand));
        assertArrayEquals(bytes, rig.bytes(hand.got.toArray(new FramePart[0])));
        hand.got.forEach(FramePart::drop);
        close();
    }

    /** Too many parts for a taker come as one, which is a copy; not if nothing may be copied. */
    @Test
    void manyPartsForATakerOfFew() {
        FramePart[] parts = {rig.part(Rig.random(1, 10)), rig.part(Rig.random(2, 20)), rig.part(Rig.random(3, 30))};
        byte[] all = rig.bytes(parts);
        sender.write(new Rig.Gift(true, parts), rig.transfer(0));
        Rig.Hand hand = new Rig.Hand();
        hand.most = 2;
        Rig.fails(Errno.ENOTSUP, () -> receiver.readAreas(60, rig.transfer(Transfers.ZERO_COPY), hand));
        hand.refuse = 1;
        Rig.fails(Errno.ENOMEM, () -> receiver.readAreas(60, rig.transfer(0), hand));
        Transfer in = rig.transfer(0);
        assertEquals(60, receiver.readAreas(60, in, hand));
        assertArrayEquals(new long[] {60, 0, 0, Transfers.NO_AREAS}, report(in));
        assertArrayEquals(all, rig.bytes(hand.got.toArray(new FramePart[0])));
        hand.got.forEach(FramePart::drop);
        close();
    }

    @Test
    void receivingWaitsAsLongAsItMay() {
        byte[] buffer = new byte[10];
        Rig.fails(Errno.EAGAIN, () -> receiver.receive(buffer, 0, 10, Sockets.DONT_WAIT, null));
        Rig.fails(Errno.EAGAIN, () -> receiver.readAreas(10, rig.transfer(Transfers.NO_WAIT), new Rig.Hand()));
        Rig.set(receiver, Sockets.RECEIVE_TIMEOUT, 3 * Rig.SECOND);
        long before = rig.world.now;
        Rig.fails(Errno.EAGAIN, () -> receiver.read(buffer, 0, 10));
        assertEquals(3 * Rig.SECOND, rig.world.now - before);
        rig.interrupted = true;
        Rig.fails(Errno.EINTR, () -> receiver.read(buffer, 0, 10));
        Rig.fails(Errno.ENOTCONN, () -> sender.read(buffer, 0, 10));
        Rig.fails(Errno.ENOTCONN, () -> sender.receive(buffer, 0, 10, Sockets.DONT_WAIT, null));
        close();
    }

    /** Without room sending waits until there is some, and nothing is taken before. */
    @Test
    void sendingWaitsForRoom() {
        rig.atm.ring = 1;
        byte[] bytes = new byte[100];
        sender.write(bytes, 0, 100);
        Rig.fails(Errno.EAGAIN, () -> sender.send(bytes, 0, 100, Sockets.DONT_WAIT, null));
        Rig.set(sender, Sockets.SEND_TIMEOUT, Rig.SECOND);
        Rig.Gift gift = new Rig.Gift(true, rig.part(bytes));
        Rig.fails(Errno.EAGAIN, () -> sender.write(gift, rig.transfer(0)));
        assertFalse(gift.taken[0]);
        assertEquals(1, gift.parts[0].frames().holders());
        rig.interrupted = true;
        Rig.fails(Errno.EINTR, () -> sender.write(gift, rig.transfer(0)));
        rig.atm.makeRoom(1);
        assertEquals(100, sender.write(gift, rig.transfer(Transfers.NO_WAIT)));
        assertTrue(gift.taken[0]);
        assertEquals(2, rig.file("pvc").lines().filter(l -> l.equals(" sdus_sent 2") || l.equals(" sdus_received 2")).count());
        close();
    }

    /** A bound on frames: parts of the same memory count once, and one message has room whatever it keeps. */
    @Test
    void theQueueIsBoundedInFrames() {
        Rig.set(receiver, Sockets.RECEIVE_BUFFER, 8192);
        byte[] one = new byte[1];
        for (int i = 0; i < 5; i++) {
            sender.write(one, 0, 1);
        }
        assertEquals(3, Rig.get(receiver, Sockets.DROPPED));
        assertTrue(rig.file("sockets").contains("family=atmpvc type=aal5 local=0:0.200 peer=- queued=8192 dropped=3\n"), rig.file("sockets"));
        receiver.read(one, 0, 1);
        receiver.read(one, 0, 1);
        FramePart run = rig.part(Rig.random(1, 32 << 10));
        for (int i = 0; i < 8; i++) {
            sender.write(new Rig.Gift(true, run.shared(4096 * i, 4096)), rig.transfer(0));
        }
        run.drop();
        assertEquals(3, Rig.get(receiver, Sockets.DROPPED));
        sender.write(one, 0, 1);
        assertEquals(4, Rig.get(receiver, Sockets.DROPPED));
        for (int i = 0; i < 8; i++) {
            assertEquals(4096, receiver.read(new byte[5000], 0, 5000));
        }
        close();
    }

    /** Messages in one frame keep no more memory than one of them, and yet not any number of them is kept. */
    @Test
    void theQueueIsBoundedInMessages() {
        FramePart run = rig.part(new byte[4096]);
        for (int i = 0; i < 5000; i++) {
            sender.write(new Rig.Gift(true, run.shared(0, 1)), rig.transfer(0));
        }
        run.drop();
        assertEquals(5000 - 4096, Rig.get(receiver, Sockets.DROPPED));
        close();
    }

    /** All sockets together keep a quarter of the memory at most, whatever each might; what is taken out or closed makes room. */
    @Test
    void allQueuesTogetherAreBounded() {
        int quarter = rig.frames.total() / 4;
        SocketSession[] pairs = new SocketSession[4];
        for (int i = 0; i < 4; i += 2) {
            pairs[i] = rig.aal5();
            pairs[i].bind(Rig.vc(300 + i));
            Rig.set(pairs[i], Sockets.RECEIVE_BUFFER, 16 << 20);
            pairs[i + 1] = rig.aal5();
            pairs[i + 1].connect(Rig.vc(300 + i));
        }
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 200; i++) {
                pairs[1].write(new byte[60_000], 0, 60_000);
            }
            long kept = rig.used() - used;
            assertTrue(kept <= quarter + 1 && kept > quarter - 32, kept + " of " + quarter);
            assertEquals(0, pairs[2].available());
            pairs[3].write(new byte[60_000], 0, 60_000);
            assertEquals(round + 1, Rig.get(pairs[2], Sockets.DROPPED));
            Rig.receive(pairs[0]);
            pairs[3].write(new byte[60_000], 0, 60_000);
            assertEquals(round + 1, Rig.get(pairs[2], Sockets.DROPPED));
            Rig.receive(pairs[2]);
            while (pairs[0].available() > 0) {
                Rig.receive(pairs[0]);
            }
        }
        for (int i = 0; i < 200; i++) {
            pairs[1].write(new byte[60_000], 0, 60_000);
        }
        pairs[0].close();
        for (int i = 0; i < 20; i++) {
            pairs[3].write(new byte[60_000], 0, 60_000);
        }
        assertEquals(3, Rig.get(pairs[2], Sockets.DROPPED));
        for (int i = 1; i < 4; i++) {
            pairs[i].close();
        }
        Rig.fails(Errno.EINVAL, () -> Rig.set(receiver, Sockets.RECEIVE_BUFFER, (64 << 20) + 1));
        close();
    }

    /** A few bytes of a run of many frames keep all of it: an empty queue has room for that within limits. */
    @Test
    void aSmallMessageInMuchMemory() {
        for (int bytes : new int[] {1 << 20, (1 << 20) + 1}) {
            Rig.set(receiver, Sockets.RECEIVE_BUFFER, 4096);
            FramePart run = rig.part(new byte[bytes]);
            sender.write(new Rig.Gift(true, run.shared(0, 1)), rig.transfer(0));
            run.drop();
            assertEquals(bytes > 1 << 20 ? 1 : 0, Rig.get(receiver, Sockets.DROPPED));
            if (bytes == 1 << 20) {
                Rig.receive(receiver);
            }
        }
        assertEquals(used, rig.used());
        close();
    }

    @Test
    void flagsGoWithTheSdu() {
        Rig.set(sender, Sockets.SDU_FLAGS, 0x7f_41_01 & 0xffff01);
        sender.write(new byte[4], 0, 4);
        long[] about = new long[Sockets.MESSAGE_LENGTH];
        receiver.receive(new byte[4], 0, 4, 0, about);
        assertEquals(0x7f4101, about[Sockets.MESSAGE_FLAGS]);
        Rig.fails(Errno.EINVAL, () -> Rig.set(sender, Sockets.SDU_FLAGS, 2));
        close();
    }

    @Test
    void whoMayHaveAConnection() {
        Rig.fails(Errno.EADDRINUSE, () -> rig.aal5().bind(Rig.vc(200)));
        Rig.fails(Errno.EINVAL, () -> receiver.bind(Rig.vc(201)));
        Rig.fails(Errno.EISCONN, () -> sender.connect(Rig.vc(201)));
        Rig.fails(Errno.ENODEV, () -> rig.aal5().bind(new long[] {Sockets.ATMPVC, 1, 0, 200}));
        Rig.fails(Errno.ENODEV, () -> rig.aal5().bind(new long[] {Sockets.ATMPVC, -1, 0, 200}));
        Rig.fails(Errno.EINVAL, () -> rig.aal5().bind(new long[] {Sockets.ATMPVC, 0, 256, 200}));
        Rig.fails(Errno.EINVAL, () -> rig.aal5().bind(new long[] {Sockets.ATMPVC, 0, 0, 0}));
        Rig.fails(Errno.EAFNOSUPPORT, () -> rig.aal5().bind(Rig.ip("10.0.0.1")));
        SocketSession other = rig.aal5();
        Rig.set(other, Sockets.MAX_SDU, 100);
        Rig.fails(Errno.EBUSY, () -> other.connect(Rig.vc(200)));
        SocketSession cells = rig.socket(Sockets.ATMPVC, Sockets.DGRAM, Sockets.AAL0);
        Rig.fails(Errno.EBUSY, () -> cells.connect(Rig.vc(200)));
        rig.control("open atm0 0.100 address=10.1.0.2/24");
        Rig.fails(Errno.EADDRINUSE, () -> rig.aal5().bind(Rig.vc(100)));
        Rig.fails(Errno.EADDRINUSE, () -> rig.aal5().connect(Rig.vc(100)));
        rig.refused(Errno.EADDRINUSE, "open atm0 0.200 address=10.2.0.2/24");
        rig.refused(Errno.EBUSY, "close atm0 0.200");
        rig.atm.driver = false;
        Rig.fails(Errno.ENODEV, () -> rig.aal5().bind(Rig.vc(203)));
        assertEquals(2, rig.atm.connections());
        assertEquals(2, rig.file("pvc").lines().filter(l -> l.startsWith("atm0")).count());
    }

    /** One socket may do both, others send too, and the last to go closes the connection. */
    @Test
    void theLastCloses() {
        SocketSession both = rig.aal5();
        both.bind(Rig.vc(300));
        both.connect(Rig.vc(300));
        SocketSession more = rig.aal5();
        more.connect(Rig.vc(300));
        byte[] buffer = {1, 2, 3};
        both.write(buffer, 0, 1);
        more.write(buffer, 0, 2);
        assertEquals(1, both.read(buffer, 0, 3));
        assertEquals(2, both.read(buffer, 0, 3));
        both.close();
        assertEquals(2, rig.atm.connections());
        more.write(buffer, 0, 3);
        more.close();
        assertEquals(1, rig.atm.connections());
        close();
    }

    @Test
    void theContractAndTheSduArePassedOn() {
        SocketSession socket = rig.aal5();
        long[] traffic = {1, 1000, 0, 1, 50_000, 1, 1};
        Rig.set(socket, Sockets.TRAFFIC, traffic);
        Rig.set(socket, Sockets.MAX_SDU, 1500);
        socket.connect(Rig.vc(400));
        assertEquals(new VcParameters(0, 400, 5, true, true, 1500, new VcParameters.Traffic(VcParameters.Category.CBR, 1000, 0, 1, 50_000, 1,
            true), false), rig.atm.parameters(400));
        long[] told = new long[Sockets.TRAFFIC_LENGTH];
        assertEquals(7, socket.option(Sockets.TRAFFIC, told));
        assertArrayEquals(traffic, told);
        Rig.fails(Errno.EFAULT, () -> socket.option(Sockets.TRAFFIC, new long[1]));
        Rig.fails(Errno.EINVAL, () -> Rig.set(socket, Sockets.MAX_SDU, 1400));
        Rig.fails(Errno.EMSGSIZE, () -> socket.write(new byte[1501], 0, 1501));
        Rig.fails(Errno.EINVAL, () -> socket.write(new byte[1], 0, 0));
        Rig.fails(Errno.EISCONN, () -> socket.send(new byte[1], 0, 1, 0, Rig.vc(400)));
        Rig.fails(Errno.EDESTADDRREQ, () -> receiver.write(new byte[1], 0, 1));
        for (int option : new int[] {Sockets.TTL, Sockets.DROPPED, 99}) {
            Rig.fails(Errno.ENOPROTOOPT, () -> Rig.set(socket, option, 1));
        }
        Rig.fails(Errno.EINVAL, () -> Rig.set(socket, Sockets.RECEIVE_TIMEOUT, -1));
        Rig.fails(Errno.EINVAL, () -> Rig.set(rig.aal5(), Sockets.MAX_SDU, 65_536));
        socket.close();
        close();
    }

    @Test
    void cellsAreFiftyTwoBytes() {
        SocketSession cells = rig.socket(Sockets.ATMPVC, Sockets.DGRAM, Sockets.AAL0);
        cells.bind(Rig.vc(500));
        cells.connect(Rig.vc(500));
        byte[] cell = Rig.random(1, 52);
        Rig.fails(Errno.EMSGSIZE, () -> cells.write(cell, 0, 51));
        cells.write(cell, 0, 52);
        assertArrayEquals(cell, Rig.receive(cells));
        Rig.fails(Errno.EINVAL, () -> Rig.set(rig.socket(Sockets.ATMPVC, Sockets.DGRAM, Sockets.AAL0), Sockets.MAX_SDU, 53));
        cells.close();
        close();
    }

    @Test
    void socketsAreFiles() {
        long[] stat = new long[FileFlags.ST_LENGTH];
        sender.stat(stat);
        assertEquals(FileFlags.S_IFSOCK, stat[FileFlags.ST_MODE] & FileFlags.S_IFMT);
        assertEquals("socket:[" + stat[FileFlags.ST_INO] + "]", sender.path());
        long[] address = new long[4];
        sender.name(true, address);
        assertArrayEquals(Rig.vc(200), address);
        receiver.name(false, address);
        assertArrayEquals(Rig.vc(200), address);
        Rig.fails(Errno.ENOTCONN, () -> receiver.name(true, address));
        Rig.fails(Errno.EAFNOSUPPORT, () -> rig.socket(99, 2, 0));
        Rig.fails(Errno.EPROTONOSUPPORT, () -> rig.socket(Sockets.ATMPVC, Sockets.STREAM, Sockets.AAL5));
        Rig.fails(Errno.EPROTONOSUPPORT, () -> rig.socket(Sockets.INET, Sockets.DGRAM, 99));
        Rig.fails(Errno.ESPIPE, () -> sender.pread(new byte[1], 0, 1, 0));
        List<SocketSession> many = new ArrayList<>();
        Rig.fails(Errno.ENFILE, () -> {
            while (true) {
                many.add(rig.aal5());
            }
        });
        assertEquals(4094, many.size());
        many.forEach(SocketSession::close);
        close();
    }

    /** Everything at once: what is closed with messages in it gives back what it has. */
    @Test
    void closingFreesWhatWaits() {
        Random random = new Random(1);
        for (int i = 0; i < 50; i++) {
            sender.write(new byte[20_000], 0, 1 + random.nextInt(20_000));
        }
        sender.write(new Rig.Gift(true, rig.part(new byte[9000])), rig.transfer(0));
        close();
    }

    @Test
    void withoutMemoryCallsFailAndNothingIsLost() {
        rig.noMemory = true;
        Rig.fails(Errno.ENOMEM, () -> sender.write(new byte[9], 0, 9));
        rig.noMemory = false;
        close();
    }
}

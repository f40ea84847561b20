package org.sluice.kernel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.sluice.abi.Errno;
import org.sluice.abi.Poll;
import org.sluice.abi.Sockets;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.network.SocketSession;

/** Whatever the wire does and however programs read and write, what arrives is what was sent. */
class TcpStreamTest {
    /** One direction: what is still to be written, and what came. */
    private static final class Direction {
        final Rig fromRig;
        final Rig toRig;
        final SocketSession from;
        final SocketSession to;
        final byte[] data;
        final byte[] got;
        int sent;
        int read;
        boolean ended;

        Direction(Rig fromRig, SocketSession from, Rig toRig, SocketSession to, byte[] data) {
            this.fromRig = fromRig;
            this.toRig = toRig;
            this.from = from;
            this.to = to;
            this.data = data;
            got = new byte[data.length];
        }

        boolean over() {
            return ended;
        }

        /** Does something; whether anything came of it. */
        boolean step(Random random) {
            return random.nextBoolean() ? write(random) : read(random);
        }

        private boolean write(Random random) {
            if (sent > data.length) {
                return false;
            }
            if (sent == data.length) {
                from.shutdown(Sockets.SHUT_SEND);
                sent++;
                return true;
            }
            int n = Math.min(data.length - sent, 1 + random.nextInt(random.nextBoolean() ? 100 : 20_000));
            try {
                if (random.nextBoolean()) {
                    sent += from.write(data, sent, n);
                } else {
                    FramePart part = fromRig.part(Arrays.copyOfRange(data, sent, sent + n));
                    Rig.Gift gift = new Rig.Gift(true, part);
                    try {
                        sent += (int) from.write(gift, fromRig.transfer(0));
                    } finally {
                        if (!gift.taken[0]) {
                            part.drop();
                        }
                    }
                }
                return true;
            } catch (CallFailed e) {
                assertEquals(Errno.EAGAIN, e.errno());
                return false;
            }
        }

        private boolean read(Random random) {
            if (ended) {
                return false;
            }
            int most = 1 + random.nextInt(random.nextBoolean() ? 100 : 30_000);
            try {
                int n;
                if (random.nextBoolean()) {
                    n = to.read(got, read, Math.min(most, got.length - read));
                    if (got.length == read) {
                        n = to.read(new byte[1], 0, 1);
                    }
                } else {
                    Rig.Hand hand = new Rig.Hand();
                    hand.most = 1 + random.nextInt(8);
                    n = (int) to.readAreas(most, toRig.transfer(0), hand);
                    byte[] bytes = toRig.bytes(hand.got.toArray(new FramePart[0]));
                    for (int i = 0; i < bytes.length; i++) {
                        got[read + i] = bytes[i];
                    }
                    hand.got.forEach(FramePart::drop);
                }
                read += n;
                ended = n == 0;
                return true;
            } catch (CallFailed e) {
                assertEquals(Errno.EAGAIN, e.errno());
                return false;
            }
        }
    }

    static void run(Rig[] rigs, long seed, int bytes) {
        Random random = new Random(seed);
        int[] used = {rigs[0].used(), rigs[1].used()};
        SocketSession[] s = TcpRig.pair(rigs[0], rigs[1], "10.1.0.2", 80);
        TcpRig.nonBlocking(s);
        Direction[] d = {new Direction(rigs[0], s[0], rigs[1], s[1], Rig.random(seed, bytes)),
            new Direction(rigs[1], s[1], rigs[0], s[0], Rig.random(seed + 1, random.nextInt(bytes)))};
        Rig.World world = rigs[0].world;
        long end = world.now + 4000 * Rig.SECOND;
        while (!d[0].over() || !d[1].over()) {
            boolean moved = false;
            for (int i = 0; i < 8; i++) {
                moved |= d[random.nextInt(2)].step(random);
            }
            if (!moved || random.nextInt(4) == 0) {
                world.step(world.now + 20_000_000);
            }
            assertTrue(world.now < end, () -> "stuck: " + d[0].sent + " sent, " + d[0].read + " read of " + d[0].data.length + "; " + d[1].sent + " sent, "
                + d[1].read + " read of " + d[1].data.length + "\n" + rigs[0].file("sockets") + rigs[1].file("sockets"));
        }
        for (Direction one : d) {
            assertTrue(Arrays.equals(one.data, one.got));
            assertEquals(one.data.length, one.read);
        }
        assertTrue((s[0].ready() & Poll.HANG_UP) != 0);
        s[0].close();
        s[1].close();
        world.run(300 * Rig.SECOND);
        for (int i = 0; i < 2; i++) {
            rigs[i].assertNothingKept(used[i]);
            assertEquals(0, rigs[i].net.tcp().flows(), rigs[i].file("sockets"));
            assertEquals(0, rigs[i].counter("defects"), rigs[i].log::toString);
        }
    }

    private static Rig[] wire(long seed, double loss, double duplication, double reordering, int mtu) {
        Rig[] rigs = EchoTest.pair("llc", mtu > 0 ? "mtu=" + mtu : "");
        for (Rig rig : rigs) {
            rig.atm.chance = new Random(seed + 7);
            rig.atm.loss = loss;
            rig.atm.duplication = duplication;
            rig.atm.reordering = reordering;
        }
        return rigs;
    }

    @TestFactory
    List<DynamicTest> whatArrivesIsWhatWasSent() {
        return java.util.stream.IntStream.range(0, 40).mapToObj(i -> DynamicTest.dynamicTest("seed " + i, () -> {
            Random random = new Random(i);
            double loss = i % 4 == 0 ? 0 : random.nextDouble() * 0.1;
            int[] mtus = {0, 68, 576, 1500, 9180, 296, 65_527, 4352};
            int mtu = mtus[i % mtus.length];
            run(wire(i, loss, random.nextDouble() * 0.05, random.nextDouble() * 0.1, mtu), i, mtu == 68 ? 20_000 : 300_000);
        })).toList();
    }

    /** A byte that the wire changes is noticed every time, by the checksum unless there is no header any more, and comes again. */
    @TestFactory
    List<DynamicTest> damageIsNoticed() {
        int[] mtus = {0, 576, 1500, 296};
        return java.util.stream.IntStream.range(0, 16).mapToObj(i -> DynamicTest.dynamicTest("seed " + i, () -> {
            Random random = new Random(1000 + i);
            Rig[] rigs = wire(1000 + i, i % 2 * random.nextDouble() * 0.05, random.nextDouble() * 0.05, random.nextDouble() * 0.05, mtus[i % mtus.length]);
            for (Rig rig : rigs) {
                rig.atm.damage = 0.05 + random.nextDouble() * 0.05;
            }
            run(rigs, 1000 + i, 300_000);
            assertTrue(rigs[0].atm.damaged > 0);
            if (i % 2 == 0) {
                // nothing is lost: what was damaged came, once or twice
                for (int k = 0; k < 2; k++) {
                    long noticed = rigs[k].counter("TcpInErrs");
                    int damaged = rigs[1 - k].atm.damaged;
                    assertTrue(noticed >= damaged && noticed <= 2 * damaged, noticed + " of " + damaged);
                }
            }
        })).toList();
    }
}

package org.sluice.kernel.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.kernel.net.tcp.PendingConnection;
import org.sluice.kernel.network.SocketSession;

/** A gateway answers SYNs to addresses that are not its own. */
class TcpForeignTest {
    private final Rig[] rigs = EchoTest.pair("llc");
    private final int[] used = {rigs[0].used(), rigs[1].used()};
    private final List<PendingConnection> pending = new ArrayList<>();
    private final SocketSession gateway;

    TcpForeignTest() {
        rigs[0].control("route add default via 10.1.0.2");
        rigs[1].net.interfaces().setPromiscuous(true);
        gateway = rigs[1].net.sockets().gateway(pending::add);
        TcpRig.nonBlocking(gateway);
    }

    private SocketSession begin(String ip, int port) {
        SocketSession s = TcpRig.tcp(rigs[0]);
        TcpRig.nonBlocking(s);
        Rig.fails(Errno.EINPROGRESS, () -> s.connect(TcpRig.at(ip, port)));
        rigs[0].world.run(Rig.SECOND / 2);
        return s;
    }

    private void over(SocketSession... sockets) {
        for (SocketSession s : sockets) {
            s.close();
        }
        gateway.close();
        rigs[0].world.run(200 * Rig.SECOND);
        for (int i = 0; i < 2; i++) {
            rigs[i].assertNothingKept(used[i]);
            assertEquals(0, rigs[i].net.tcp().flows());
            assertEquals(0, rigs[i].counter("defects"), rigs[i].log::toString);
        }
    }

    @Test
    void whatIsAcceptedIsASocketWithTheAddressThatWasWanted() {
        SocketSession s = begin("93.184.216.34", 80);
        assertEquals(1, pending.size());
        assertEquals(80, pending.get(0).ownPort());
        // nothing is answered until the gateway knows
        rigs[0].world.run(4 * Rig.SECOND);
        assertEquals(1, pending.size());
        Rig.fails(Errno.EAGAIN, () -> gateway.accept(0, null));
        pending.get(0).accept();
        rigs[0].world.run(Rig.SECOND);
        long[] peer = new long[4];
        SocketSession t = gateway.accept(0, peer);
        assertEquals(TcpRig.at("10.1.0.1", 0)[Sockets.LOW], peer[Sockets.LOW]);
        t.name(false, peer);
        assertArrayEquals(TcpRig.at("93.184.216.34", 80), peer);
        byte[] data = Rig.random(1, 5000);
        s.write(data, 0, 5000);
        assertArrayEquals(data, TcpRig.read(t, 5000));
        over(s, t);
    }

    @Test
    void whatIsRefusedIsReset() {
        SocketSession s = begin("93.184.216.34", 81);
        pending.get(0).refuse();
        rigs[0].world.run(Rig.SECOND);
        assertEquals(Errno.ECONNREFUSED, Rig.get(s, Sockets.ERROR));
        over(s);
    }

    @Test
    void whatIsUnreachableIsToldByIcmp() {
        SocketSession s = begin("93.184.216.34", 82);
        pending.get(0).unreachable(1);
        pending.get(0).accept();
        rigs[0].world.run(Rig.SECOND);
        assertEquals(Errno.EHOSTUNREACH, Rig.get(s, Sockets.ERROR));
        over(s);
    }

    @Test
    void whatIsNotAnsweredIsForgotten() {
        SocketSession s = begin("93.184.216.34", 83);
        s.close();
        rigs[0].world.run(61 * Rig.SECOND);
        pending.get(0).accept();
        over();
    }
}

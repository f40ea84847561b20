package org.sluice.vm.device.hostnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluice.vm.device.hostnet.HostNetRegisters.ACCEPT;
import static org.sluice.vm.device.hostnet.HostNetRegisters.BROKEN;
import static org.sluice.vm.device.hostnet.HostNetRegisters.CLOSE;
import static org.sluice.vm.device.hostnet.HostNetRegisters.CLOSED;
import static org.sluice.vm.device.hostnet.HostNetRegisters.CLOSE_RESETS;
import static org.sluice.vm.device.hostnet.HostNetRegisters.DONE;
import static org.sluice.vm.device.hostnet.HostNetRegisters.END;
import static org.sluice.vm.device.hostnet.HostNetRegisters.FAULT;
import static org.sluice.vm.device.hostnet.HostNetRegisters.INVALID;
import static org.sluice.vm.device.hostnet.HostNetRegisters.NET_UNREACHABLE;
import static org.sluice.vm.device.hostnet.HostNetRegisters.OPEN_TCP;
import static org.sluice.vm.device.hostnet.HostNetRegisters.OPEN_UDP;
import static org.sluice.vm.device.hostnet.HostNetRegisters.PROHIBITED;
import static org.sluice.vm.device.hostnet.HostNetRegisters.RECEIVE;
import static org.sluice.vm.device.hostnet.HostNetRegisters.REFUSED;
import static org.sluice.vm.device.hostnet.HostNetRegisters.SEND;
import static org.sluice.vm.device.hostnet.HostNetRegisters.SHUTDOWN;
import static org.sluice.vm.device.hostnet.HostNetRegisters.TOO_SMALL;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The device with sockets of this host at its other side. */
@Timeout(120)
class HostNetDeviceTest {
    /** Far beyond what anything takes. */
    private static final int LIMIT_MILLIS = 60_000;
    private static final InetAddress LOCAL = InetAddress.getLoopbackAddress();

    private static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** A connection of slot 1 to a socket of the test's. */
    private static Socket connected(HostNetRig rig, ServerSocket server) throws Exception {
        rig.command(OPEN_TCP, 1, 0, HostNetRig.peer(Policy.HOST, server.getLocalPort()));
        rig.expect(OPEN_TCP, 1, DONE);
        Socket socket = server.accept();
        socket.setSoTimeout(LIMIT_MILLIS);
        return socket;
    }

    private static ServerSocket serverSocket() throws IOException {
        ServerSocket socket = new ServerSocket(0, 5, LOCAL);
        socket.setSoTimeout(LIMIT_MILLIS);
        return socket;
    }

    private static DatagramSocket datagramSocket() throws IOException {
        DatagramSocket socket = new DatagramSocket(0, LOCAL);
        socket.setSoTimeout(LIMIT_MILLIS);
        return socket;
    }

    @Test
    void aConnectionCarriesBytesBothWaysAndEndsOneWayAfterTheOther() throws Exception {
        try (ServerSocket server = serverSocket(); HostNetRig rig = new HostNetRig(List.of(), "host");
             Socket socket = connected(rig, server)) {
            byte[] sent = random(3000, 1);
            rig.put(100, sent);
            long cookie = rig.command(SEND, 1, sent.length, rig.data + 100);
            assertEquals(new HostNetRig.Completion(SEND, DONE, 1, sent.length, 0, cookie), rig.next());
            assertArrayEquals(sent, socket.getInputStream().readNBytes(sent.length));
            rig.command(RECEIVE, 1, 4096, rig.data + 8192);
            byte[] back = random(1000, 2);
            socket.getOutputStream().write(back);
            assertEquals(1000, rig.expect(RECEIVE, 1, DONE).length());
            assertArrayEquals(back, rig.get(8192, 1000));
            rig.command(SHUTDOWN, 1, 0, 0);
            rig.expect(SHUTDOWN, 1, DONE);
            assertEquals(-1, socket.getInputStream().read());
            socket.getOutputStream().write(7);
            socket.shutdownOutput();
            rig.command(RECEIVE, 1, 4096, rig.data);
            assertEquals(1, rig.expect(RECEIVE, 1, DONE).length());
            rig.command(RECEIVE, 1, 4096, rig.data);
            assertEquals(0, rig.expect(RECEIVE, 1, END).length());
            rig.command(CLOSE, 1, 0, 0);
            rig.expect(CLOSE, 1, DONE);
            rig.command(SEND, 1, 1, rig.data);
            rig.expect(SEND, 1, CLOSED);
            assertEquals(3000, rig.counter(HostNetCounters.SENT_BYTES));
            assertEquals(1001, rig.counter(HostNetCounters.RECEIVED_BYTES));
        }
    }

    @Test
    void aHostThatReadsNothingHoldsASendUpAndThenGetsAllOfIt() throws Exception {
        try (ServerSocket server = serverSocket(); HostNetRig rig = new HostNetRig(List.of(), "host");
             Socket socket = connected(rig, server)) {
            byte[] bytes = random(6 << 20, 3);
            rig.put(0, bytes);
            long at = 0;
            int commands = 0;
            for (int left = bytes.length; left > 0; left -= 1 << 19, at += 1 << 19) {
                rig.command(SEND, 1, Math.min(left, 1 << 19), rig.data + at);
                commands++;
            }
            rig.command(RECEIVE, 1, 100, rig.data + (6 << 20)); // is not held up by that
            socket.getOutputStream().write(new byte[5]);
            int sends = 0;
            HostNetRig.Completion next = rig.next();
            while (next.operation() == SEND) {
                sends++;
                next = rig.next();
            }
            assertEquals(RECEIVE, next.operation());
            assertTrue(sends < commands, "the host's buffers are not that large");
            byte[] got = socket.getInputStream().readNBytes(bytes.length);
            assertArrayEquals(bytes, got);
            for (; sends < commands; sends++) {
                rig.expect(SEND, 1, DONE);
            }
        }
    }

    @Test
    void resetsAreToldAndMade() throws Exception {
        try (ServerSocket server = serverSocket(); HostNetRig rig = new HostNetRig(List.of(), "host")) {
            Socket socket = connected(rig, server);
            rig.command(RECEIVE, 1, 100, rig.data);
            socket.setSoLinger(true, 0);
            socket.close();
            rig.expect(RECEIVE, 1, BROKEN);
            rig.command(RECEIVE, 1, 100, rig.data);
            rig.expect(RECEIVE, 1, BROKEN);
            rig.command(CLOSE, 1, 0, 0);
            rig.expect(CLOSE, 1, DONE);
            try (Socket again = connected(rig, server)) {
                rig.command(RECEIVE, 1, 100, rig.data);
                rig.command(CLOSE, 1, CLOSE_RESETS, 0);
                rig.expect(RECEIVE, 1, CLOSED);
                rig.expect(CLOSE, 1, DONE);
                assertThrows(SocketException.class, () -> again.getInputStream().read());
            }
        }
    }

    @Test
    void whatIsNotAllowedOrNotThereIsTold() throws Exception {
        int free;
        try (ServerSocket server = serverSocket()) {
            free = server.getLocalPort();
        }
        try (HostNetRig rig = new HostNetRig(List.of(), "host")) {
            rig.command(OPEN_TCP, 0, 0, HostNetRig.peer(Policy.HOST, free));
            rig.expect(OPEN_TCP, 0, REFUSED);
            rig.command(OPEN_TCP, 0, 0, HostNetRig.peer(0x7f000001, free));
            rig.expect(OPEN_TCP, 0, PROHIBITED);
            rig.command(OPEN_UDP, 0, 0, HostNetRig.peer(0xc0000201, 53));
            rig.expect(OPEN_UDP, 0, PROHIBITED);
            rig.command(OPEN_TCP, HostNetDevice.SLOT_COUNT, 0, 0);
            rig.expect(OPEN_TCP, HostNetDevice.SLOT_COUNT, INVALID);
            rig.command(ACCEPT, 0, 0, 0);
            rig.expect(ACCEPT, 0, INVALID);
            rig.command(99, 0, 0, 0);
            rig.expect(99, 0, INVALID);
            assertEquals(2, rig.counter(HostNetCounters.PROHIBITED));
            assertEquals(1, rig.counter(HostNetCounters.FAILED));
        }
    }

    @Test
    void memoryThatWasNotGrantedFailsOneCommandOnly() throws Exception {
        try (ServerSocket server = serverSocket(); HostNetRig rig = new HostNetRig(List.of(), "host");
             Socket socket = connected(rig, server)) {
            rig.command(SEND, 1, 10, 0x1234);
            rig.expect(SEND, 1, FAULT);
            socket.getOutputStream().write(9);
            rig.command(RECEIVE, 1, 10, 0x1234);
            rig.expect(RECEIVE, 1, FAULT);
            rig.command(RECEIVE, 1, 10, rig.data);
            assertEquals(1, rig.expect(RECEIVE, 1, DONE).length());
            assertEquals(9, rig.get(0, 1)[0]);
        }
    }

    @Test
    void aForwardedPortGivesConnectionsToSlotsInTurn() throws Exception {
        try (HostNetRig rig = new HostNetRig(List.of("tcp:0:80"))) {
            assertEquals(1, rig.device.read(HostNetRegisters.FORWARDS));
            assertEquals(80L << 16 | (long) rig.device.hostPort(0) << 32, rig.device.read(HostNetRegisters.FORWARD));
            rig.command(ACCEPT, 5, 0, 0);
            rig.command(ACCEPT, 6, 0, 0);
            try (Socket first = new Socket(LOCAL, rig.device.hostPort(0))) {
                assertEquals(HostNetRig.peer(Policy.HOST, first.getLocalPort()), rig.expect(ACCEPT, 5, DONE).more());
                try (Socket second = new Socket(LOCAL, rig.device.hostPort(0)); Socket third = new Socket(LOCAL, rig.device.hostPort(0))) {
                    rig.expect(ACCEPT, 6, DONE);
                    third.getOutputStream().write(3); // waits in the host
                    rig.put(0, new byte[] {1, 2});
                    rig.command(SEND, 5, 1, rig.data);
                    rig.expect(SEND, 5, DONE);
                    rig.command(SEND, 6, 1, rig.data + 1);
                    rig.expect(SEND, 6, DONE);
                    assertEquals(1, first.getInputStream().read());
                    assertEquals(2, second.getInputStream().read());
                    rig.command(ACCEPT, 7, 0, 0);
                    rig.expect(ACCEPT, 7, DONE);
                    rig.command(RECEIVE, 7, 10, rig.data);
                    rig.expect(RECEIVE, 7, DONE);
                    assertEquals(3, rig.get(0, 1)[0]);
                }
            }
            rig.command(ACCEPT, 8, 0, 0);
            rig.command(CLOSE, 8, 0, 0);
            rig.expect(ACCEPT, 8, CLOSED);
            rig.expect(CLOSE, 8, DONE);
        }
    }

    @Test
    void datagramsGoBothWaysWholeAndEmptyOnesToo() throws Exception {
        try (DatagramSocket peer = datagramSocket(); HostNetRig rig = new HostNetRig(List.of(), "host")) {
            rig.command(OPEN_UDP, 2, 0, HostNetRig.peer(Policy.HOST, peer.getLocalPort()));
            rig.expect(OPEN_UDP, 2, DONE);
            for (int size : List.of(0, 1, 1400, 65507)) {
                byte[] sent = random(size, size);
                rig.put(0, sent);
                rig.command(SEND, 2, size, rig.data);
                rig.expect(SEND, 2, DONE);
                DatagramPacket got = new DatagramPacket(new byte[65536], 65536);
                peer.receive(got);
                assertArrayEquals(sent, Arrays.copyOf(got.getData(), got.getLength()));
                peer.send(new DatagramPacket(sent, size, got.getSocketAddress()));
                rig.command(RECEIVE, 2, 65536, rig.data + (1 << 20));
                assertEquals(size, rig.expect(RECEIVE, 2, DONE).length());
                assertArrayEquals(sent, rig.get(1 << 20, size));
                // one that finds too little room waits for more
                peer.send(new DatagramPacket(sent, size, got.getSocketAddress()));
                if (size > 1) {
                    rig.command(RECEIVE, 2, 1, rig.data);
                    assertEquals(size, rig.expect(RECEIVE, 2, TOO_SMALL).length());
                }
                rig.command(RECEIVE, 2, 65536, rig.data + (2 << 20));
                assertEquals(size, rig.expect(RECEIVE, 2, DONE).length());
                assertArrayEquals(sent, rig.get(2 << 20, size));
            }
            rig.command(SEND, 2, 65536, rig.data);
            rig.expect(SEND, 2, INVALID);
            rig.command(SHUTDOWN, 2, 0, 0);
            rig.expect(SHUTDOWN, 2, INVALID);
        }
    }

    @Test
    void aDatagramNobodyWantsIsToldAsRefused() throws Exception {
        int free;
        try (DatagramSocket socket = datagramSocket()) {
            free = socket.getLocalPort();
        }
        try (HostNetRig rig = new HostNetRig(List.of(), "host")) {
            rig.command(OPEN_UDP, 2, 0, HostNetRig.peer(Policy.HOST, free));
            rig.expect(OPEN_UDP, 2, DONE);
            rig.command(RECEIVE, 2, 100, rig.data);
            rig.command(SEND, 2, 1, rig.data);
            rig.expect(SEND, 2, DONE);
            rig.expect(RECEIVE, 2, REFUSED);
            rig.command(RECEIVE, 2, 100, rig.data);
            rig.command(CLOSE, 2, 0, 0);
            rig.expect(RECEIVE, 2, CLOSED);
            rig.expect(CLOSE, 2, DONE);
        }
    }

    @Test
    void whoeverSendsToAForwardedPortIsAFlow() throws Exception {
        try (HostNetRig rig = new HostNetRig(List.of("udp:0:53")); DatagramSocket a = datagramSocket();
             DatagramSocket b = datagramSocket()) {
            InetSocketAddress port = new InetSocketAddress(LOCAL, rig.device.hostPort(0));
            assertEquals(HostNetRegisters.FORWARD_UDP, rig.device.read(HostNetRegisters.FORWARD) & 0xffff);
            rig.command(ACCEPT, 1, 0, 0);
            rig.command(ACCEPT, 2, 0, 0);
            rig.command(ACCEPT, 9, 0, 0);
            rig.command(CLOSE, 3, 0, 0);
            rig.expect(CLOSE, 3, DONE); // so that the device has the others
            a.send(new DatagramPacket(new byte[] {1, 2, 3}, 3, port));
            assertEquals(HostNetRig.peer(Policy.HOST, a.getLocalPort()), rig.expect(ACCEPT, 1, DONE).more());
            b.send(new DatagramPacket(new byte[] {4}, 1, port));
            assertEquals(HostNetRig.peer(Policy.HOST, b.getLocalPort()), rig.expect(ACCEPT, 2, DONE).more());
            a.send(new DatagramPacket(new byte[] {5, 6}, 2, port));
            rig.command(RECEIVE, 2, 100, rig.data);
            assertEquals(1, rig.expect(RECEIVE, 2, DONE).length());
            assertEquals(4, rig.get(0, 1)[0]);
            for (int length : List.of(3, 2)) {
                rig.command(RECEIVE, 1, 100, rig.data);
                assertEquals(length, rig.expect(RECEIVE, 1, DONE).length());
            }
            rig.put(0, new byte[] {8});
            rig.command(SEND, 1, 1, rig.data);
            rig.expect(SEND, 1, DONE);
            DatagramPacket answer = new DatagramPacket(new byte[10], 10);
            a.receive(answer);
            assertEquals(List.of(1, 8, port), List.of(answer.getLength(), (int) answer.getData()[0], answer.getSocketAddress()));
            rig.command(CLOSE, 1, 0, 0);
            rig.expect(CLOSE, 1, DONE);
            a.send(new DatagramPacket(new byte[] {7}, 1, port));
            rig.expect(ACCEPT, 9, DONE);
        }
    }

    @Test
    void aPortThatIsInUseIsNamedAndNoneIsKept() throws Exception {
        try (ServerSocket taken = serverSocket()) {
            int free;
            try (ServerSocket socket = serverSocket()) {
                free = socket.getLocalPort();
            }
            HostNetSpec spec = HostNetRig.spec(List.of("tcp:" + free + ":80", "tcp:" + taken.getLocalPort() + ":81"));
            assertEquals("--forward tcp:127.0.0.1:" + taken.getLocalPort() + ":81: the host's port is in use",
                assertThrows(HostNetFailure.class, () -> HostNetDevice.open(spec)).getMessage());
            new ServerSocket(free, 5, LOCAL).close();
        }
        assertEquals("--forward tcp:no-such-host.invalid:1:1: no such host", assertThrows(HostNetFailure.class,
            () -> HostNetDevice.open(HostNetRig.spec(List.of("tcp:no-such-host.invalid:1:1")))).getMessage());
    }

    @Test
    void aResetEndsConnectionsAndKeepsPorts() throws Exception {
        try (ServerSocket server = serverSocket(); HostNetRig rig = new HostNetRig(List.of("tcp:0:80", "udp:0:80"), "host")) {
            Socket socket = connected(rig, server);
            rig.command(RECEIVE, 1, 100, rig.data);
            rig.command(ACCEPT, 2, 0, 0);
            rig.command(ACCEPT, 3, 0, 1);
            rig.enable();
            assertThrows(SocketException.class, () -> socket.getInputStream().read());
            rig.command(ACCEPT, 1, 0, 0); // a free slot again
            try (Socket client = new Socket(LOCAL, rig.device.hostPort(0))) {
                rig.expect(ACCEPT, 1, DONE);
                assertTrue(client.isConnected());
            }
        }
    }

    @Test
    void closingTheDeviceEndsWhatItHas() throws Exception {
        try (ServerSocket server = serverSocket()) {
            HostNetRig rig = new HostNetRig(List.of("tcp:0:80"), "host");
            int port = rig.device.hostPort(0);
            Socket socket = connected(rig, server);
            rig.close();
            assertThrows(SocketException.class, () -> socket.getInputStream().read());
            boolean refused = false;
            while (!refused) { // the device's thread closes them one after the other
                try (Socket client = new Socket(LOCAL, port)) {
                    assertFalse(client.isClosed());
                } catch (IOException e) {
                    refused = true;
                }
            }
        }
    }

    /** An address of version 6 on a host that has only version 4. */
    @Test
    void anAddressTheLibraryRefusesIsToldAsUnreachable() throws Exception {
        try (HostNetRig rig = new HostNetRig(HostNetDevice.open(HostNetRig.spec(List.of(), "host"), Path.of("/nonexistent"),
            (tcp, to, selector, slot, dma, datagrams) -> {
                throw new UnsupportedAddressTypeException();
            }))) {
            rig.command(OPEN_UDP, 1, 0, HostNetRig.peer(Policy.HOST, 53));
            rig.expect(OPEN_UDP, 1, NET_UNREACHABLE);
            rig.command(OPEN_TCP, 1, 0, HostNetRig.peer(Policy.HOST, 53));
            rig.expect(OPEN_TCP, 1, NET_UNREACHABLE);
            assertEquals(2, rig.counter(HostNetCounters.FAILED));
        }
    }

    /** As a datagram socket whose peer could not be named again behind an empty datagram. */
    @Test
    void aSocketTheLibraryHasNoUseForCompletesWhatWaits() throws Exception {
        try (HostNetRig rig = new HostNetRig(HostNetDevice.open(HostNetRig.spec(List.of(), "host"), Path.of("/nonexistent"),
            (tcp, to, selector, slot, dma, datagrams) -> new Unconnected()))) {
            rig.command(OPEN_UDP, 1, 0, HostNetRig.peer(Policy.HOST, 53));
            rig.expect(OPEN_UDP, 1, DONE);
            rig.command(RECEIVE, 1, 100, rig.data);
            rig.command(SEND, 1, 1, rig.data);
            rig.expect(SEND, 1, BROKEN);
            rig.expect(RECEIVE, 1, BROKEN);
            rig.command(SEND, 1, 1, rig.data);
            rig.expect(SEND, 1, CLOSED);
            rig.command(CLOSE, 1, 0, 0);
            rig.expect(CLOSE, 1, DONE);
        }
    }

    private static final class Unconnected implements Endpoint {
        @Override
        public boolean opened() {
            return true;
        }

        @Override
        public int send(Command command) {
            throw new NotYetConnectedException();
        }

        @Override
        public int receive(Command command) {
            return LATER;
        }

        @Override
        public int shutdown() {
            return INVALID;
        }

        @Override
        public void close(boolean reset) {
            // there is nothing
        }

        @Override
        public void interest(boolean read, boolean write) {
            // nothing happens to it
        }
    }
}

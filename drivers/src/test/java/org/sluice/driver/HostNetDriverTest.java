package org.sluice.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sluice.driver.hostnet.HostNetDriver;
import org.sluice.kernel.driver.HostNetDevice;
import org.sluice.kernel.driver.HostNetReceiver;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.vm.device.hostnet.HostNetSpec;

/** The driver on the device, with sockets of this host at the other side. */
class HostNetDriverTest implements HostNetReceiver {
    private static final int HOST = 0x0a000202;
    private static final int LIMIT_SECONDS = 60;

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @Override
    public void opened(int slot, int status, int address, int port) {
        told.add("opened " + slot + " " + status + " " + Integer.toHexString(address) + (port == 0 ? "" : " port"));
    }

    @Override
    public void sent(int slot, long cookie, int status) {
        told.add("sent " + slot + " " + cookie + " " + status);
    }

    @Override
    public void received(int slot, long cookie, int status, int length) {
        told.add("received " + slot + " " + cookie + " " + status + " " + length);
    }

    @Override
    public void closed(int slot) {
        told.add("closed " + slot);
    }

    private void expect(String what) throws InterruptedException {
        String next = told.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertNotNull(next, "nothing was told instead of " + what);
        assertEquals(what, next);
    }

    private static TestMachine machine() throws IOException {
        return new TestMachine(org.sluice.vm.device.hostnet.HostNetDevice.open(new HostNetSpec(List.of(HostNetSpec.Forward.parse("tcp:0:80"),
            HostNetSpec.Forward.parse("udp:0:53")), HostNetSpec.Allowed.parse("host"))));
    }

    private HostNetDevice start(TestMachine machine) {
        HostNetDevice net = machine.start(new HostNetDriver(), HostNetDevice.class);
        net.start(this);
        return net;
    }

    private static ServerSocket server() throws IOException {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        server.setSoTimeout(LIMIT_SECONDS * 1000);
        return server;
    }

    @Test
    void bytesGoFromFramesToSocketsAndBackAndEveryGrantIsGivenBack() throws Exception {
        try (TestMachine machine = machine(); ServerSocket server = server()) {
            HostNetDevice net = start(machine);
            int grants = machine.iommu.grants(0);
            net.open(3, false, HOST, server.getLocalPort());
            expect("opened 3 0 0");
            byte[] bytes = new byte[10_000];
            new Random(1).nextBytes(bytes);
            FrameRun run = machine.run(bytes);
            try (Socket socket = server.accept()) {
                net.send(3, 5, run, 100, 9000);
                expect("sent 3 5 0");
                assertArrayEquals(java.util.Arrays.copyOfRange(bytes, 100, 9100), socket.getInputStream().readNBytes(9000));
                FrameRun room = machine.run(new byte[8192]);
                net.receive(3, 9, room);
                socket.getOutputStream().write(bytes, 0, 777);
                expect("received 3 9 0 777");
                assertArrayEquals(java.util.Arrays.copyOf(bytes, 777), machine.bytes(room, 777));
                net.shutdown(3);
                assertEquals(-1, socket.getInputStream().read());
                net.receive(3, 10, room);
                net.close(3, true);
                expect("received 3 10 8 0");
                expect("closed 3");
            }
            net.open(3, false, 0x7f000001, 1);
            expect("opened 3 6 0");
            assertEquals(grants, machine.iommu.grants(0));
            assertEquals(net.counterNames().length, net.counters().length);
            assertEquals(9000, net.counters()[4]);
        }
    }

    @Test
    void forwardsAreTold() throws Exception {
        try (TestMachine machine = machine()) {
            HostNetDevice net = start(machine);
            assertEquals(2, net.forwards());
            assertEquals(List.of(false, true), List.of(net.datagrams(0), net.datagrams(1)));
            assertEquals(List.of(80, 53), List.of(net.port(0), net.port(1)));
            net.accept(1, 0);
            net.close(1, false);
            expect("opened 1 8 0");
            expect("closed 1");
        }
    }

    @Test
    void aNewLifeBeginsWithNothingOfTheOneBefore() throws Exception {
        try (TestMachine machine = machine(); ServerSocket server = server()) {
            HostNetDevice first = start(machine);
            first.open(0, false, HOST, server.getLocalPort());
            expect("opened 0 0 0");
            try (Socket socket = server.accept()) {
                socket.setSoTimeout(LIMIT_SECONDS * 1000);
                first.receive(0, 1, machine.run(new byte[4096]));
                machine.stop();
                assertEquals(0, machine.iommu.grants(0));
                HostNetDevice second = start(machine);
                assertThrows(SocketException.class, () -> socket.getInputStream().read());
                second.open(0, false, HOST, server.getLocalPort());
                expect("opened 0 0 0");
            }
        }
    }
}

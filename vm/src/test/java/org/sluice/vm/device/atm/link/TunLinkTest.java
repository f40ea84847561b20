package org.sluice.vm.device.atm.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/**
 * A TUN device with nothing on it but this link: the host answers an echo. Each test has a thread of its own that begins with entering a new network
 * namespace; what it starts is in there, too. That takes root.
 */
class TunLinkTest {
    private static final int CLONE_NEWNET = 0x40000000;
    private static final String NAME = "sluice0";

    private final Recorder recorder = new Recorder();

    private interface Body {
        void run() throws Exception;
    }

    /** Runs a test in a network namespace with a device, or skips it. */
    private void inNamespace(Body body) throws Exception {
        FutureTask<Void> task = new FutureTask<>(() -> {
            Linker linker = Linker.nativeLinker();
            MethodHandle unshare = linker.downcallHandle(linker.defaultLookup().find("unshare").orElseThrow(
                () -> new TestAbortedException("skipped: no Linux")), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            try {
                Assumptions.assumeTrue(Files.isWritable(Path.of("/dev/net/tun")) && (int) unshare.invokeExact(CLONE_NEWNET) == 0,
                    "skipped: a network namespace with a TUN device takes root");
            } catch (Exception | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
            makeDevice();
            body.run();
            return null;
        });
        Thread.ofPlatform().start(task);
        try {
            task.get(5, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }

    private static void makeDevice() throws Exception {
        assertEquals(0, run("ip", "tuntap", "add", "dev", NAME, "mode", "tun"));
        assertEquals(0, run("ip", "address", "add", "192.0.2.1/30", "dev", NAME));
    }

    /** After somebody has attached: the host learns later of a carrier that comes to a device that is up. */
    private static void up() throws Exception {
        assertEquals(0, run("ip", "link", "set", NAME, "down"));
        assertEquals(0, run("ip", "link", "set", NAME, "up"));
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }

    /** An echo request from 192.0.2.2 to 192.0.2.1 with so many bytes of payload. */
    private static byte[] echo(int bytes) {
        byte[] packet = new byte[28 + bytes];
        packet[0] = 0x45;
        packet[2] = (byte) (packet.length >> 8);
        packet[3] = (byte) packet.length;
        packet[8] = 64;
        packet[9] = 1;
        byte[] addresses = {(byte) 192, 0, 2, 2, (byte) 192, 0, 2, 1};
        System.arraycopy(addresses, 0, packet, 12, 8);
        packet[20] = 8;
        packet[24] = 0x12;
        sum(packet, 0, 20, 10);
        sum(packet, 20, packet.length, 22);
        return packet;
    }

    private static void sum(byte[] packet, int from, int to, int at) {
        int sum = 0;
        for (int i = from; i < to; i += 2) {
            sum += (packet[i] & 0xff) << 8 | (i + 1 < to ? packet[i + 1] & 0xff : 0);
        }
        sum = (sum & 0xffff) + (sum >> 16);
        sum = ~((sum & 0xffff) + (sum >> 16));
        packet[at] = (byte) (sum >> 8);
        packet[at + 1] = (byte) sum;
    }

    private static BytesPdu pdu(int vci, byte[] bytes) {
        return BytesPdu.plain(0, vci, MemorySegment.ofArray(bytes));
    }

    /** The next IPv4 packet that arrives: the host sends IPv6 of its own accord. */
    private byte[] nextPacket() throws InterruptedException {
        while (true) {
            String event = recorder.events.poll(60, TimeUnit.SECONDS);
            assertNotNull(event, "nothing came for 60 s");
            String start = "pdu 0.100 4";
            if (event.startsWith(start)) {
                return HexFormat.of().parseHex(event.substring(start.length() - 1));
            }
        }
    }

    @Test
    void packetsOfTheHostAreSdusBothWays() throws Exception {
        inNamespace(this::bothWays);
    }

    private void bothWays() throws Exception {
        try (TunLink link = TunLink.open(NAME, 0, 100)) {
            assertFalse(link.up());
            link.connect(recorder);
            recorder.expect("up");
            up();
            for (int size : List.of(0, 1, 1400, 60_000)) {
                link.send(pdu(100, echo(size)));
                byte[] answer = nextPacket();
                if (size <= 1400) {
                    assertEquals(28 + size, answer.length);
                    assertEquals(0, answer[20], "an echo reply");
                } else {
                    assertEquals(1500, answer.length, "the first of many fragments");
                }
            }
            link.send(pdu(101, echo(0)));
            link.send(pdu(100, new byte[] {(byte) 0xaa, (byte) 0xaa, 3, 0, 0, 0, 8, 0, 0x45}));
            link.send(new byte[53], 0, 1);
            assertEquals(4, Recorder.counter(link, "packets sent"));
            assertEquals(1, Recorder.counter(link, "PDUs of other connections dropped"));
            assertEquals(1, Recorder.counter(link, "PDUs dropped that are no IP packets"));
            assertEquals(1, Recorder.counter(link, "cells dropped, which this link cannot carry"));
            assertEquals("tun:" + NAME, link.describe());
        }
        try (TunLink again = TunLink.open(NAME, 0, 100)) {
            assertFalse(again.up(), "the device is free at once when a link has been closed");
        }
    }

    @Test
    void oneThatIsMissingOrInUseIsNamed() throws Exception {
        inNamespace(this::cannotBe);
    }

    private void cannotBe() throws Exception {
        assertEquals("tun:nonesuch: there is no such device; 'ip tuntap add dev nonesuch mode tun' makes it",
            assertThrows(LinkFailure.class, () -> TunLink.open("nonesuch", 0, 100)).getMessage());
        assertEquals("tun:lo: no TUN device", assertThrows(LinkFailure.class, () -> TunLink.open("lo", 0, 100)).getMessage());
        try (TunLink link = TunLink.open(NAME, 0, 100)) {
            assertEquals("tun:" + NAME + ": in use", assertThrows(LinkFailure.class, () -> TunLink.open(NAME, 0, 100)).getMessage());
            assertFalse(link.up());
        }
    }

    @Test
    void aDeviceThatIsDownLosesPacketsAndOneThatIsRemovedTakesTheLinkDown() throws Exception {
        inNamespace(this::downAndGone);
    }

    private void downAndGone() throws Exception {
        try (TunLink link = TunLink.open(NAME, 0, 100)) {
            link.connect(recorder);
            recorder.expect("up");
            link.send(pdu(100, echo(0)));
            assertEquals(1, Recorder.counter(link, "PDUs lost with the device down"));
            assertEquals(0, run("ip", "link", "del", NAME));
            String event;
            do {
                event = recorder.events.poll(60, TimeUnit.SECONDS);
                assertNotNull(event, "the link stays up");
            } while (!event.equals("down"));
            assertFalse(link.up());
            link.send(pdu(100, echo(0)));
            assertEquals(2, Recorder.counter(link, "PDUs lost with the device down"));
            makeDevice();
            recorder.expect("up");
            up();
            link.send(pdu(100, echo(0)));
            assertEquals(0, nextPacket()[20]);
        }
    }
}

package org.sluice.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.abi.Errno;
import org.sluice.abi.Signals;
import org.sluice.driver.console.ConsoleDriver;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.ConsoleDevice;
import org.sluice.vm.device.Worker;
import org.sluice.vm.device.console.ConsoleBackend;
import org.sluice.vm.device.console.MemoryConsole;

@Timeout(120)
class ConsoleDriverTest {
    private final MemoryConsole host = new MemoryConsole(ConsoleBackend.INPUT_TERMINAL | ConsoleBackend.ERROR_TERMINAL, 80 << 16 | 24);
    private final TestMachine machine = new TestMachine(new org.sluice.vm.device.console.ConsoleDevice(host, Worker.threads()));
    private final ConsoleDevice console = machine.start(new ConsoleDriver(), ConsoleDevice.class);

    @AfterEach
    void close() {
        machine.close();
    }

    private void write(int channel, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        console.write(channel, machine.run(bytes), bytes.length);
    }

    private byte[] read(int size) {
        byte[] buffer = new byte[size];
        int n = console.read(buffer);
        return n < 0 ? null : Arrays.copyOf(buffer, n);
    }

    @Test
    void writesBytesInOrderToTheirChannel() {
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            write(ConsoleDevice.OUT, "line " + i + "\n");
            expected.append("line ").append(i).append('\n');
        }
        write(ConsoleDevice.ERR, "grüße");
        assertEquals(expected.toString(), host.output(0));
        assertEquals("grüße", host.output(1));
        assertEquals(0, machine.iommu.grants(0));
    }

    @Test
    void writesMoreThanTheDeviceTakesAtOnce() {
        String text = "0123456789abcdef".repeat(20_000);
        write(ConsoleDevice.OUT, text);
        assertEquals(text, host.output(0));
        write(ConsoleDevice.OUT, "");
        assertEquals(text, host.output(0));
    }

    @Test
    void readsWhatIsTypedThenTheEnd() {
        host.type("hello");
        assertArrayEquals("he".getBytes(StandardCharsets.US_ASCII), read(2));
        assertArrayEquals("llo".getBytes(StandardCharsets.US_ASCII), read(100));
        host.type("\u0003\u00ff");
        assertArrayEquals(new byte[] {3, (byte) 0xc3, (byte) 0xbf}, read(100));
        host.endInput();
        assertEquals(null, read(10));
        assertEquals(null, read(10));
    }

    @Test
    void takesNoMoreFromTheHostThanItHasRoomFor() {
        String text = "x".repeat(100_000) + "y";
        host.type(text);
        host.endInput();
        StringBuilder got = new StringBuilder();
        byte[] part;
        while ((part = read(777)) != null) {
            got.append(new String(part, StandardCharsets.US_ASCII));
        }
        assertEquals(text, got.toString());
    }

    @Test
    void aWaitingReaderIsWokenByInputAndByTheStop() throws InterruptedException {
        BlockingQueue<String> results = new LinkedBlockingQueue<>();
        Thread reader = Thread.ofPlatform().start(() -> {
            try {
                while (true) {
                    results.add(new String(read(10), StandardCharsets.US_ASCII));
                }
            } catch (CallFailed e) {
                results.add(Errno.name(e.errno()));
            }
        });
        host.type("a");
        assertEquals("a", results.take());
        machine.stop();
        assertEquals("EAGAIN", results.take());
        reader.join();
        assertEquals(Errno.EAGAIN, assertThrows(CallFailed.class, () -> write(0, "late")).errno());
        host.type("b");
        ConsoleDevice again = machine.start(new ConsoleDriver(), ConsoleDevice.class);
        byte[] buffer = new byte[4];
        assertEquals(1, again.read(buffer));
        assertEquals('b', buffer[0]);
    }

    @Test
    void tellsSizeTerminalsAndEvents() throws InterruptedException {
        BlockingQueue<Integer> events = new LinkedBlockingQueue<>();
        assertEquals(80 << 16 | 24, console.size());
        assertEquals(5, console.terminals());
        host.resize(132, 50); // before anybody listens: kept
        console.onEvent(events::add);
        host.send(ConsoleBackend.Event.INTERRUPT);
        assertEquals(Signals.WINCH, events.take());
        assertEquals(Signals.INT, events.take());
        assertEquals(132 << 16 | 50, console.size());
        host.send(ConsoleBackend.Event.TERMINATE);
        assertEquals(Signals.TERM, events.take());
    }

    @Test
    void outputThatNobodyTakesIsABrokenPipe() {
        ConsoleBackend broken = new ConsoleBackend() {
            @Override
            public int read(byte[] buffer) throws IOException {
                throw new IOException("gone");
            }

            @Override
            public void write(int channel, ByteBuffer bytes) throws IOException {
                throw new IOException("gone");
            }

            @Override
            public int size() {
                return 0;
            }

            @Override
            public int terminals() {
                return 0;
            }

            @Override
            public void listen(Listener listener) {
                // nothing ever happens here
            }

            @Override
            public void close() {
                // nothing to restore
            }
        };
        try (TestMachine other = new TestMachine(new org.sluice.vm.device.console.ConsoleDevice(broken, Worker.threads()))) {
            ConsoleDevice console2 = other.start(new ConsoleDriver(), ConsoleDevice.class);
            assertEquals(Errno.EPIPE, assertThrows(CallFailed.class, () -> console2.write(0, other.run(new byte[1]), 1)).errno());
            assertEquals(-1, console2.read(new byte[1]));
        }
    }
}

package org.sluice.kernel.tty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Tty;
import org.sluice.kernel.Kernel;
import org.sluice.kernel.TestKernel;
import org.sluice.kernel.driver.ConsoleDevice;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.kernel.process.Process;
import org.sluice.vm.memory.PhysicalMemory;

/** Does the terminal pass on what programs write and people type, and is every copy counted? */
class TerminalTest {
    private static final int BUFFER = 64 << 10;

    /** A console that remembers what it shows. */
    private static final class Screen implements ConsoleDevice {
        private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
        private PhysicalMemory memory;

        @Override
        public void write(int channel, FrameRun frames, int length) {
            byte[] bytes = new byte[length];
            memory.read(frames.address(), bytes, 0, length);
            shown.writeBytes(bytes);
        }

        @Override
        public int read(byte[] buffer) {
            return -1;
        }

        @Override
        public int size() {
            return 80 << 16 | 24;
        }

        @Override
        public int terminals() {
            return 7;
        }

        @Override
        public void onEvent(IntConsumer listener) {
        }
    }

    @Test
    void lineFeedsBecomeNewLinesWhereverTheBufferEnds() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            Process process = machine.process("p");
            machine.run(process, () -> {
                Kernel kernel = machine.kernel();
                Screen screen = new Screen();
                screen.memory = kernel.frames().memory();
                Terminal.Session session = new Terminal(kernel, screen).session(1);
                for (int length : new int[] {0, 1, BUFFER - 2, BUFFER - 1, BUFFER, BUFFER + 1, 3 * BUFFER + 7}) {
                    for (String end : new String[] {"", "\n", "\n\n", "\nx\n"}) {
                        String text = "x".repeat(length) + end;
                        byte[] bytes = ("?" + text + "?").getBytes(StandardCharsets.ISO_8859_1);
                        screen.shown.reset();
                        long before = screen.memory.bytesCopied();
                        assertEquals(text.length(), session.write(bytes, 1, text.length()));
                        String wanted = text.replace("\n", "\r\n");
                        assertEquals(wanted, screen.shown.toString(StandardCharsets.ISO_8859_1));
                        // once into the device's frames; the screen's own reading is the other half
                        assertEquals(2L * wanted.length(), screen.memory.bytesCopied() - before);
                    }
                }
            });
        }
    }

    @Test
    void typedLinesReachTheReaderCounted() {
        PhysicalMemory memory = new PhysicalMemory(1);
        LineDiscipline discipline = new LineDiscipline(new LineDiscipline.Output() {
            @Override
            public void echo(String text) {
            }

            @Override
            public void signal(int signal) {
            }
        }, memory);
        String line = "y".repeat(1000) + "\n";
        for (int i = 0; i < 100; i++) {
            line.chars().forEach(discipline::type);
        }
        // more than the 64 KiB that may be typed ahead is dropped
        StringBuilder read = new StringBuilder();
        byte[] buffer = new byte[300];
        while (discipline.readable()) {
            long before = memory.bytesCopied();
            int n = discipline.take(buffer, 0, buffer.length);
            assertEquals(true, memory.bytesCopied() - before >= n);
            read.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
        }
        assertEquals(line.repeat(100).substring(0, 64 << 10), read.toString());
        "ab".chars().forEach(discipline::type);
        discipline.setMode(discipline.mode() & ~Tty.ICANON);
        assertEquals(2, discipline.take(buffer, 0, buffer.length));
        "cd\u007fe\n".chars().forEach(discipline::type);
        discipline.setMode(discipline.mode() | Tty.ICANON);
        assertEquals(3, discipline.take(buffer, 0, buffer.length));
        assertEquals("ce\n", new String(buffer, 0, 3, StandardCharsets.ISO_8859_1));
    }
}

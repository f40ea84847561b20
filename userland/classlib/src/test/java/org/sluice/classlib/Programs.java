package org.sluice.classlib;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Runs the programs of the tests on the host and as guests. */
final class Programs {
    static final GuestProcess.Parts CLASS_PATH = GuestProcess.Parts.of(List.of(Path.of("target/test-classes")));
    static final long QUOTA = 256L << 20;

    private Programs() {
    }

    /** What a program prints when it runs in this JVM. */
    static String onHost(Class<?> main, String... args) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            main.getMethod("main", String[].class).invoke(null, (Object) args);
        } finally {
            System.out.flush();
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** A process of the test programs. */
    static GuestProcess guest(Path root, OutputStream out) {
        return new GuestProcess(CLASS_PATH, root, InputStream.nullInputStream(), out, QUOTA);
    }

    /** A process that keeps what it writes, reading the given text. */
    static GuestProcess guest(Path root, String input) {
        return new GuestProcess(CLASS_PATH, root, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), null, QUOTA);
    }
}

package org.sluice.images.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a command of the host to its end. A command that does not end is a failed test, not a hanging build. */
final class HostProcess {
    /** Far beyond what anything here takes on a slow machine. */
    private static final long DEADLINE_SECONDS = 300;

    private HostProcess() {
    }

    static Outcome run(List<String> command) {
        return run(command, Map.of(), new byte[0]);
    }

    static Outcome run(List<String> command, Map<String, String> environment, byte[] input) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putAll(environment);
            Process process = builder.start();
            Collector out = new Collector(process.getInputStream());
            Collector err = new Collector(process.getErrorStream());
            try (var stdin = process.getOutputStream()) {
                stdin.write(input);
            } catch (IOException e) {
                // it ended without reading its input; its status and output tell
            }
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError(command + " did not end within " + DEADLINE_SECONDS + " s\n"
                    + new Outcome(-1, out.bytes(), err.bytes()));
            }
            return new Outcome(process.exitValue(), out.bytes(), err.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(command + " cannot be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The {@code java} command of the JDK these tests run on. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Reads a stream to its end while the process runs, so that a full pipe cannot stop it. */
    private static final class Collector {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Thread reader;

        Collector(InputStream in) {
            reader = Thread.ofPlatform().daemon().start(() -> {
                try (in) {
                    in.transferTo(bytes);
                } catch (IOException e) {
                    // the process was ended; what came so far is kept
                }
            });
        }

        byte[] bytes() throws InterruptedException {
            reader.join();
            return bytes.toByteArray();
        }
    }
}

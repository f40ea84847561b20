package org.sluice.images.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A running command of the host whose output is read line by line while lines are typed to it. What comes on standard error is kept too. */
final class HostConversation implements AutoCloseable {
    /** Far beyond what anything here takes on a slow machine. */
    private static final long DEADLINE_SECONDS = 180;
    private static final String END = "\u0000end";

    private final List<String> command;
    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final StringBuffer heard = new StringBuffer();

    HostConversation(List<String> command, Map<String, String> environment) {
        this.command = command;
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(command + " cannot be started", e);
        }
        listen(process.getInputStream(), "");
        listen(process.getErrorStream(), "! ");
    }

    /** A machine that is talked to through its console. */
    static HostConversation boot(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "boot";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return new HostConversation(Sluice.command(all), Sluice.environment());
    }

    private void listen(InputStream in, String prefix) {
        Thread.ofPlatform().daemon().start(() -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                String line;
                while ((line = reader.readLine()) != null) {
                    heard.append(prefix).append(line).append('\n');
                    if (prefix.isEmpty()) {
                        lines.add(line);
                    }
                }
            } catch (IOException e) {
                // the process was ended
            }
            if (prefix.isEmpty()) {
                lines.add(END);
            }
        });
    }

    /** Types a line. */
    void enter(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new AssertionError(command + " does not listen any more\n" + heard, e);
        }
    }

    /** Waits for a line that begins with a text; returns it. */
    String await(String beginning) {
        try {
            while (true) {
                String line = lines.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
                if (line == null || line.equals(END)) {
                    throw new AssertionError("no line '" + beginning + "' from " + command + "\n" + heard);
                }
                if (line.startsWith(beginning)) {
                    return line;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Waits for the command's end; returns its status. */
    int end() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(command + " did not end\n" + heard);
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Asks it to end, as a user does from the keyboard. */
    void interrupt() {
        HostProcess.run(List.of("kill", "-INT", Long.toString(process.pid())));
    }

    /** All it has said so far, standard error behind exclamation marks. */
    String heard() {
        return heard.toString();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}

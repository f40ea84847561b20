package org.sluice.images.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A program in a pseudo-terminal, which tmux provides: keys go in, and what a person would see comes out. Every pane has a
 * tmux server of its own, ended with it.
 */
final class TerminalPane implements AutoCloseable {
    private static final AtomicInteger PANES = new AtomicInteger();
    /** Far beyond what anything here takes on a slow machine. */
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final long LOOK_AGAIN_MILLIS = 20;

    private final List<String> tmux;

    /** Starts a command of the host's shell in a terminal of the given size. */
    TerminalPane(String command, int columns, int rows, Map<String, String> environment) {
        String socket = "sluice-e2e-" + ProcessHandle.current().pid() + "-" + PANES.incrementAndGet();
        tmux = List.of("tmux", "-L", socket, "-f", "/dev/null");
        List<String> start = new ArrayList<>(List.of("new-session", "-d", "-x", Integer.toString(columns), "-y",
            Integer.toString(rows)));
        environment.forEach((name, value) -> start.addAll(List.of("-e", name + "=" + value)));
        // the shell before it holds the pane until its options are set: a dead pane would be gone
        start.add("read -r go; " + command);
        call(start);
        call(List.of("set-option", "-g", "remain-on-exit", "on"));
        key("Enter");
    }

    /** Whether this host has tmux. */
    static boolean available() {
        try {
            return new ProcessBuilder("tmux", "-V").redirectErrorStream(true).start().waitFor() == 0;
        } catch (java.io.IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Types a text. */
    void type(String text) {
        call(List.of("send-keys", "-l", text));
    }

    /** Presses keys by tmux' names for them, such as {@code Enter}, {@code Tab}, {@code C-c} or {@code Up}. */
    void key(String... names) {
        List<String> arguments = new ArrayList<>(List.of("send-keys"));
        arguments.addAll(List.of(names));
        call(arguments);
    }

    /** Types a command line and presses Enter. */
    void enter(String line) {
        type(line);
        key("Enter");
    }

    void resize(int columns, int rows) {
        call(List.of("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(rows)));
    }

    /** The screen's lines without spaces at their ends and without the empty ones below. */
    List<String> screen() {
        return call(List.of("capture-pane", "-p")).output().stripTrailing().lines().map(String::stripTrailing).toList();
    }

    /** Looks at the screen until it shows what is wanted; fails with the screen when it never does. */
    List<String> await(String what, Predicate<List<String>> wanted) {
        long start = System.nanoTime();
        List<String> screen = screen();
        while (!wanted.test(screen)) {
            if (System.nanoTime() - start > DEADLINE_NANOS) {
                throw new AssertionError("the screen never showed " + what + ":\n" + String.join("\n", screen));
            }
            try {
                Thread.sleep(LOOK_AGAIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
            screen = screen();
        }
        return screen;
    }

    /** Waits for a line that is exactly this. */
    List<String> awaitLine(String line) {
        return await("\"" + line + "\"", screen -> screen.contains(line));
    }

    /** Waits until the last line is exactly this. */
    List<String> awaitLast(String line) {
        return await("\"" + line + "\" last", screen -> !screen.isEmpty() && screen.getLast().equals(line));
    }

    /** The process the pane was started with. */
    long process() {
        return Long.parseLong(call(List.of("display-message", "-p", "#{pane_pid}")).output().strip());
    }

    private Outcome call(List<String> arguments) {
        List<String> command = new ArrayList<>(tmux);
        command.addAll(arguments);
        Outcome outcome = HostProcess.run(command);
        if (outcome.status() != 0) {
            throw new AssertionError(command + ": " + outcome);
        }
        return outcome;
    }

    @Override
    public void close() {
        List<String> command = new ArrayList<>(tmux);
        command.add("kill-server");
        HostProcess.run(command);
    }
}

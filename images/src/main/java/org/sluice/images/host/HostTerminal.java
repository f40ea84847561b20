package org.sluice.images.host;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.sluice.vm.device.console.ConsoleBackend;
import org.sluice.vm.device.console.HostConsole;
import sun.misc.Signal;

/**
 * The terminal the launcher was started in. If both input and output lead to it, it is put into raw mode, so that the guest
 * edits lines and sees every key, Ctrl-C included; otherwise it stays as it is and the guest is told that input is no terminal.
 * It is put back when the machine ends, however it ends.
 */
public final class HostTerminal {
    /** System property: which of input (1), output (2) and error (4) are terminals, as the start script found out. */
    public static final String PROPERTY = "sluice.terminals";

    private static final File TERMINAL = new File("/dev/tty");
    private static final int RAW = ConsoleBackend.INPUT_TERMINAL | ConsoleBackend.OUTPUT_TERMINAL;

    private HostTerminal() {
    }

    /** Opens a console on the standard streams and passes the host's signals to it. */
    public static HostConsole open() {
        int terminals = terminals();
        AtomicReference<String> saved = new AtomicReference<>();
        int size = 0;
        if ((terminals & RAW) == RAW) {
            // one process instead of three: what it prints is the modes to restore, then the size
            String[] lines = run("stty -g && stty raw -echo && stty size").split("\n");
            if (lines.length >= 2) {
                saved.set(lines[0].strip());
                size = parseSize(lines[1]);
            } else {
                terminals = 0;
            }
        } else {
            terminals &= ~ConsoleBackend.INPUT_TERMINAL;
            size = terminals == 0 ? 0 : parseSize(run("stty size"));
        }
        Runnable restore = () -> {
            String modes = saved.getAndSet(null);
            if (modes != null) {
                run("stty " + modes);
            }
        };
        Runtime.getRuntime().addShutdownHook(new Thread(restore, "sluice-restore-terminal"));
        HostConsole console = new HostConsole(terminals, size, restore);
        passSignals(console);
        return console;
    }

    private static int terminals() {
        String property = System.getProperty(PROPERTY);
        if (property != null && property.matches("[0-7]")) {
            return Integer.parseInt(property);
        }
        return System.console() != null && System.console().isTerminal() ? RAW | ConsoleBackend.ERROR_TERMINAL : 0;
    }

    /** A second request to end is not for the guest to answer. */
    private static void passSignals(HostConsole console) {
        var asked = new java.util.concurrent.atomic.AtomicBoolean();
        handle("INT", () -> console.send(ConsoleBackend.Event.INTERRUPT));
        handle("TERM", () -> {
            if (asked.getAndSet(true)) {
                System.exit(128 + 15);
            }
            console.send(ConsoleBackend.Event.TERMINATE);
        });
        handle("WINCH", () -> console.resize(parseSize(run("stty size"))));
    }

    private static void handle(String signal, Runnable action) {
        try {
            Signal.handle(new Signal(signal), s -> action.run());
        } catch (IllegalArgumentException e) {
            // this host has no such signal, or the JVM was told to keep it
        }
    }

    /** "rows columns" as stty prints it, to columns times 65536 plus rows; 0 if it is anything else. */
    static int parseSize(String text) {
        String[] words = text.strip().split(" ");
        try {
            return words.length == 2 ? Integer.parseInt(words[1]) << 16 | Integer.parseInt(words[0]) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String run(String command) {
        try {
            Process process = new ProcessBuilder("sh", "-c", command).redirectInput(TERMINAL)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? output : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}

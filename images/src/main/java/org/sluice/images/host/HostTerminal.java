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
 * It is put back when the machine ends, however it ends: a process of the host waits for the end of this one with the former
 * modes in hand, so that even a kill that leaves no time for anything gives the user a usable terminal.
 */
public final class HostTerminal {
    /** System property: which of input (1), output (2) and error (4) are terminals, as the start script found out. */
    public static final String PROPERTY = "sluice.terminals";

    private static final File TERMINAL = new File("/dev/tty");
    private static final int RAW = ConsoleBackend.INPUT_TERMINAL | ConsoleBackend.OUTPUT_TERMINAL;
    /**
     * Goes raw, says the size, and restores the modes once its input ends. Signals to the whole group are not for it; stopping
     * it for touching the terminal from the background is left to the host, for then a shell has taken the terminal over.
     */
    private static final String KEEPER = """
        trap '' INT TERM HUP QUIT TSTP
        exec 3</dev/tty && modes=$(stty -g <&3) && stty raw -echo <&3 || exit 1
        stty size <&3 || echo
        exec >/dev/null
        read -r end
        stty "$modes" <&3
        """;

    private HostTerminal() {
    }

    /** Opens a console on the standard streams and passes the host's signals to it. */
    public static HostConsole open() {
        int terminals = terminals();
        AtomicReference<Process> keeper = new AtomicReference<>();
        int size = 0;
        if ((terminals & RAW) == RAW) {
            try {
                Process started = new ProcessBuilder("sh", "-c", KEEPER).redirectError(ProcessBuilder.Redirect.DISCARD).start();
                String line = started.inputReader(StandardCharsets.UTF_8).readLine();
                if (line != null) {
                    keeper.set(started);
                    size = parseSize(line);
                }
            } catch (IOException e) {
                // then there is no terminal to speak of
            }
            terminals = keeper.get() == null ? 0 : terminals;
        } else {
            terminals &= ~ConsoleBackend.INPUT_TERMINAL;
            size = terminals == 0 ? 0 : parseSize(run("stty size"));
        }
        Runnable restore = () -> end(keeper.getAndSet(null));
        Runtime.getRuntime().addShutdownHook(new Thread(restore, "sluice-restore-terminal"));
        HostConsole console = new HostConsole(terminals, size, restore);
        passSignals(console);
        return console;
    }

    /** Lets the keeper restore the terminal, and waits until it has. */
    private static void end(Process keeper) {
        if (keeper != null) {
            try {
                keeper.getOutputStream().close();
                keeper.waitFor();
            } catch (IOException e) {
                // it has ended already
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
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

package org.sluice.images.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.sluice.images.command.LauncherFailure;

/** A program that does what lines on its standard input tell it, and answers in lines. */
final class Conversation implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final Writer orders;

    /** Starts it, and waits until it says that it is ready. */
    Conversation(List<String> command) {
        try {
            process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        } catch (IOException e) {
            throw new LauncherFailure(1, "bench: " + e.getMessage());
        }
        answers = process.inputReader(StandardCharsets.UTF_8);
        orders = process.outputWriter(StandardCharsets.UTF_8);
        if (!answer().equals("ready")) {
            throw new LauncherFailure(1, "bench: " + command + " is not ready");
        }
    }

    Process process() {
        return process;
    }

    /** Tells it something; the answer follows by {@link #answer}. */
    void tell(String order) {
        try {
            orders.write(order + "\n");
            orders.flush();
        } catch (IOException e) {
            throw new LauncherFailure(1, "bench: " + e.getMessage());
        }
    }

    String answer() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new LauncherFailure(1, "bench: the program has ended");
            }
            return line;
        } catch (IOException e) {
            throw new LauncherFailure(1, "bench: " + e.getMessage());
        }
    }

    String ask(String order) {
        tell(order);
        return answer();
    }

    /** Processor time it has used so far. */
    Duration cpu() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        try {
            orders.write("exit\n");
            orders.close();
            process.waitFor();
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}

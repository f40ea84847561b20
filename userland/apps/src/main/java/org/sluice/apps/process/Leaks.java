package org.sluice.apps.process;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;

/** {@code leaks}: runs a program, and has the kernel tell at its end which areas and handles it has not given back. */
public final class Leaks extends Command {
    public Leaks() {
        super("leaks");
    }

    public static void main(String[] args) {
        new Leaks().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("+", args);
        while (options.next()) {
            throw new IllegalStateException("there are no options");
        }
        String[] command = options.operands();
        if (command.length == 0) {
            throw new Failure.Usage("missing command");
        }
        Map<String, String> environment = new LinkedHashMap<>(io.environment());
        environment.put("SLUICE_LEAKS", "1");
        return Runner.start(io, command, environment, 0, null, null).waitFor();
    }
}

package org.sluice.apps.process;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;

/** {@code env}: shows the environment, or runs a program in a changed one. */
public final class Env extends Command {
    public Env() {
        super("env", 125);
    }

    public static void main(String[] args) {
        new Env().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("+ i/ignore-environment u/unset: 0/null", args);
        Map<String, String> environment = new LinkedHashMap<>(io.environment());
        int end = '\n';
        while (options.next()) {
            switch (options.name()) {
                case "i" -> environment.clear();
                case "u" -> environment.remove(options.value());
                default -> end = 0;
            }
        }
        String[] operands = options.operands();
        int at = 0;
        if (operands.length > 0 && operands[0].equals("-")) {
            environment.clear();
            at++;
        }
        while (at < operands.length && operands[at].indexOf('=') > 0) {
            int equals = operands[at].indexOf('=');
            environment.put(operands[at].substring(0, equals), operands[at].substring(equals + 1));
            at++;
        }
        if (at < operands.length) {
            if (end == 0) {
                throw new Failure.Usage("cannot specify --null (-0) with command");
            }
            String[] command = Arrays.copyOfRange(operands, at, operands.length);
            return Runner.start(io, command, environment, 0, null, null).waitFor();
        }
        for (Map.Entry<String, String> entry : environment.entrySet()) {
            out.print(entry.getKey());
            out.write('=');
            out.print(entry.getValue());
            out.write(end);
        }
        return 0;
    }
}

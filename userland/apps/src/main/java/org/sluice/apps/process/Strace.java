package org.sluice.apps.process;

import java.io.IOException;
import org.sluice.abi.Spawn;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;

/** {@code strace}: runs a program and shows its system calls, which the kernel writes to the program's standard error. */
public final class Strace extends Command {
    public Strace() {
        super("strace");
    }

    public static void main(String[] args) {
        new Strace().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("+ o/output:", args);
        String output = null;
        while (options.next()) {
            output = options.value();
        }
        String[] command = options.operands();
        if (command.length == 0) {
            throw new Failure.Usage("missing command");
        }
        return Runner.start(io, command, null, Spawn.TRACE, null, output).waitFor();
    }
}

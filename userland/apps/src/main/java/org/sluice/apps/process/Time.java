package org.sluice.apps.process;

import java.io.IOException;
import org.sluice.abi.Signals;
import org.sluice.abi.SystemCalls;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Numbers;
import org.sluice.apps.Options;
import org.sluice.apps.Output;
import org.sluice.apps.Programs;

/** {@code time}: runs a program and tells how long it took. */
public final class Time extends Command {
    public Time() {
        super("time");
    }

    public static void main(String[] args) {
        new Time().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("+ p/portability", args);
        boolean portable = false;
        while (options.next()) {
            portable = true;
        }
        String[] command = options.operands();
        if (command.length == 0) {
            throw new Failure.Usage("missing command");
        }
        SystemCalls calls = io.calls();
        long start = calls.clock(SystemCalls.CLOCK_MONOTONIC);
        long childrenBefore = calls.clock(SystemCalls.CLOCK_CHILDREN);
        Programs.Running program = Runner.start(io, command, null, 0, null, null);
        // an interrupt is for the program; what it took is told in any case
        calls.signalAction(Signals.INT, Signals.IGNORE);
        calls.signalAction(Signals.QUIT, Signals.IGNORE);
        int status = program.waitFor();
        long real = calls.clock(SystemCalls.CLOCK_MONOTONIC) - start;
        // a process' time is not divided: all of it counts as time of the user
        long user = calls.clock(SystemCalls.CLOCK_CHILDREN) - childrenBefore;
        Output err = io.err();
        if (!portable) {
            err.println();
        }
        line(err, "real", real, portable);
        line(err, "user", user, portable);
        line(err, "sys", 0, portable);
        return status;
    }

    private static void line(Output err, String label, long nanos, boolean portable) {
        err.print(label);
        if (portable) {
            long hundredths = Math.round(nanos / 1e7);
            err.println(" " + hundredths / 100 + "." + Numbers.zeros(hundredths % 100, 2));
        } else {
            long millis = Math.round(nanos / 1e6);
            err.println("\t" + millis / 60000 + "m" + millis / 1000 % 60 + "." + Numbers.zeros(millis % 1000, 3) + "s");
        }
    }
}

package org.sluice.shell;

import java.util.Map;
import org.sluice.abi.SystemCalls;
import org.sluice.sys.Sys;

/** The main class of {@code sh}. */
public final class Main {
    private Main() {
    }

    /**
     * Runs the shell and ends the process with its status.
     *
     * @param args as {@code sh --help} describes them
     */
    public static void main(String[] args) {
        SystemCalls sys = Sys.calls();
        sys.exit(run(sys, args, System.getenv()));
    }

    /**
     * Runs the shell over a given system-call table.
     *
     * @param sys         the kernel
     * @param args        the command line
     * @param environment the variables it starts with
     * @return the exit status
     */
    public static int run(SystemCalls sys, String[] args, Map<String, String> environment) {
        return new Startup(sys, environment).run(args);
    }
}

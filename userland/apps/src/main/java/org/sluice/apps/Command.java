package org.sluice.apps;

import java.io.IOException;

/**
 * A command of the system. A command object runs once.
 *
 * <p>Exit statuses are those of Unix tools: 0 for success, 1 for a failure (or "no" from tools that answer questions), 2 for
 * a wrong command line, 141 when standard output is a pipe that nobody reads any more.
 */
public abstract class Command {
    /** Exit status after a write to a pipe without readers: 128 plus SIGPIPE. */
    public static final int BROKEN_PIPE = 141;

    private final String name;
    private final int failureStatus;
    /** Exit status so far; {@link #warn} raises it. */
    private int status;

    /** The way to the system, set before {@link #run}. */
    protected Io io;
    /** Standard output. */
    protected Output out;

    /** @param name the name users call it by */
    protected Command(String name) {
        this(name, 1);
    }

    /** @param failureStatus exit status after an error in files or system calls, for tools to which 1 means something else */
    protected Command(String name, int failureStatus) {
        this.name = name;
        this.failureStatus = failureStatus;
    }

    /**
     * Does the work.
     *
     * @param args the command line without the command's name
     * @return the exit status; usually {@link #status()}
     * @throws IOException  for an error that ends the command
     * @throws Failure likewise, with a message and exit status of its own
     */
    protected abstract int run(String[] args) throws IOException;

    /** Runs the command as the process' program: ends the process with the command's exit status unless it is 0. */
    protected final void start(String[] args) {
        int result = execute(new SystemIo(), args);
        if (result != 0) {
            System.exit(result);
        }
    }

    /**
     * Runs the command.
     *
     * @param system the way to the system
     * @param args   the command line without the command's name
     * @return the exit status
     */
    public final int execute(Io system, String... args) {
        this.io = system;
        this.out = system.out();
        int result;
        try {
            result = attempt(args);
            out.flush();
        } catch (WriteFailure e) {
            result = writeFailed(e);
        }
        try {
            io.err().flush();
        } catch (WriteFailure e) {
            return BROKEN_PIPE;
        }
        return result;
    }

    private int attempt(String[] args) {
        try {
            return run(args);
        } catch (Failure.Help e) {
            out.print(ManualPage.help(io, name));
            return 0;
        } catch (Failure.Usage e) {
            out.flush();
            complain(e.getMessage());
            io.err().println("Try '" + name + " --help'");
            return e.status();
        } catch (Failure e) {
            out.flush();
            complain(e.getMessage());
            return e.status();
        } catch (IOException e) {
            out.flush();
            complain(Reasons.of(e));
            return failureStatus;
        } catch (StackOverflowError e) {
            // expressions are matched, and directories walked, by recursion
            out.flush();
            complain("stack exhausted: the expression or the input is too complex");
            return failureStatus;
        }
    }

    private int writeFailed(WriteFailure failure) {
        if (failure.isBrokenPipe()) {
            return BROKEN_PIPE;
        }
        try {
            complain("write error: " + failure.reason());
        } catch (WriteFailure e) {
            return failureStatus;
        }
        return failureStatus;
    }

    /** The name users call it by. */
    protected final String name() {
        return name;
    }

    /** The exit status so far. */
    protected final int status() {
        return status;
    }

    /** Writes a line to standard error, after the command's name, and lets the command end with its failure status. */
    protected final void warn(String message) {
        status = failureStatus;
        complain(message);
    }

    /** {@link #warn} about a file that could not be used. */
    protected final void warn(String what, IOException failure) {
        warn(what + ": " + Reasons.of(failure));
    }

    /** Sets the exit status without a message. */
    protected final void fail() {
        status = failureStatus;
    }

    /** Refuses operands to a command that takes none. */
    protected static void noOperands(String[] operands) {
        if (operands.length > 0) {
            throw new Failure.Usage("extra operand '" + operands[0] + "'");
        }
    }

    /** Handles a command line of which only {@code --help} is an option; returns the operands. */
    protected static String[] plain(String[] args) {
        Options options = new Options("", args);
        while (options.next()) {
            throw new IllegalStateException(options.name());
        }
        return options.operands();
    }

    private void complain(String message) {
        Output err = io.err();
        err.print(name);
        err.print(": ");
        err.println(message);
    }
}

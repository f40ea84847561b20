package org.sluice.shell.run;

import org.sluice.abi.SystemCalls;

/** What a shell and its subshells share: the kernel, the builtins, the signals, the job table and the terminal. */
public final class Session {
    private final SystemCalls sys;
    private final Builtin.Table builtins;
    private final SignalState signals;
    private final Jobs jobs;
    private final int pid;
    private boolean interactive;
    private int terminal = -1;
    private int group;
    private History history = History.NONE;

    /** The lines entered at the prompt, for the {@code history} builtin. */
    public interface History {
        /** A shell without a prompt. */
        History NONE = new History() {
            @Override
            public String[] lines() {
                return new String[0];
            }

            @Override
            public void clear() {
            }

            @Override
            public int nextNumber() {
                return 1;
            }
        };

        /**
         * The lines, oldest first.
         *
         * @return each with its number, a tab and its text
         */
        String[] lines();

        /** Forgets all lines. */
        void clear();

        /**
         * The number the next line gets.
         *
         * @return 1 or more
         */
        int nextNumber();
    }

    /**
     * Makes the session of a shell process.
     *
     * @param sys      the kernel
     * @param builtins the builtins
     */
    public Session(SystemCalls sys, Builtin.Table builtins) {
        this.sys = sys;
        this.builtins = builtins;
        this.signals = new SignalState(sys);
        this.jobs = new Jobs(this);
        this.pid = sys.getpid();
    }

    /**
     * Makes the shell interactive: it catches the terminal's signals and controls jobs.
     *
     * @param handle a handle of the terminal, or -1 when there is none to control
     */
    public void beInteractive(int handle) {
        interactive = true;
        signals.beInteractive();
        if (handle >= 0) {
            terminal = handle;
            group = sys.getpgid(0);
            if (sys.ttyForeground(handle, 0) != group && sys.ttyForeground(handle, group) < 0) {
                terminal = -1;
            }
        }
    }

    /**
     * The kernel.
     *
     * @return the system-call table
     */
    public SystemCalls sys() {
        return sys;
    }

    /**
     * The builtins.
     *
     * @return the table
     */
    public Builtin.Table builtins() {
        return builtins;
    }

    /**
     * The signals.
     *
     * @return what the process caught
     */
    public SignalState signals() {
        return signals;
    }

    /**
     * The jobs.
     *
     * @return the main shell's job table
     */
    public Jobs jobs() {
        return jobs;
    }

    /**
     * The shell's process id.
     *
     * @return {@code $$}
     */
    public int pid() {
        return pid;
    }

    /**
     * Whether the shell has a prompt.
     *
     * @return true when errors do not end it
     */
    public boolean interactive() {
        return interactive;
    }

    /**
     * Whether jobs get process groups of their own.
     *
     * @return true when the shell controls a terminal
     */
    public boolean controlsJobs() {
        return terminal >= 0;
    }

    int terminal() {
        return terminal;
    }

    /** Brings the shell itself back to the foreground. */
    void takeTerminal() {
        if (terminal >= 0) {
            sys.ttyForeground(terminal, group);
        }
    }

    /**
     * The lines entered so far.
     *
     * @return the history
     */
    public History history() {
        return history;
    }

    /**
     * Sets where the {@code history} builtin finds the lines.
     *
     * @param lines the history
     */
    public void history(History lines) {
        history = lines;
    }
}

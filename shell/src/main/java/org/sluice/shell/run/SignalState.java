package org.sluice.shell.run;

import org.sluice.abi.Signals;
import org.sluice.abi.SystemCalls;

/**
 * The signals the shell process caught. No thread waits for them: the interpreter polls between commands and after every
 * call that was interrupted. Ctrl-C without a trap raises {@link #interrupted} for all foreground threads of the shell until
 * the prompt is reached.
 */
public final class SignalState {
    private final SystemCalls sys;
    private final String[] traps = new String[Signals.COUNT];
    private volatile boolean active;
    private volatile boolean interrupted;
    /** Ctrl-Z came while the terminal was the shell's. */
    private volatile boolean suspended;
    private volatile boolean interactive;
    private int pending;

    SignalState(SystemCalls sys) {
        this.sys = sys;
    }

    /**
     * Catches what the terminal sends to an interactive shell. The signals are caught, not ignored, so that children start
     * with the default effects whatever a spawned process inherits. The first process is told to terminate when the machine is
     * to end, so it does not catch that.
     */
    public void beInteractive() {
        interactive = true;
        active = true;
        int[] caught = {Signals.INT, Signals.QUIT, Signals.TSTP, Signals.TTIN, Signals.TTOU, Signals.WINCH};
        for (int signal : caught) {
            sys.signalAction(signal, Signals.CATCH);
        }
        if (sys.getpid() != 1) {
            sys.signalAction(Signals.TERM, Signals.CATCH);
        }
    }

    /** Takes all signals that have arrived. */
    public void poll() {
        if (!active) {
            return;
        }
        for (int signal = sys.signalWait(0); signal > 0; signal = sys.signalWait(0)) {
            arrived(signal);
        }
    }

    private synchronized void arrived(int signal) {
        if (signal < traps.length && traps[signal] != null) {
            pending |= 1 << signal;
        } else if (signal == Signals.INT && interactive) {
            interrupted = true;
        } else if (signal == Signals.TSTP && interactive) {
            suspended = true;
        }
    }

    /** Takes a Ctrl-Z that came since the prompt; returns whether there was one. */
    boolean takeSuspended() {
        boolean was = suspended;
        suspended = false;
        return was;
    }

    /**
     * Whether Ctrl-C ends what runs in the foreground.
     *
     * @return true until {@link #clearInterrupt}
     */
    public boolean interrupted() {
        return interrupted;
    }

    /** Ends whatever runs in the foreground, as Ctrl-C does. */
    void interrupt() {
        interrupted = interactive;
    }

    /** Lets new commands run. */
    public void clearInterrupt() {
        interrupted = false;
        suspended = false;
    }

    /**
     * A trap that is to be run now.
     *
     * @return a signal whose trap is due, no longer pending; 0 for none
     */
    synchronized int takePending() {
        if (pending == 0) {
            return 0;
        }
        int signal = Integer.numberOfTrailingZeros(pending);
        pending &= ~(1 << signal);
        return signal;
    }

    synchronized boolean isPending() {
        return pending != 0;
    }

    /**
     * The action of a trap.
     *
     * @param signal a signal, or 0 for the exit of the shell
     * @return the commands, empty to ignore the signal, or {@code null} for none
     */
    public synchronized String trap(int signal) {
        return traps[signal];
    }

    /**
     * Sets what is done when a signal arrives.
     *
     * @param signal a signal, or 0 for the exit of the shell
     * @param action the commands, empty to ignore the signal, or {@code null} for its default effect
     * @return 0, or a negated error number when the signal cannot be caught
     */
    public synchronized int setTrap(int signal, String action) {
        if (signal != 0) {
            boolean mine = interactive && (signal == Signals.INT || signal == Signals.QUIT || signal == Signals.TSTP
                || signal == Signals.TTIN || signal == Signals.TTOU || signal == Signals.TERM && sys.getpid() != 1);
            int disposition = action == null ? mine ? Signals.CATCH : Signals.DEFAULT
                : action.isEmpty() ? Signals.IGNORE : Signals.CATCH;
            int result = sys.signalAction(signal, disposition);
            if (result < 0) {
                return result;
            }
            active |= disposition == Signals.CATCH;
        }
        traps[signal] = action;
        return 0;
    }
}

package org.sluice.process;

import java.util.function.IntConsumer;
import org.sluice.abi.Errno;
import org.sluice.abi.Signals;
import org.sluice.abi.SystemCalls;
import org.sluice.sys.Sys;
import org.sluice.sys.SysException;

/**
 * Runs code when signals arrive. Caught signals are queued for the whole process, so a process needs at most one of these; a
 * daemon thread, started with the first handler, takes them from the queue and runs the handlers one after another. A
 * handler should do little: set a flag, interrupt a thread.
 */
public final class SignalHandlers {
    private final SystemCalls calls;
    private final IntConsumer[] handlers = new IntConsumer[Signals.COUNT];
    private boolean running;

    /** Handlers of the calling process. */
    public SignalHandlers() {
        this(Sys.calls());
    }

    /**
     * Handlers over a given system-call table.
     *
     * @param calls the table to use
     */
    public SignalHandlers(SystemCalls calls) {
        this.calls = calls;
    }

    /**
     * Runs a handler each time a signal arrives, in place of an earlier one.
     *
     * @param signal  a number of {@link Signals}
     * @param handler gets the signal's number
     * @throws SysException with {@code EINVAL} for a signal that cannot be caught, {@code EAGAIN} when no thread can be started
     */
    public synchronized void handle(int signal, IntConsumer handler) throws SysException {
        IntConsumer old = signal > 0 && signal < Signals.COUNT ? handlers[signal] : null;
        if (signal > 0 && signal < Signals.COUNT) {
            handlers[signal] = handler;
        }
        int result = calls.signalAction(signal, Signals.CATCH);
        if (result < 0 && signal > 0 && signal < Signals.COUNT) {
            handlers[signal] = old;
        }
        Sys.check(result, Signals.name(signal));
        if (!running) {
            Sys.check(calls.threadStart(this::dispatch, "signals", 8, true), "signals");
            running = true;
        }
    }

    /**
     * Makes the process ignore a signal.
     *
     * @param signal a number of {@link Signals}
     * @throws SysException with {@code EINVAL} for a signal that cannot be ignored
     */
    public synchronized void ignore(int signal) throws SysException {
        Sys.check(calls.signalAction(signal, Signals.IGNORE), Signals.name(signal));
        handlers[signal] = null;
    }

    /**
     * Gives a signal its default effect back.
     *
     * @param signal a number of {@link Signals}
     * @throws SysException with {@code EINVAL} for a number that is no signal
     */
    public synchronized void restore(int signal) throws SysException {
        Sys.check(calls.signalAction(signal, Signals.DEFAULT), Signals.name(signal));
        handlers[signal] = null;
    }

    private void dispatch() {
        while (true) {
            int signal = calls.signalWait(-1);
            if (signal > 0 && signal < Signals.COUNT) {
                IntConsumer handler;
                synchronized (this) {
                    handler = handlers[signal];
                }
                if (handler != null) {
                    handler.accept(signal);
                }
            } else if (signal != -Errno.EINTR && signal != -Errno.EAGAIN) {
                return;
            }
        }
    }
}

package org.sluice.apps.net;

import org.sluice.abi.Signals;
import org.sluice.abi.SystemCalls;
import org.sluice.process.SignalHandlers;
import org.sluice.sys.SysException;

/** Control and C as a flag, for commands that have something to say or put in order before they end. Calls that wait fail with EINTR. */
public final class Interrupt {
    private volatile boolean came;

    /** From now on for the calling thread. @throws SysException EAGAIN when no thread can be started */
    public static Interrupt catchIt(SystemCalls calls) throws SysException {
        Interrupt interrupt = new Interrupt();
        int thread = calls.threadSelf();
        new SignalHandlers(calls).handle(Signals.INT, signal -> {
            interrupt.came = true;
            calls.threadInterrupt(thread);
        });
        return interrupt;
    }

    /** Whether it has been pressed. */
    public boolean came() {
        return came;
    }
}

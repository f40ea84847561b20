package guest.sun.misc;

import guest.jdk.internal.misc.Signal.Handler;

/** What is done when a signal arrives. */
public interface SignalHandler {
    SignalHandler SIG_DFL = new Signal.Wrapped(Handler.SIGNAL_DEFAULT);
    SignalHandler SIG_IGN = new Signal.Wrapped(Handler.SIGNAL_IGNORE);

    void handle(Signal signal);
}

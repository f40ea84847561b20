package guest.jdk.internal.misc;

import guest.java.lang.Thread;
import guest.java.util.HashMap;
import guest.java.util.Map;
import guest.rt.Kernel;
import org.sluice.abi.Signals;

/** Signals of the process. A daemon thread, started with the first handler, waits for caught ones and calls handlers. */
public final class Signal {
    private static final Map<Integer, Handler> HANDLERS = new HashMap<>();
    private static boolean dispatching;

    private final int number;
    private final String name;

    /** What is done when a signal arrives. */
    public interface Handler {
        Handler SIGNAL_DEFAULT = new Disposition(Signals.DEFAULT);
        Handler SIGNAL_IGNORE = new Disposition(Signals.IGNORE);

        void handle(Signal signal);
    }

    /** A disposition of the kernel. */
    private record Disposition(int value) implements Handler {
        @Override
        public void handle(Signal signal) {
            throw new UnsupportedOperationException("invoking a disposition");
        }
    }

    public Signal(String name) {
        if (name == null) {
            throw new NullPointerException();
        }
        this.number = Signals.number(name);
        this.name = name.startsWith("SIG") ? name.substring("SIG".length()) : name;
        if (number <= 0) {
            throw new IllegalArgumentException("Unknown signal: " + name);
        }
    }

    public int getNumber() {
        return number;
    }

    public String getName() {
        return name;
    }

    /**
     * Sets a handler.
     *
     * @return the one before
     * @throws IllegalArgumentException when the signal cannot be handled
     */
    public static Handler handle(Signal signal, Handler handler) {
        if (handler == null) {
            throw new NullPointerException();
        }
        synchronized (HANDLERS) {
            int disposition = handler instanceof Disposition d ? d.value : Signals.CATCH;
            int before = Kernel.CALLS.signalAction(signal.number, disposition);
            if (before < 0) {
                throw new IllegalArgumentException("Signal already used by VM or OS: SIG" + signal.name);
            }
            Handler old = (Handler) HANDLERS.put(signal.number, handler);
            if (disposition == Signals.CATCH && !dispatching) {
                dispatching = true;
                Thread dispatcher = new Thread(null, Signal::dispatch, "Signal Dispatcher", 0, false);
                dispatcher.setDaemon(true);
                dispatcher.setPriority(Thread.MAX_PRIORITY);
                dispatcher.start();
            }
            return old != null ? old : before == Signals.IGNORE ? Handler.SIGNAL_IGNORE : Handler.SIGNAL_DEFAULT;
        }
    }

    private static void dispatch() {
        while (true) {
            int number = Kernel.CALLS.signalWait(-1);
            if (number > 0) {
                Handler handler;
                synchronized (HANDLERS) {
                    handler = (Handler) HANDLERS.get(number);
                }
                if (handler != null && !(handler instanceof Disposition)) {
                    // a thread of its own, so that a handler that blocks keeps no other signal
                    Signal signal = new Signal(Signals.name(number));
                    Thread runner = new Thread(null, () -> handler.handle(signal), "SIG" + signal.name + " handler", 0, false);
                    runner.setDaemon(true);
                    runner.start();
                }
            }
        }
    }

    /** Sends a signal to the process itself. */
    public static void raise(Signal signal) {
        if (Kernel.CALLS.kill(Kernel.CALLS.getpid(), signal.number) < 0) {
            throw new IllegalArgumentException("Unhandled signal: " + signal);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Signal s && s.number == number && s.name.equals(name);
    }

    @Override
    public int hashCode() {
        return number;
    }

    @Override
    public String toString() {
        return "SIG" + name;
    }
}

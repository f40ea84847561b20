package guest.sun.misc;

import guest.jdk.internal.misc.Signal.Handler;

/** A signal of the process. */
public final class Signal {
    private final guest.jdk.internal.misc.Signal inner;

    public Signal(String name) {
        inner = new guest.jdk.internal.misc.Signal(name);
    }

    public int getNumber() {
        return inner.getNumber();
    }

    public String getName() {
        return inner.getName();
    }

    public static SignalHandler handle(Signal signal, SignalHandler handler) {
        Handler given = handler instanceof Wrapped w ? w.inner : new Wrapping(signal, handler);
        Handler before = guest.jdk.internal.misc.Signal.handle(signal.inner, given);
        if (before == Handler.SIGNAL_DEFAULT) {
            return SignalHandler.SIG_DFL;
        }
        if (before == Handler.SIGNAL_IGNORE) {
            return SignalHandler.SIG_IGN;
        }
        return before instanceof Wrapping w ? w.handler : new Wrapped(before);
    }

    public static void raise(Signal signal) {
        guest.jdk.internal.misc.Signal.raise(signal.inner);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Signal s && s.inner.equals(inner);
    }

    @Override
    public int hashCode() {
        return inner.hashCode();
    }

    @Override
    public String toString() {
        return inner.toString();
    }

    /** A handler of the inner kind seen as one of this. */
    record Wrapped(Handler inner) implements SignalHandler {
        @Override
        public void handle(Signal signal) {
            inner.handle(signal.inner);
        }
    }

    /** A handler of this kind seen as one of the inner. */
    private record Wrapping(Signal signal, SignalHandler handler) implements Handler {
        @Override
        public void handle(guest.jdk.internal.misc.Signal ignored) {
            handler.handle(signal);
        }
    }
}

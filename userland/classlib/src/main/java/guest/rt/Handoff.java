package guest.rt;

import org.sluice.vm.code.gate.Gate;

/** Where the machine leaves the process' gate before any other class of the library is initialised. */
final class Handoff {
    private static Gate left;

    private Handoff() {
    }

    static void attach(Gate gate) {
        left = gate;
    }

    static Gate take() {
        Gate gate = left;
        left = null;
        return gate;
    }
}

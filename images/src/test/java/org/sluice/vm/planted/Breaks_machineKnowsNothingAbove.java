package org.sluice.vm.planted;

/** Does what the rule of its name forbids. */
final class Breaks_machineKnowsNothingAbove {
    private Breaks_machineKnowsNothingAbove() {
    }

    static int error() {
        return new org.sluice.kernel.CallFailed(1).errno();
    }
}

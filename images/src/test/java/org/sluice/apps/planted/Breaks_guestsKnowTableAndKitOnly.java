package org.sluice.apps.planted;

/** Does what the rule of its name forbids. */
final class Breaks_guestsKnowTableAndKitOnly {
    private Breaks_guestsKnowTableAndKitOnly() {
    }

    static Object machine() {
        return org.sluice.vm.board.Machine.class;
    }
}

package org.sluice.apps.planted;

/** Does what the rule of its name forbids. */
final class Breaks_onlyTheShellUsesJLine {
    private Breaks_onlyTheShellUsesJLine() {
    }

    static Object terminal() {
        return org.jline.terminal.Terminal.class;
    }
}

package org.sluice.abi.planted;

/** Does what the rule of its name forbids. */
final class Breaks_tableKnowsNothing {
    private Breaks_tableKnowsNothing() {
    }

    static Object list() {
        return new java.util.ArrayList<String>();
    }
}

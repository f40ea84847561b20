package org.sluice.kernel.net.planted;

/** Does what the rule of its name forbids. */
final class Breaks_nobodyKnowsTheDrill {
    private Breaks_nobodyKnowsTheDrill() {
    }

    static Object drill() {
        return org.sluice.drill.Drill.class;
    }
}

package org.sluice.cycle.b;

/** The other half. */
public final class B {
    private B() {
    }

    static Object other() {
        return org.sluice.cycle.a.A.class;
    }
}

package org.sluice.cycle.a;

/** Half of a cycle of packages. */
public final class A {
    private A() {
    }

    static Object other() {
        return org.sluice.cycle.b.B.class;
    }
}

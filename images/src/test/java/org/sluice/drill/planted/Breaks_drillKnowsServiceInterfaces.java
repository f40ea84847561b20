package org.sluice.drill.planted;

/** Does what the rule of its name forbids. */
final class Breaks_drillKnowsServiceInterfaces {
    private Breaks_drillKnowsServiceInterfaces() {
    }

    static Object service() {
        return org.sluice.kernel.net.NetFactory.class;
    }
}

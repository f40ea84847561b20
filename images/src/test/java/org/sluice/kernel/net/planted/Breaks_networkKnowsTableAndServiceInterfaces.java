package org.sluice.kernel.net.planted;

/** Does what the rule of its name forbids. */
final class Breaks_networkKnowsTableAndServiceInterfaces {
    private Breaks_networkKnowsTableAndServiceInterfaces() {
    }

    static Object table() {
        return org.sluice.kernel.process.ProcessTable.class;
    }
}

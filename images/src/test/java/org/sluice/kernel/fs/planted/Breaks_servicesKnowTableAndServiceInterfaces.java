package org.sluice.kernel.fs.planted;

/** Does what the rule of its name forbids. */
final class Breaks_servicesKnowTableAndServiceInterfaces {
    private Breaks_servicesKnowTableAndServiceInterfaces() {
    }

    static Object table() {
        return org.sluice.kernel.process.ProcessTable.class;
    }
}

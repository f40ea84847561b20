package org.sluice.kernel.planted;

/** Does what the rule of its name forbids. */
final class Breaks_coreKnowsTableAndMachine_driver {
    private Breaks_coreKnowsTableAndMachine_driver() {
    }

    static Object driver() {
        return org.sluice.driver.disk.DiskDriver.class;
    }
}

package org.sluice.driver.planted;

/** Does what the rule of its name forbids. */
final class Breaks_driversKnowTableAndDriverInterface_kernel {
    private Breaks_driversKnowTableAndDriverInterface_kernel() {
    }

    static Object kernel() {
        return org.sluice.kernel.Kernel.class;
    }
}

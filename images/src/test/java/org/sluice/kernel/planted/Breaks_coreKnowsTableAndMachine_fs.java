package org.sluice.kernel.planted;

/** Does what the rule of its name forbids. */
final class Breaks_coreKnowsTableAndMachine_fs {
    private Breaks_coreKnowsTableAndMachine_fs() {
    }

    static Object service() {
        return org.sluice.kernel.fs.Vfs.class;
    }
}

package org.sluice.kernel.planted;

/** Does what the rule of its name forbids. */
final class Breaks_onlyFirmwareReadsFat {
    private Breaks_onlyFirmwareReadsFat() {
    }

    static Object fat() {
        return de.waldheinz.fs.fat.FatFileSystem.class;
    }
}

package org.sluice.abi.planted;

/** Does what the rule of its name forbids. */
final class Breaks_signaturesOfTheTableCross_array {
    private Breaks_signaturesOfTheTableCross_array() {
    }

    static Object[] none() {
        return null;
    }
}

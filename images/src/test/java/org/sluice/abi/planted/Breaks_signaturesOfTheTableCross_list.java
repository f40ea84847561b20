package org.sluice.abi.planted;

/** Does what the rule of its name forbids. */
final class Breaks_signaturesOfTheTableCross_list {
    private Breaks_signaturesOfTheTableCross_list() {
    }

    static int size(java.util.List<String> list) {
        return list.size();
    }
}

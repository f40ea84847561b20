package org.sluice.apps.net;

import org.sluice.apps.Failure;

/** Words of commands to the network service. */
final class Words {
    private Words() {
    }

    /** The text, if it is one word. @throws Failure.Usage if it is not */
    static String one(String text) {
        if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ')) {
            throw new Failure.Usage("'" + text + "' is no single word");
        }
        return text;
    }
}

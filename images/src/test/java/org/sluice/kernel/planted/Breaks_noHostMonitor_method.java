package org.sluice.kernel.planted;

/** Does what the rule of its name forbids. */
final class Breaks_noHostMonitor_method {
    private Breaks_noHostMonitor_method() {
    }

    static synchronized void locked() {
    }
}

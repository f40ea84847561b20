package org.sluice.kernel.planted;

/** Does what the rule of its name forbids. */
final class Breaks_noHostLock_selector {
    private Breaks_noHostLock_selector() {
    }

    static Object selector() {
        return java.nio.channels.Selector.class;
    }
}

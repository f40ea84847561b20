package org.sluice.vm.planted;

/** Does what the rule of its name forbids. */
final class Breaks_timeIsADevice_reference {
    private Breaks_timeIsADevice_reference() {
    }

    static java.util.function.LongSupplier clock() {
        return System::currentTimeMillis;
    }
}

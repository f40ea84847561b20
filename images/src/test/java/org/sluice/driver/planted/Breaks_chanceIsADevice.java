package org.sluice.driver.planted;

/** Does what the rule of its name forbids. */
final class Breaks_chanceIsADevice {
    private Breaks_chanceIsADevice() {
    }

    static int number() {
        return new java.util.Random().nextInt();
    }
}

package org.sluice.vm.code;

/** Whose code is translated. */
enum Mode {
    /** A program's: sees exported packages and the bridges for guests; its native methods have no bodies. */
    GUEST,
    /** The SDK's: as a program, except that some of its methods get bodies of the library. */
    SDK,
    /** The JDK's own: sees all packages of the library. */
    LIBRARY,
    /** Written to stand beside the JDK's: as those, but other packages than {@code java.lang} are named as they are meant. */
    WRITTEN;

    boolean isGuest() {
        return this == GUEST || this == SDK;
    }
}

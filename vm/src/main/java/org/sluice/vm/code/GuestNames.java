package org.sluice.vm.code;

/** The two spellings of a relinked class: {@code java.util.Map} as guests know it, {@code guest.java.util.Map} as the host does. */
public final class GuestNames {
    /** What relinked internal names start with. */
    public static final String PREFIX = "guest/";
    /** Run-time support: written by hand, neither redirected nor instrumented. */
    static final String RUNTIME = "guest/rt/";
    /** Bridges and native methods: written by hand, instrumented, not redirected. */
    static final String BRIDGES = "guest/bridge/";
    /** What names a guest may not use are mapped below, so that they fail to resolve. */
    static final String DENIED = "denied/";

    private static final String DOTTED = "guest.";

    private GuestNames() {
    }

    /**
     * The name a guest knows a class by.
     *
     * @param hostName binary name as the host prints it, arrays ({@code [Lguest.java.util.Map;}) included
     * @return the same without the prefix of relinked and denied names
     */
    public static String toGuest(String hostName) {
        if (hostName.startsWith(DOTTED)) {
            return hostName.substring(DOTTED.length());
        }
        if (hostName.startsWith("[")) {
            int element = hostName.indexOf('L');
            if (element > 0 && hostName.startsWith(DOTTED, element + 1)) {
                return hostName.substring(0, element + 1) + hostName.substring(element + 1 + DOTTED.length());
            }
        }
        return hostName;
    }

    /** Whether a binary name belongs to the machinery that stack traces leave out. */
    static boolean isMachinery(String binaryName) {
        return binaryName.startsWith("guest.rt.") || binaryName.startsWith("guest.bridge.")
            || binaryName.startsWith("org.sluice.vm.") || binaryName.startsWith("org.sluice.kernel.");
    }

    /** The package part of an internal name, without a slash at its end; empty for the unnamed package. */
    static String packageOf(String internalName) {
        int slash = internalName.lastIndexOf('/');
        return slash < 0 ? "" : internalName.substring(0, slash);
    }
}

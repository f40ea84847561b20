package guest.bridge;

/** Tells classes of the host, which programs must not hold, from those they share with it; for code outside of this package. */
public final class HostTypes {
    private HostTypes() {
    }

    /** Whether a class is of the host and not of the core. */
    public static boolean isForeign(Class<?> c) {
        return Members.isForeign(c);
    }

    /** Whether a class is the program's own. */
    public static boolean isProgram(Class<?> c) {
        return Members.isProgram(c);
    }
}

package guest.rt;

/** What translated code calls in front of a call that guests may not make. */
public final class Refused {
    private Refused() {
    }

    /** @throws SecurityException always */
    public static void call(String method) {
        throw new SecurityException(method + " is not available to programs");
    }
}

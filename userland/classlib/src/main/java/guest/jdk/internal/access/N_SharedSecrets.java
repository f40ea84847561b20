package guest.jdk.internal.access;

/** Replaced methods of SharedSecrets. */
final class N_SharedSecrets {
    private N_SharedSecrets() {
    }

    static JavaLangAccess getJavaLangAccess() {
        return guest.rt.Lang.access().internals();
    }

    static void ensureClassInitialized(Class<?> c) {
        jdk.internal.misc.Unsafe.getUnsafe().ensureClassInitialized(c);
    }
}

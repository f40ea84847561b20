package guest.bridge;

import guest.java.util.concurrent.ThreadLocalRandom;

/** Bridges of Math: random numbers of the process' own. */
public final class B_java_lang_Math {
    private B_java_lang_Math() {
    }

    public static double random() {
        return ThreadLocalRandom.current().nextDouble();
    }
}

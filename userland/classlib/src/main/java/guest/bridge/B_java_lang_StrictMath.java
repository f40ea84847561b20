package guest.bridge;

import guest.java.util.concurrent.ThreadLocalRandom;

/** Bridges of StrictMath: random numbers of the process' own. */
public final class B_java_lang_StrictMath {
    private B_java_lang_StrictMath() {
    }

    public static double random() {
        return ThreadLocalRandom.current().nextDouble();
    }
}

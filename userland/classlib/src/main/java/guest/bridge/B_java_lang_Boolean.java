package guest.bridge;

import guest.java.lang.System;

/** Bridges of Boolean: the process' system properties. */
public final class B_java_lang_Boolean {
    private B_java_lang_Boolean() {
    }

    public static boolean getBoolean(String name) {
        return name != null && !name.isEmpty() && Boolean.parseBoolean(System.getProperty(name));
    }
}

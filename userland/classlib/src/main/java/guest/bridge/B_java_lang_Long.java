package guest.bridge;

import guest.java.lang.System;

/** Bridges of Long: the process' system properties. */
public final class B_java_lang_Long {
    private B_java_lang_Long() {
    }

    public static Long getLong(String name) {
        return getLong(name, null);
    }

    public static Long getLong(String name, long otherwise) {
        Long found = getLong(name, null);
        return found == null ? Long.valueOf(otherwise) : found;
    }

    public static Long getLong(String name, Long otherwise) {
        String text = name == null || name.isEmpty() ? null : System.getProperty(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return Long.decode(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}

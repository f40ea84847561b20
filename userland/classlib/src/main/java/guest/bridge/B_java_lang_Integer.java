package guest.bridge;

import guest.java.lang.System;

/** Bridges of Integer: the process' system properties. */
public final class B_java_lang_Integer {
    private B_java_lang_Integer() {
    }

    public static Integer getInteger(String name) {
        return getInteger(name, null);
    }

    public static Integer getInteger(String name, int otherwise) {
        Integer found = getInteger(name, null);
        return found == null ? Integer.valueOf(otherwise) : found;
    }

    public static Integer getInteger(String name, Integer otherwise) {
        String text = name == null || name.isEmpty() ? null : System.getProperty(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return Integer.decode(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}

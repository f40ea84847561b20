package guest.rt;

/** Turns names of the host into those guests know, alone or within text. */
public final class Names {
    private static final String PREFIX = "guest.";
    private static final String DENIED = "denied.";

    private Names() {
    }

    /** The binary name of a class as the guest knows it. */
    public static String ofClass(Class<?> c) {
        return of(c.getName());
    }

    /** The guest's form of a host's binary name; arrays included. */
    public static String of(String name) {
        if (name.startsWith(PREFIX)) {
            return name.substring(PREFIX.length());
        }
        if (!name.isEmpty() && name.charAt(0) == '[') {
            int element = name.indexOf('L');
            if (element > 0 && name.startsWith(PREFIX, element + 1)) {
                return name.substring(0, element + 1).concat(name.substring(element + 1 + PREFIX.length()));
            }
        }
        return name;
    }

    /** A text of the VM or the host's reflection with all names in it changed; with dots or with slashes. */
    public static String in(String text) {
        if (text == null || text.indexOf("guest") < 0 && text.indexOf("denied") < 0) {
            return text;
        }
        return without(without(without(without(text, PREFIX), "guest/"), DENIED), "denied/");
    }

    private static String without(String text, String prefix) {
        int at = text.indexOf(prefix);
        if (at < 0) {
            return text;
        }
        StringBuilder kept = new StringBuilder(text.length());
        int from = 0;
        while (at >= 0) {
            kept.append(text, from, at);
            from = at;
            if (startsName(text, at) && isLibrary(text, at + prefix.length())) {
                from += prefix.length();
            } else {
                kept.append(text, at, at + 1);
                from++;
            }
            at = text.indexOf(prefix, from);
        }
        return kept.append(text, from, text.length()).toString();
    }

    private static boolean startsName(String text, int at) {
        if (at == 0) {
            return true;
        }
        char before = text.charAt(at - 1);
        if (before == 'L') {
            return at == 1 || !Character.isJavaIdentifierPart(text.charAt(at - 2));
        }
        return before != '.' && before != '/' && !Character.isJavaIdentifierPart(before);
    }

    private static boolean isLibrary(String text, int at) {
        return text.startsWith("java", at) || text.startsWith("jdk", at) || text.startsWith("sun", at)
            || text.startsWith("com", at) || text.startsWith("guest", at);
    }
}

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
        if (text == null) {
            return null;
        }
        String seen = text.indexOf("loader '") < 0 ? text : withoutLoaders(text);
        return seen.indexOf("guest") < 0 && seen.indexOf("denied") < 0 ? seen : withoutPrefixes(seen);
    }

    private static String withoutPrefixes(String text) {
        return without(without(without(without(text, PREFIX), "guest/"), DENIED), "denied/");
    }

    // ------------------------------------------------------------------ what the VM says of loaders

    private static final String LIBRARY = "in unnamed module of loader 'sluice-library' @";
    private static final String APPLICATION = "loader 'sluice-application' @";
    private static final String BASE = "in module java.base of loader 'bootstrap'";

    /** The loaders of a cast that failed, in the words of a JVM whose library is the core's module. */
    private static String withoutLoaders(String text) {
        String seen = replaced(replaced(text, LIBRARY, BASE), APPLICATION, "loader 'app'");
        // the VM names two classes of one module together
        int second = seen.indexOf(BASE + "; ");
        int open = second < 0 ? -1 : seen.lastIndexOf('(', second);
        if (open < 0 || !seen.endsWith(" is " + BASE + ")")) {
            return seen;
        }
        String first = seen.substring(open + 1, second);
        String other = seen.substring(second + BASE.length() + 2, seen.length() - BASE.length() - " is )".length());
        return first.endsWith(" is ") ? seen.substring(0, open + 1) + first.substring(0, first.length() - " is ".length()) + " and "
            + other + " are " + BASE + ")" : seen;
    }

    /** Replaces a text and the hash code after it. */
    private static String replaced(String text, String what, String by) {
        int at = text.indexOf(what);
        if (at < 0) {
            return text;
        }
        StringBuilder made = new StringBuilder(text.length());
        int from = 0;
        while (at >= 0) {
            made.append(text, from, at).append(by);
            from = at + what.length();
            while (from < text.length() && Character.digit(text.charAt(from), 16) >= 0) {
                from++;
            }
            at = text.indexOf(what, from);
        }
        return made.append(text, from, text.length()).toString();
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

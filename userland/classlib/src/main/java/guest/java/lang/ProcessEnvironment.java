package guest.java.lang;

import guest.java.util.Collections;
import guest.java.util.HashMap;
import guest.java.util.Map;

/** The environment the process was started with. Its name is the one under which ProcessBuilder asks for a copy. */
final class ProcessEnvironment {
    private static String[] strings = new String[0];
    private static Map<String, String> map;

    private ProcessEnvironment() {
    }

    static void set(String[] env) {
        strings = env;
    }

    /** A variable's value without making the map. */
    static String value(String name) {
        for (String s : strings) {
            if (s.startsWith(name) && s.length() > name.length() && s.charAt(name.length()) == '=') {
                return s.substring(name.length() + 1);
            }
        }
        return null;
    }

    static synchronized Map<String, String> map() {
        if (map == null) {
            map = Collections.unmodifiableMap(environment());
        }
        return map;
    }

    /** A map of its own for a child to be changed. */
    static Map<String, String> environment() {
        Map<String, String> made = new HashMap<>();
        for (String s : strings) {
            int equals = s.indexOf('=', 1);
            if (equals > 0) {
                made.put(s.substring(0, equals), s.substring(equals + 1));
            }
        }
        return made;
    }

    static Map<String, String> emptyEnvironment(int capacity) {
        return new HashMap<>(capacity);
    }

    static Map<String, String> getenv() {
        return map();
    }

    static String getenv(String name) {
        return (String) map().get(name);
    }
}

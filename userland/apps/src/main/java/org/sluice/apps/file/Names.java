package org.sluice.apps.file;

/** Takes file names apart without looking at files. */
final class Names {
    private Names() {
    }

    /** The last part of a name, without slashes at its end. */
    static String base(String name) {
        int end = endWithoutSlashes(name);
        if (end == 0) {
            return name.isEmpty() ? "" : "/";
        }
        return name.substring(name.lastIndexOf('/', end - 1) + 1, end);
    }

    /** What stands before the last part; {@code "."} when there is none. */
    static String directory(String name) {
        int end = endWithoutSlashes(name);
        int slash = name.lastIndexOf('/', end - 1);
        if (end == 0) {
            return name.isEmpty() ? "." : "/";
        }
        if (slash < 0) {
            return ".";
        }
        while (slash > 0 && name.charAt(slash - 1) == '/') {
            slash--;
        }
        return slash == 0 ? "/" : name.substring(0, slash);
    }

    /** A name inside a directory. */
    static String join(String directory, String name) {
        return directory.endsWith("/") ? directory + name : directory + "/" + name;
    }

    private static int endWithoutSlashes(String name) {
        int end = name.length();
        while (end > 0 && name.charAt(end - 1) == '/') {
            end--;
        }
        return end;
    }
}

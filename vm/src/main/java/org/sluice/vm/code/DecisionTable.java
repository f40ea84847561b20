package org.sluice.vm.code;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which class of the JDK is shared, relinked, substituted or denied, as data.
 *
 * <p>The text form has one row per line, {@code decision pattern}; {@code #} starts a comment. A pattern is an internal class
 * name, a package {@code java/util/*}, a package with its subpackages {@code java/util/**}, or a name within a package that
 * has a star, {@code java/lang/*Exception}. The first row that matches decides. Nested classes follow their outermost class.
 * Rows {@code host} are looked at apart: they list classes of the host that run-time support may mention in addition. Rows
 * {@code refuse owner.method} list methods of core classes that throw when a guest calls them; rows {@code expose},
 * relinked classes whose private fields the native class beside them uses; rows {@code hide}, classes guests do not see; rows
 * {@code brief}, classes of the library, or core classes for what is bridged of them, whose methods without loops do not poll,
 * which no chain of calls among such classes may repeat.
 */
public final class DecisionTable {
    private record Row(Decision decision, String pattern) {
        boolean matches(String name) {
            if (pattern.endsWith("/**")) {
                return name.startsWith(pattern.substring(0, pattern.length() - 2));
            }
            int star = pattern.indexOf('*');
            if (star < 0) {
                return name.equals(pattern);
            }
            String head = pattern.substring(0, star);
            String tail = pattern.substring(star + 1);
            return name.length() >= head.length() + tail.length() && name.startsWith(head) && name.endsWith(tail)
                && name.indexOf('/', head.length()) < 0;
        }
    }

    private final String text;
    private final Map<String, Decision> exact = new HashMap<>();
    private final List<Row> patterns = new ArrayList<>();
    private final Set<String> host = new HashSet<>();
    private final List<Row> hidden = new ArrayList<>();
    private final List<Row> brief = new ArrayList<>();
    private final Set<String> exposed = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private final Map<String, Decision> decided = new ConcurrentHashMap<>();

    private DecisionTable(String text) {
        this.text = text;
    }

    /** The table of this build. */
    public static DecisionTable standard() {
        try (InputStream in = DecisionTable.class.getResourceAsStream("decision-table.txt")) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a table.
     *
     * @param text rows as described above
     * @throws IllegalArgumentException naming the line that is no row, or that repeats a class
     */
    public static DecisionTable parse(String text) {
        DecisionTable table = new DecisionTable(text);
        try (BufferedReader lines = new BufferedReader(new StringReader(text))) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                int comment = line.indexOf('#');
                String row = (comment < 0 ? line : line.substring(0, comment)).strip();
                if (!row.isEmpty()) {
                    table.add(row.split("\\s+"), number);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    private void add(String[] words, int line) {
        Decision decision;
        try {
            decision = Decision.valueOf(words[0].toUpperCase(java.util.Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("decision table line " + line + ": no decision " + words[0]);
        }
        if (words.length < 2) {
            throw new IllegalArgumentException("decision table line " + line + ": a decision needs a pattern");
        }
        for (int i = 1; i < words.length; i++) {
            String pattern = words[i];
            if (decision == Decision.HOST) {
                host.add(pattern);
            } else if (decision == Decision.HIDE) {
                hidden.add(new Row(decision, pattern));
            } else if (decision == Decision.BRIEF) {
                brief.add(new Row(decision, pattern));
            } else if (decision == Decision.EXPOSE) {
                exposed.add(pattern);
            } else if (decision == Decision.REFUSE) {
                refused.add(pattern);
            } else if (pattern.indexOf('*') >= 0) {
                patterns.add(new Row(decision, pattern));
            } else if (exact.putIfAbsent(pattern, decision) != null) {
                throw new IllegalArgumentException("decision table line " + line + ": " + pattern + " was decided before");
            }
        }
    }

    /**
     * The decision for a class.
     *
     * @param name internal name of a class of the JDK, such as {@code java/util/Map$Entry}
     * @return never {@link Decision#HOST}; {@link Decision#DENY} when no row matches
     */
    public Decision of(String name) {
        return decided.computeIfAbsent(outermost(name), this::decide);
    }

    private Decision decide(String name) {
        Decision decision = exact.get(name);
        if (decision != null) {
            return decision;
        }
        for (Row row : patterns) {
            if (row.matches(name)) {
                return row.decision;
            }
        }
        return Decision.DENY;
    }

    /** Whether a class is the host's own for guests and library alike. */
    public boolean isCore(String name) {
        return of(name) == Decision.CORE;
    }

    /** Whether run-time support of the library may mention the host's class of this name. */
    public boolean isHost(String name) {
        return host.contains(outermost(name));
    }

    /** Whether guests may not name a class that the library has. */
    public boolean isHidden(String name) {
        return anyMatches(hidden, name);
    }

    /** Whether methods of a relinked class that have no loop do not poll. */
    public boolean isBrief(String name) {
        return anyMatches(brief, name);
    }

    private static boolean anyMatches(List<Row> rows, String name) {
        String top = outermost(name);
        for (Row row : rows) {
            if (row.matches(top)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the private fields of a relinked class become package-private. */
    public boolean isExposed(String name) {
        return exposed.contains(name);
    }

    /** Whether a guest's call of a method of a core class throws. */
    public boolean isRefused(String declaring, String method) {
        return refused.contains(declaring + '.' + method);
    }

    /** Names of the classes that must be written by hand. */
    public List<String> substitutes() {
        return exact.entrySet().stream().filter(e -> e.getValue() == Decision.SUBSTITUTE).map(Map.Entry::getKey).sorted().toList();
    }

    /** The text the table was read from. */
    public String text() {
        return text;
    }

    /** The name of the class around a nested class, or the name itself. */
    static String outermost(String name) {
        int dollar = name.indexOf('$', name.lastIndexOf('/') + 2);
        return dollar < 0 ? name : name.substring(0, dollar);
    }
}

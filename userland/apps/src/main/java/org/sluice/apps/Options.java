package org.sluice.apps;

import java.util.ArrayList;
import java.util.List;

/**
 * Parses a command line as getopt_long does: clusters of letters, {@code -nVALUE}, {@code -n VALUE}, {@code --long=VALUE},
 * {@code --long VALUE}, unambiguous abbreviations of long names, {@code --}, and options after operands.
 *
 * <p>What a command accepts is one string of entries separated by spaces. An entry is {@code x}, {@code long} or
 * {@code x/long}, followed by {@code :} if it takes a value or {@code ?} if its long form may. Three entries are special:
 * {@code +} stops at the first operand, {@code #} accepts {@code -NUMBER} as an option of that name, and {@code #operand}
 * takes negative numbers for operands.
 */
public final class Options {
    private final String[] args;
    private final List<Entry> entries = new ArrayList<>();
    private final List<String> operands = new ArrayList<>();
    private boolean stopAtOperand;
    private boolean numberOption;
    private boolean numberOperand;
    private int index;
    private String cluster;
    private int clusterAt;
    private String name;
    private String value;

    private static final class Entry {
        char letter;
        String longName;
        char kind;

        String key() {
            return letter != 0 ? String.valueOf(letter) : longName;
        }
    }

    /**
     * @param specification the accepted options, see above
     * @param args          the command line without the command's name
     */
    public Options(String specification, String[] args) {
        this.args = args;
        int at = 0;
        while (at < specification.length()) {
            int space = specification.indexOf(' ', at);
            int end = space < 0 ? specification.length() : space;
            add(specification.substring(at, end));
            at = end + 1;
        }
    }

    private void add(String text) {
        switch (text) {
            case "+" -> stopAtOperand = true;
            case "#" -> numberOption = true;
            case "#operand" -> numberOperand = true;
            default -> {
                Entry entry = new Entry();
                int end = text.length();
                char last = text.charAt(end - 1);
                if (end > 1 && (last == ':' || last == '?')) {
                    entry.kind = last;
                    end--;
                }
                if (end == 1 || text.charAt(1) == '/') {
                    entry.letter = text.charAt(0);
                    entry.longName = end > 2 ? text.substring(2, end) : null;
                } else {
                    entry.longName = text.substring(0, end);
                }
                entries.add(entry);
            }
        }
    }

    /**
     * Moves to the next option.
     *
     * @return false when there are no more; then {@link #operands()} is complete
     * @throws Failure.Usage for an unknown option or a missing value
     */
    public boolean next() {
        value = null;
        if (cluster != null) {
            letter();
            return true;
        }
        while (index < args.length) {
            String arg = args[index++];
            if (arg.equals("--")) {
                break;
            }
            if (arg.length() < 2 || arg.charAt(0) != '-' || isNumber(arg) && numberOperand) {
                operands.add(arg);
                if (stopAtOperand) {
                    break;
                }
                continue;
            }
            if (arg.startsWith("--")) {
                longOption(arg);
            } else if (numberOption && isNumber(arg)) {
                name = "#";
                value = arg.substring(1);
            } else {
                cluster = arg;
                clusterAt = 1;
                letter();
            }
            return true;
        }
        while (index < args.length) {
            operands.add(args[index++]);
        }
        return false;
    }

    /** The current option: its letter if it has one, else its long name. */
    public String name() {
        return name;
    }

    /** The current option's value; {@code null} when it has none. */
    public String value() {
        return value;
    }

    /**
     * The current option's value as a number.
     *
     * @param what names the value in the message, such as {@code "number of lines"}
     */
    public long number(String what) {
        return Numbers.parse(value, what);
    }

    /** What is left when all options are taken. */
    public String[] operands() {
        return operands.toArray(new String[0]);
    }

    /** The operands, or the one given when there are none. */
    public String[] operandsOr(String fallback) {
        return operands.isEmpty() ? new String[] {fallback} : operands();
    }

    private static boolean isNumber(String arg) {
        char c = arg.charAt(1);
        return c >= '0' && c <= '9' || c == '.' && arg.length() > 2;
    }

    private void letter() {
        char c = cluster.charAt(clusterAt++);
        String rest = cluster.substring(clusterAt);
        Entry entry = null;
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).letter == c) {
                entry = entries.get(i);
            }
        }
        if (entry == null) {
            throw new Failure.Usage("unknown option -- '" + c + "'");
        }
        name = String.valueOf(c);
        boolean last = rest.isEmpty();
        if (entry.kind == ':') {
            if (last && index == args.length) {
                throw new Failure.Usage("option requires an argument -- '" + c + "'");
            }
            value = last ? args[index++] : rest;
            last = true;
        }
        if (last) {
            cluster = null;
        }
    }

    private void longOption(String arg) {
        int equals = arg.indexOf('=');
        String given = equals < 0 ? arg.substring(2) : arg.substring(2, equals);
        if (given.equals("help")) {
            throw new Failure.Help();
        }
        Entry entry = find(given);
        name = entry.key();
        if (equals >= 0) {
            if (entry.kind == 0) {
                throw new Failure.Usage("option '--" + entry.longName + "' takes no value");
            }
            value = arg.substring(equals + 1);
        } else if (entry.kind == ':') {
            if (index == args.length) {
                throw new Failure.Usage("option '--" + entry.longName + "' requires an argument");
            }
            value = args[index++];
        }
    }

    private Entry find(String given) {
        Entry found = null;
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry.longName == null || !entry.longName.startsWith(given)) {
                continue;
            }
            if (entry.longName.length() == given.length()) {
                return entry;
            }
            if (found != null) {
                throw new Failure.Usage("option '--" + given + "' is ambiguous: '--" + found.longName + "' or '--"
                        + entry.longName + "'");
            }
            found = entry;
        }
        if (found == null) {
            throw new Failure.Usage("unknown option '--" + given + "'");
        }
        return found;
    }
}

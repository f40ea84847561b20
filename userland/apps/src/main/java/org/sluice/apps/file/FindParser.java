package org.sluice.apps.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.sluice.abi.FileFlags;
import org.sluice.apps.Glob;
import org.sluice.apps.Io;
import org.sluice.apps.Reasons;
import org.sluice.apps.text.Regex;

/**
 * Turns find's arguments into an expression. Grammar, loosest first: {@code list = or [, or]...},
 * {@code or = and [-o and]...}, {@code and = not [[-a] not]...}, {@code not = [!] primary}.
 */
final class FindParser {
    private static final long DAY = 86_400_000_000_000L;
    private static final long MINUTE = 60_000_000_000L;

    private final Io io;
    private final String[] args;
    private final FindActions actions;
    private final long now;
    private int at;
    private int minDepth;
    private int maxDepth = Integer.MAX_VALUE;
    private boolean depthFirst;
    private boolean acts;

    FindParser(Io io, String[] args, int at, FindActions actions) {
        this.io = io;
        this.args = args;
        this.at = at;
        this.actions = actions;
        this.now = io.now() * 1_000_000;
    }

    int minDepth() {
        return minDepth;
    }

    int maxDepth() {
        return maxDepth;
    }

    boolean depthFirst() {
        return depthFirst;
    }

    FindActions actions() {
        return actions;
    }

    /** The whole expression; one that does nothing but test prints what passes. */
    FindExpression parse() {
        if (at == args.length) {
            return file -> actions.print(file, '\n');
        }
        FindExpression all = list();
        if (at < args.length) {
            throw Find.error(args[at].equals(")") ? "invalid expression: ')' without '('" : "unexpected argument '" + args[at]
                    + "'");
        }
        return acts ? all : file -> all.test(file) && actions.print(file, '\n');
    }

    private FindExpression list() {
        FindExpression left = or();
        while (at < args.length && args[at].equals(",")) {
            at++;
            FindExpression first = left;
            FindExpression second = or();
            left = file -> {
                first.test(file);
                return second.test(file);
            };
        }
        return left;
    }

    private FindExpression or() {
        FindExpression left = and();
        while (at < args.length && (args[at].equals("-o") || args[at].equals("-or"))) {
            at++;
            FindExpression first = left;
            FindExpression second = and();
            left = file -> first.test(file) || second.test(file);
        }
        return left;
    }

    private FindExpression and() {
        FindExpression left = not();
        while (at < args.length && !args[at].equals("-o") && !args[at].equals("-or") && !args[at].equals(")")
                && !args[at].equals(",")) {
            if (args[at].equals("-a") || args[at].equals("-and")) {
                at++;
            }
            FindExpression first = left;
            FindExpression second = not();
            left = file -> first.test(file) && second.test(file);
        }
        return left;
    }

    private FindExpression not() {
        if (at < args.length && (args[at].equals("!") || args[at].equals("-not"))) {
            at++;
            FindExpression inner = not();
            return file -> !inner.test(file);
        }
        return primary();
    }

    private FindExpression primary() {
        if (at == args.length) {
            throw Find.error("invalid expression: something is missing after '" + args[at - 1] + "'");
        }
        String word = args[at++];
        if (word.equals("(")) {
            FindExpression inner = list();
            if (at == args.length || !args[at].equals(")")) {
                throw Find.error("invalid expression: missing ')'");
            }
            at++;
            return inner;
        }
        FindExpression action = action(word);
        if (action != null) {
            acts |= !word.equals("-prune") && !word.equals("-quit");
            return action;
        }
        return test(word);
    }

    private FindExpression action(String word) {
        switch (word) {
            case "-print" -> {
                return file -> actions.print(file, '\n');
            }
            case "-print0" -> {
                return file -> actions.print(file, '\0');
            }
            case "-printf" -> {
                String format = argument(word);
                return file -> actions.printf(format, file);
            }
            case "-ls" -> {
                return actions::list;
            }
            case "-delete" -> {
                depthFirst = true;
                return actions::delete;
            }
            case "-prune" -> {
                return file -> {
                    file.prune = true;
                    return true;
                };
            }
            case "-quit" -> {
                return file -> {
                    actions.quit = true;
                    return true;
                };
            }
            case "-exec" -> {
                return exec();
            }
            default -> {
                return null;
            }
        }
    }

    private FindExpression exec() {
        List<String> template = new ArrayList<>();
        while (at < args.length && !args[at].equals(";")) {
            boolean many = args[at].equals("+") && !template.isEmpty() && template.get(template.size() - 1).equals("{}");
            if (many) {
                at++;
                template.remove(template.size() - 1);
                return actions.batch(template);
            }
            template.add(args[at++]);
        }
        if (at == args.length || template.isEmpty()) {
            throw Find.error("missing argument to '-exec': it ends with ';' or '{} +'");
        }
        at++;
        return file -> actions.exec(template, file);
    }

    private FindExpression test(String word) {
        switch (word) {
            case "-true" -> {
                return file -> true;
            }
            case "-false" -> {
                return file -> false;
            }
            case "-name", "-iname" -> {
                String pattern = argument(word);
                return file -> Glob.matches(pattern, file.name, word.equals("-iname"));
            }
            case "-path", "-wholename", "-ipath" -> {
                String pattern = argument(word);
                return file -> Glob.matches(pattern, file.path, word.equals("-ipath"));
            }
            case "-regex", "-iregex" -> {
                Pattern pattern = Regex.compile(argument(word), false, word.equals("-iregex"));
                return file -> pattern.matcher(file.path).matches();
            }
            case "-type" -> {
                return type(argument(word));
            }
            case "-size" -> {
                return size(argument(word));
            }
            case "-empty" -> {
                return this::isEmpty;
            }
            case "-perm" -> {
                return permissions(argument(word));
            }
            case "-mtime", "-atime", "-ctime" -> {
                return age(argument(word), field(word), DAY);
            }
            case "-mmin", "-amin", "-cmin" -> {
                return age(argument(word), field(word), MINUTE);
            }
            case "-newer" -> {
                return newer(argument(word));
            }
            case "-links" -> {
                long[] wanted = comparison(argument(word), word);
                return file -> compare(file.stat[FileFlags.ST_NLINK], wanted);
            }
            case "-inum" -> {
                long[] wanted = comparison(argument(word), word);
                return file -> compare(file.stat[FileFlags.ST_INO], wanted);
            }
            default -> {
                return option(word);
            }
        }
    }

    private FindExpression option(String word) {
        switch (word) {
            case "-maxdepth" -> maxDepth = depth(word);
            case "-mindepth" -> minDepth = depth(word);
            case "-depth", "-d" -> depthFirst = true;
            case "-xdev", "-mount", "-noleaf" -> { } // accepted: the walk knows no devices
            default -> throw Find.error(word.startsWith("-") ? "unknown predicate '" + word + "'"
                    : "paths must precede expression: '" + word + "'");
        }
        return file -> true;
    }

    private String argument(String word) {
        if (at == args.length) {
            throw Find.error("missing argument to '" + word + "'");
        }
        return args[at++];
    }

    private int depth(String word) {
        String text = argument(word);
        try {
            int depth = Integer.parseInt(text);
            if (depth >= 0) {
                return depth;
            }
        } catch (NumberFormatException e) {
            throw Find.error("expected a number after " + word + ", but got '" + text + "'");
        }
        throw Find.error("expected a number after " + word + ", but got '" + text + "'");
    }

    private static FindExpression type(String letters) {
        String[] wanted = letters.split(",");
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].length() != 1 || "fdlpcbs".indexOf(wanted[i]) < 0) {
                throw Find.error("unknown argument to -type: '" + letters + "'");
            }
        }
        List<String> kinds = Arrays.asList(wanted);
        return file -> kinds.contains(Modes.is(file.mode(), FileFlags.S_IFREG) ? "f" : Modes.text(file.mode()).substring(0, 1));
    }

    private FindExpression size(String text) {
        int unitAt = text.length() - 1;
        char unit = text.isEmpty() ? 0 : text.charAt(unitAt);
        long scale = switch (unit) {
            case 'c' -> 1;
            case 'w' -> 2;
            case 'k' -> 1024;
            case 'M' -> 1024 * 1024;
            case 'G' -> 1024 * 1024 * 1024;
            default -> 512;
        };
        String number = Character.isDigit(unit) ? text : text.substring(0, Math.max(0, unitAt));
        if (!Character.isDigit(unit) && "cwkMGb".indexOf(unit) < 0) {
            throw Find.error("invalid argument '" + text + "' to '-size'");
        }
        long[] wanted = comparison(number, "-size");
        return file -> compare((file.stat[FileFlags.ST_SIZE] + scale - 1) / scale, wanted);
    }

    private boolean isEmpty(FindFile file) {
        if (Modes.is(file.mode(), FileFlags.S_IFDIR)) {
            String[] names = io.file(file.path).list();
            return names != null && names.length == 0;
        }
        return Modes.is(file.mode(), FileFlags.S_IFREG) && file.stat[FileFlags.ST_SIZE] == 0;
    }

    private static FindExpression permissions(String text) {
        char how = text.startsWith("-") || text.startsWith("/") ? text.charAt(0) : 0;
        int wanted = Modes.apply(how == 0 ? text : text.substring(1), 0, false);
        return file -> {
            int mode = (int) file.mode() & 07777;
            return how == '-' ? (mode & wanted) == wanted : how == '/' ? wanted == 0 || (mode & wanted) != 0 : mode == wanted;
        };
    }

    private static int field(String word) {
        return word.charAt(1) == 'm' ? FileFlags.ST_MTIME : word.charAt(1) == 'a' ? FileFlags.ST_ATIME : FileFlags.ST_CTIME;
    }

    private FindExpression age(String text, int field, long unit) {
        long[] wanted = comparison(text, "a time test");
        boolean up = unit == MINUTE;
        return file -> {
            long age = now - file.stat[field];
            return compare(Math.floorDiv(up ? age + unit - 1 : age, unit), wanted);
        };
    }

    private FindExpression newer(String reference) {
        try {
            long time = io.stat(reference, true)[FileFlags.ST_MTIME];
            return file -> file.stat[FileFlags.ST_MTIME] > time;
        } catch (IOException e) {
            throw Find.error("'" + reference + "': " + Reasons.of(e));
        }
    }

    /** A number with an optional sign: its direction (-1 less, 0 equal, 1 more) and its size. */
    private static long[] comparison(String text, String word) {
        int sign = text.startsWith("+") ? 1 : text.startsWith("-") ? -1 : 0;
        try {
            return new long[] {sign, Long.parseLong(sign == 0 ? text : text.substring(1))};
        } catch (NumberFormatException e) {
            throw Find.error("invalid argument '" + text + "' to '" + word + "'");
        }
    }

    private static boolean compare(long value, long[] wanted) {
        return wanted[0] == 0 ? value == wanted[1] : wanted[0] < 0 ? value < wanted[1] : value > wanted[1];
    }
}

package org.sluice.apps.text;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Lines;
import org.sluice.apps.Options;

/** {@code grep}: finds lines that match patterns. */
public final class Grep extends Command {
    private final List<String> patterns = new ArrayList<>();
    private final List<String> include = new ArrayList<>();
    private final List<String> exclude = new ArrayList<>();
    private char syntax = 'G';
    private boolean ignoreCase;
    private boolean invert;
    private boolean wholeWord;
    private boolean wholeLine;
    private boolean countOnly;
    private boolean listMatching;
    private boolean listOthers;
    private boolean quiet;
    private boolean silent;
    private boolean numbers;
    private boolean onlyMatching;
    private boolean recursive;
    private boolean color;
    private boolean asText;
    private Boolean fileNames;
    private long limit = Long.MAX_VALUE;
    private int before;
    private int after;

    private LineMatcher matcher;
    private boolean any;
    private boolean printedContext;

    public Grep() {
        super("grep", 2);
    }

    public static void main(String[] args) {
        new Grep().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("i/ignore-case y v/invert-match w/word-regexp x/line-regexp c/count l/files-with-matches "
                + "L/files-without-match q/quiet silent s/no-messages n/line-number o/only-matching r/recursive "
                + "R/dereference-recursive E/extended-regexp F/fixed-strings G/basic-regexp e/regexp: f/file: m/max-count: "
                + "A/after-context: B/before-context: C/context: H/with-filename h/no-filename a/text color? colour? "
                + "include: exclude: #", args);
        while (options.next()) {
            option(options);
        }
        String[] operands = options.operands();
        if (patterns.isEmpty() && !patternFiles) {
            if (operands.length == 0) {
                throw new Failure.Usage("missing pattern");
            }
            addPatterns(operands[0]);
            operands = Arrays.copyOfRange(operands, 1, operands.length);
        }
        matcher = LineMatcher.of(patterns, syntax, ignoreCase, wholeWord, wholeLine);
        if (operands.length == 0) {
            operands = new String[] {recursive ? "." : "-"};
            if (recursive) {
                fileNames = fileNames == null ? Boolean.TRUE : fileNames;
                walk(operands[0], true);
                return result();
            }
        }
        boolean several = operands.length > 1 || recursive;
        fileNames = fileNames == null ? several : fileNames;
        for (int i = 0; i < operands.length && !(quiet && any); i++) {
            if (recursive && io.file(operands[i]).isDirectory()) {
                walk(operands[i], false);
            } else {
                search(operands[i]);
            }
        }
        return result();
    }

    private int result() {
        if (quiet && any) {
            return 0;
        }
        return status() != 0 ? status() : any ? 0 : 1;
    }

    private boolean patternFiles;

    private void option(Options options) throws IOException {
        String value = options.value();
        switch (options.name()) {
            case "i", "y" -> ignoreCase = true;
            case "v" -> invert = true;
            case "w" -> wholeWord = true;
            case "x" -> wholeLine = true;
            case "c" -> countOnly = true;
            case "l" -> listMatching = true;
            case "L" -> listOthers = true;
            case "q", "silent" -> quiet = true;
            case "s" -> silent = true;
            case "n" -> numbers = true;
            case "o" -> onlyMatching = true;
            case "r", "R" -> recursive = true;
            case "E", "F", "G" -> syntax = options.name().charAt(0);
            case "e" -> addPatterns(value);
            case "f" -> readPatterns(value);
            case "m" -> limit = options.number("max count");
            case "A" -> after = context(options);
            case "B" -> before = context(options);
            case "C", "#" -> {
                after = context(options);
                before = after;
            }
            case "H" -> fileNames = true;
            case "h" -> fileNames = false;
            case "a" -> asText = true;
            case "include" -> include.add(value);
            case "exclude" -> exclude.add(value);
            default -> color = "always".equals(value) || !"never".equals(value) && io.isTerminal(1);
        }
    }

    private static int context(Options options) {
        long lines = options.number("context length");
        if (lines < 0) {
            throw new Failure.Usage("invalid context length: '" + lines + "'");
        }
        return (int) Math.min(lines, Integer.MAX_VALUE);
    }

    private void addPatterns(String text) {
        int at = 0;
        while (true) {
            int end = text.indexOf('\n', at);
            if (end < 0) {
                patterns.add(text.substring(at));
                return;
            }
            patterns.add(text.substring(at, end));
            at = end + 1;
        }
    }

    private void readPatterns(String file) throws IOException {
        patternFiles = true;
        InputStream in;
        try {
            in = io.open(file);
        } catch (IOException e) {
            throw new Failure(2, file + ": " + org.sluice.apps.Reasons.of(e));
        }
        Lines lines = new Lines(in);
        while (lines.next()) {
            patterns.add(lines.text());
        }
        io.close(in);
    }

    private void walk(String directory, boolean implicit) {
        String[] names = io.file(directory).list();
        if (names == null) {
            warn(directory + ": Permission denied");
            return;
        }
        Arrays.sort(names);
        for (int i = 0; i < names.length && !(quiet && any); i++) {
            String path = implicit ? names[i] : directory.endsWith("/") ? directory + names[i] : directory + "/" + names[i];
            File file = io.file(path);
            if (file.isDirectory()) {
                walk(path, false);
            } else if (isSelected(names[i])) {
                search(path);
            }
        }
    }

    private boolean isSelected(String name) {
        for (int i = 0; i < exclude.size(); i++) {
            if (org.sluice.apps.Glob.matches(exclude.get(i), name, false)) {
                return false;
            }
        }
        for (int i = 0; i < include.size(); i++) {
            if (org.sluice.apps.Glob.matches(include.get(i), name, false)) {
                return true;
            }
        }
        return include.isEmpty();
    }

    private void search(String file) {
        try {
            InputStream in = io.open(file);
            try {
                searchStream(in, file.equals("-") ? "(standard input)" : file);
            } finally {
                io.close(in);
            }
        } catch (IOException e) {
            if (silent) {
                fail();
            } else {
                warn(file, e);
            }
        }
    }

    private void searchStream(InputStream in, String file) throws IOException {
        Lines lines = new Lines(in);
        boolean linewise = !(countOnly || listMatching || listOthers || quiet);
        ArrayDeque<byte[]> held = new ArrayDeque<>();
        long number = 0;
        long count = 0;
        long lastPrinted = 0;
        boolean binary = false;
        int owed = 0;
        while (lines.next()) {
            number++;
            boolean selected = count < limit && matcher.matches(lines.buffer(), lines.start(), lines.length()) != invert;
            if (selected) {
                count++;
                any = true;
                if (quiet || listMatching || listOthers) {
                    break;
                }
                if (linewise) {
                    binary = !asText && isBinary(lines);
                    if (binary) {
                        break;
                    }
                    separate(lastPrinted, number - held.size());
                    long context = number - held.size();
                    while (!held.isEmpty()) {
                        print(file, context++, '-', held.remove());
                    }
                    printSelected(file, number, lines);
                    lastPrinted = number;
                    owed = after;
                }
            } else if (linewise && owed > 0) {
                owed--;
                print(file, number, '-', lines.bytes());
                lastPrinted = number;
            } else if (linewise && before > 0) {
                held.add(lines.bytes());
                if (held.size() > before) {
                    held.remove();
                }
            }
            if (count >= limit && owed == 0) {
                break;
            }
        }
        summary(file, count, binary);
    }

    private void summary(String file, long count, boolean binary) {
        if (binary) {
            out.println("Binary file " + file + " matches");
        }
        if (listMatching && count > 0 || listOthers && count == 0) {
            out.println(file);
        } else if (countOnly && !quiet && !listMatching && !listOthers) {
            if (fileNames) {
                out.print(file);
                out.write(':');
            }
            out.println(Long.toString(count));
        }
    }

    private static boolean isBinary(Lines lines) {
        for (int i = lines.start(); i < lines.start() + lines.length(); i++) {
            if (lines.buffer()[i] == 0) {
                return true;
            }
        }
        return false;
    }

    /** Writes {@code --} where lines were left out between two groups of context. */
    private void separate(long lastPrinted, long first) {
        if (before + after > 0 && !onlyMatching && printedContext && (lastPrinted == 0 || first > lastPrinted + 1)) {
            out.println("--");
        }
        printedContext = true;
    }

    private void printSelected(String file, long number, Lines lines) {
        if (!onlyMatching && !color) {
            prefix(file, number, ':');
            lines.writeTo(out);
            return;
        }
        String text = lines.text();
        if (invert) {
            if (!onlyMatching) {
                prefix(file, number, ':');
                out.println(text);
            }
            return;
        }
        if (!onlyMatching) {
            prefix(file, number, ':');
        }
        int at = 0;
        int[] span = new int[2];
        while (at <= text.length() && matcher.find(text, at, span)) {
            int from = span[0];
            int to = span[1];
            if (to > from && onlyMatching) {
                prefix(file, number, ':');
                out.println(highlighted(text.substring(from, to)));
            } else if (!onlyMatching) {
                out.print(text.substring(at, from));
                out.print(to > from ? highlighted(text.substring(from, to)) : "");
            }
            if (to == from && from < text.length() && !onlyMatching) {
                out.print(text.substring(from, from + 1));
            }
            at = to > from ? to : to + 1;
        }
        if (!onlyMatching) {
            out.println(at < text.length() ? text.substring(at) : "");
        }
    }

    private String highlighted(String text) {
        return color ? "\u001b[01;31m" + text + "\u001b[m" : text;
    }

    private void print(String file, long number, char mark, byte[] line) {
        if (!onlyMatching) {
            prefix(file, number, mark);
            out.write(line);
            out.println();
        }
    }

    private void prefix(String file, long number, char mark) {
        if (fileNames) {
            out.print(file);
            out.write(mark);
        }
        if (numbers) {
            out.print(number);
            out.write(mark);
        }
    }
}

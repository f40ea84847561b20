package org.sluice.apps.system;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeSet;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.ManualPage;
import org.sluice.apps.Options;
import org.sluice.apps.Utf8;
import org.sluice.apps.text.Pager;

/** {@code man}: shows pages of the manual. */
public final class Man extends Command {
    private static final int NOTHING_FOUND = 16;

    public Man() {
        super("man");
    }

    public static void main(String[] args) {
        new Man().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("k/apropos f/whatis", args);
        boolean search = false;
        boolean whatis = false;
        while (options.next()) {
            if (options.name().equals("k")) {
                search = true;
            } else {
                whatis = true;
            }
        }
        String[] operands = options.operands();
        if (operands.length == 0) {
            throw new Failure.Usage("what manual page do you want?");
        }
        if (search || whatis) {
            return search(operands, whatis);
        }
        String section = "";
        if (operands.length > 1 && operands[0].length() == 1 && Character.isDigit(operands[0].charAt(0))) {
            section = operands[0];
            operands = Arrays.copyOfRange(operands, 1, operands.length);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < operands.length; i++) {
            String page = page(section, operands[i]);
            if (page == null) {
                warn("no manual entry for " + operands[i] + (section.isEmpty() ? "" : " in section " + section));
                continue;
            }
            text.append(text.isEmpty() ? "" : "\n").append(page);
        }
        if (!text.isEmpty()) {
            new Pager(io).show(new ByteArrayInputStream(Utf8.encode(text.toString())));
        }
        return status() == 0 ? 0 : NOTHING_FOUND;
    }

    private String page(String section, String name) throws IOException {
        if (section.isEmpty() || section.equals("1")) {
            ManualPage page = ManualPage.find(io, name);
            if (page != null) {
                return title(name, "1", "Sluice commands") + page.text();
            }
        }
        if (section.isEmpty() || section.equals("2")) {
            String page = SystemCallPages.page(name);
            return page == null ? null : title(name, "2", "Sluice system calls") + page;
        }
        return null;
    }

    private static String title(String name, String section, String middle) {
        String side = name.toUpperCase(Locale.ROOT) + "(" + section + ")";
        int free = Math.max(2, 78 - 2 * side.length() - middle.length());
        return side + " ".repeat(free / 2) + middle + " ".repeat(free - free / 2) + side + "\n\n";
    }

    private int search(String[] words, boolean exact) throws IOException {
        boolean any = false;
        TreeSet<String> found = new TreeSet<>();
        for (String[] program : ProgramList.read()) {
            ManualPage page = ManualPage.find(io, program[0]);
            if (page != null) {
                collect(found, program[0], "1", page.purpose(), words, exact);
            }
        }
        for (String call : SystemCallPages.names()) {
            collect(found, call, "2", SystemCallPages.purpose(call), words, exact);
        }
        for (String line : found) {
            out.println(line);
            any = true;
        }
        if (!any) {
            warn(String.join(" ", words) + ": nothing appropriate");
        }
        return any ? 0 : NOTHING_FOUND;
    }

    private static void collect(TreeSet<String> found, String name, String section, String purpose, String[] words,
            boolean exact) {
        String shown = name + " (" + section + ")";
        String line = shown + " ".repeat(Math.max(1, 21 - shown.length())) + "- " + purpose;
        for (int i = 0; i < words.length; i++) {
            boolean matches = exact ? name.equals(words[i])
                    : (name + " " + purpose).toLowerCase(Locale.ROOT).contains(words[i].toLowerCase(Locale.ROOT));
            if (matches) {
                found.add(line);
            }
        }
    }
}

package org.sluice.apps.system;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.sluice.apps.Command;
import org.sluice.apps.ManualPage;

/** {@code help}: lists the commands with their purpose. */
public final class Help extends Command {
    /** What the packages of commands, and theirs, lie in. */
    private static final String COMMANDS = "org.sluice.apps.";
    /** Packages of commands and how their group is headed. */
    private static final String[][] GROUPS = {
        {"file", "Files and directories"}, {"text", "Text"}, {"data", "Bytes"}, {"logic", "Scripts"},
        {"process", "Processes"}, {"system", "System"}, {"net", "Network"},
        {"usertests", "Tests"}};

    public Help() {
        super("help");
    }

    public static void main(String[] args) {
        new Help().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        String[] names = plain(args);
        if (names.length > 0) {
            return one(names);
        }
        Map<String, TreeSet<String>> groups = new LinkedHashMap<>();
        for (int i = 0; i < GROUPS.length; i++) {
            groups.put(GROUPS[i][0], new TreeSet<>());
        }
        List<String[]> programs = ProgramList.read();
        for (int i = 0; i < programs.size(); i++) {
            String main = programs.get(i)[1];
            groups.get(main.substring(COMMANDS.length(), main.indexOf('.', COMMANDS.length()))).add(programs.get(i)[0]);
        }
        for (int i = 0; i < GROUPS.length; i++) {
            out.println((i > 0 ? "\n" : "") + GROUPS[i][1]);
            for (String name : groups.get(GROUPS[i][0])) {
                purpose(name);
            }
        }
        out.println("\n'man NAME' tells all about a command, 'man 2 NAME' about a system call, 'man -k WORD' searches.");
        return 0;
    }

    private void purpose(String name) throws IOException {
        ManualPage page = ManualPage.find(io, name);
        out.print("  ");
        out.printLeft(name, 12);
        out.println(page == null ? "" : page.purpose());
    }

    private int one(String[] names) throws IOException {
        for (int i = 0; i < names.length; i++) {
            if (ManualPage.find(io, names[i]) == null) {
                warn("no help for '" + names[i] + "'");
            } else {
                out.print(ManualPage.help(io, names[i]));
            }
        }
        return status();
    }
}

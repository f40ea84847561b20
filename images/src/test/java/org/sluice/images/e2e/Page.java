package org.sluice.images.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A page of the documentation as somebody follows it, from the top, in an empty folder: blocks with {@code name=FILE} in their
 * first line are written to files, in blocks of kind {@code console} the lines after {@code $} are run and what follows must be
 * what they print.
 */
final class Page {
    private static final String FENCE = "```";
    private static final char END_OF_COMMAND = '\u0001';

    private final Path folder;
    private final Map<String, String> environment;
    private int commands;

    private Page(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /**
     * Follows a page.
     *
     * @param folder      an empty folder
     * @param preparation shell commands run before those of each block
     * @param skipped     a word that makes a console block be left out, or {@code null}
     * @return how many commands were run
     * @throws AssertionError when a command prints something else than the page says
     */
    static int follow(Path text, Path folder, Map<String, String> environment, String preparation, String skipped) throws IOException {
        Page page = new Page(folder, environment);
        List<String> lines = Files.readAllLines(text);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(FENCE)) {
                List<String> head = List.of(lines.get(i).substring(FENCE.length()).split(" "));
                List<String> body = new ArrayList<>();
                for (i++; !lines.get(i).equals(FENCE); i++) {
                    body.add(lines.get(i));
                }
                page.block(head, body, preparation, skipped);
            }
        }
        return page.commands;
    }

    private void block(List<String> head, List<String> body, String preparation, String skipped) throws IOException {
        for (String word : head) {
            if (word.startsWith("name=")) {
                Path file = folder.resolve(word.substring("name=".length()));
                Files.createDirectories(file.getParent());
                Files.write(file, body);
            }
        }
        if (head.getFirst().equals("console") && !head.contains(String.valueOf(skipped))) {
            console(body, preparation);
        }
    }

    private void console(List<String> body, String preparation) {
        StringBuilder script = new StringBuilder("cd '" + folder + "'\n" + preparation + "\n");
        List<String> expected = new ArrayList<>();
        for (String line : body) {
            if (line.startsWith("$ ")) {
                // keeps $? for the next command
                script.append(line.substring(2)).append("\nstatus=$?; printf '\\001'; (exit $status)\n");
                expected.add("");
                commands++;
            } else {
                expected.set(expected.size() - 1, expected.getLast() + line + "\n");
            }
        }
        Outcome outcome = HostProcess.run(List.of("bash", "-c", script.toString()), environment, new byte[0]);
        String[] printed = outcome.output().split(String.valueOf(END_OF_COMMAND), -1);
        for (int i = 0; i < expected.size(); i++) {
            if (i >= printed.length || !printed[i].equals(expected.get(i))) {
                throw new AssertionError("the page says\n" + String.join("\n", body) + "\nand this came:\n" + outcome);
            }
        }
    }

    /** Follows a page with its Maven part: PAGE REPOSITORY, the local repository that holds the SDK. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("page");
        Map<String, String> environment = new HashMap<>(Sluice.pageEnvironment());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        // Some Mavens end with a colour code even when told to be quiet and not to a terminal.
        String maven = "set -o pipefail; mvn() { command mvn -Dmaven.repo.local='" + args[1] + "' \"$@\" | sed 's/\\x1b\\[[0-9;]*m//g'; }";
        int commands = follow(Path.of(args[0]), folder, environment, maven, null);
        System.out.println(args[0] + ": " + commands + " commands did what the page says");
    }
}

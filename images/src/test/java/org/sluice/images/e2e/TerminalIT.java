package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sits at a terminal: keys go to the shell through a real pseudo-terminal, and the screen is looked at. */
class TerminalIT {
    private static final String PROMPT = "root@sluice:~#";
    private static final Path CLASSES = Sluice.workFolder().resolve("terminal");

    private TerminalPane pane;

    @BeforeAll
    static void needsTmux() {
        if (!TerminalPane.available()) {
            System.err.println("TerminalIT: skipped, tmux is not installed");
        }
        assumeTrue(TerminalPane.available(), "tmux is not installed");
        Sluice.boot("true"); // builds the image, which a prompt should not have to wait for
    }

    /**
     * Boots to the prompt. After the machine's end the host's shell says with which status it left and whether the terminal
     * is as it was, and the latter again after every Enter.
     */
    private void boot(Map<String, String> environment, String... options) {
        Map<String, String> all = new HashMap<>(Sluice.environment());
        all.putAll(environment);
        String command = Sluice.command("boot").stream().map(TerminalIT::quoted).collect(Collectors.joining(" "))
            + List.of(options).stream().map(o -> " " + quoted(o)).collect(Collectors.joining());
        pane = new TerminalPane("before=$(stty -g); " + command + "; echo left with $?; "
            + "modes() { [ \"$(stty -g)\" = \"$before\" ] && echo modes kept || echo modes changed; }; "
            + "modes; while read -r again; do modes; done", 100, 40, all);
        pane.awaitLast(PROMPT);
    }

    private void boot() {
        boot(Map.of());
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    @AfterEach
    void close() {
        if (pane != null) {
            pane.close();
        }
    }

    /** Enters a command and waits for a line of its output. */
    private void run(String line, String output) {
        pane.enter(line);
        pane.awaitLine(output);
    }

    @Test
    void completesCommandsPathsAndOptions() {
        boot();
        pane.type("ech");
        pane.key("Tab");
        pane.awaitLast(PROMPT + " echo");
        pane.type("one");
        pane.key("Enter");
        pane.awaitLine("one");
        run("mkdir '/tmp/a dir'; echo inside > '/tmp/a dir/some file'; echo made", "made");
        pane.type("cat /tmp/a");
        pane.key("Tab");
        pane.type("so");
        pane.key("Tab");
        pane.awaitLast(PROMPT + " cat /tmp/a\\ dir/some\\ file");
        pane.key("Enter");
        pane.awaitLine("inside");
        pane.type("echo x | grep --inv");
        pane.key("Tab");
        pane.awaitLast(PROMPT + " echo x | grep --invert-match");
        pane.type("y > \"/tmp/a");
        pane.key("Tab");
        pane.type("made\"; cd /usr/sh");
        pane.key("Tab");
        pane.key("Enter");
        pane.awaitLast("root@sluice:/usr/share#");
        run("cat '/tmp/a dir/made'", "x");
        pane.key("C-l");
        pane.awaitLast("root@sluice:/usr/share#");
        pane.type("unam");
        pane.key("Tab", "C-u");
        pane.type("rm");
        pane.key("Tab", "Tab");
        pane.await("the commands that begin with rm",
            screen -> screen.stream().anyMatch(line -> line.matches("rm +rmdir")));
    }

    @Test
    void bringsHistoryBack() {
        boot();
        run("echo first", "first");
        run("echo second", "second");
        pane.key("C-l");
        pane.awaitLast(PROMPT);
        pane.key("Up", "Up");
        pane.awaitLast(PROMPT + " echo first");
        pane.key("Down");
        pane.awaitLast(PROMPT + " echo second");
        pane.key("C-u", "C-r");
        pane.type("fir");
        pane.await("the command searched for", screen -> screen.stream().anyMatch(line -> line.contains("echo first")));
        pane.key("Enter");
        pane.awaitLine("first");
        run("history", "    3  echo first");
        run("!2 again", "second again");
    }

    @Test
    void historyGoesIntoAFile() {
        boot();
        pane.enter("echo kept; HISTFILE=/tmp/lines sh -i");
        pane.awaitLine("kept");
        pane.awaitLast("sluice:~#");
        pane.enter("echo in the file");
        pane.awaitLine("in the file");
        run("cat /tmp/lines; echo shown", "shown");
        pane.enter("exit");
        pane.awaitLast(PROMPT);
        run("grep -c file /tmp/lines", "1");
    }

    @Test
    void editsTheLine() {
        boot();
        pane.type("two three");
        pane.key("C-a");
        pane.type("echo one ");
        pane.key("C-e", "M-b", "C-k");
        pane.type("3");
        pane.awaitLast(PROMPT + " echo one two 3");
        pane.key("C-w", "C-y", "C-y");
        pane.awaitLast(PROMPT + " echo one two 33");
        pane.key("C-a", "M-f", "C-u");
        pane.awaitLast(PROMPT + "  one two 33");
        pane.key("C-c");
        pane.awaitLast(PROMPT);
        run("for i in a b", ">");
        run("do", ">");
        pane.enter("echo \"<$i>\"; done");
        pane.awaitLine("<b>");
    }

    @Test
    void controlCEndsAShellLoop() {
        boot();
        run("echo go; while true; do :; done; echo never", "go");
        pane.key("C-c");
        pane.awaitLast(PROMPT);
        List<String> screen = pane.screen();
        assertTrue(screen.contains("^C"), String.join("\n", screen));
        run("echo status $?", "status 130");
        assertFalse(pane.screen().contains("never"));
    }

    @Test
    void controlCAndControlZReachAJavaLoop() {
        GuestCompiler.compile(CLASSES, List.of(), List.of(), new GuestCompiler.Source("Spin.java", """
            public class Spin {
                public static void main(String[] args) {
                    System.out.println("spinning");
                    while (true) {
                    }
                }
            }
            """));
        boot(Map.of(), "--share", CLASSES + "=/mnt/classes");
        run("java -cp /mnt/classes Spin", "spinning");
        pane.key("C-c");
        pane.awaitLast(PROMPT);
        run("echo status $?", "status 130");
        pane.key("C-l");
        pane.await("an empty screen", screen -> screen.equals(List.of(PROMPT)));
        run("java -cp /mnt/classes Spin", "spinning");
        pane.key("C-z");
        pane.awaitLine("[1]+  Stopped                java -cp /mnt/classes Spin");
        run("bg", "[1] java -cp /mnt/classes Spin");
        run("jobs", "[1]+  Running                java -cp /mnt/classes Spin");
        run("fg", "java -cp /mnt/classes Spin");
        pane.key("C-c");
        pane.awaitLast(PROMPT);
        run("jobs; echo none left $?", "none left 0");
    }

    @Test
    void runsAPipelineOfThreeAndABackgroundJob() {
        boot();
        run("printf 'b\\na\\nb\\n' | sort | uniq -c", "      2 b");
        pane.enter("sleep 0.2 &");
        pane.await("the notice of the job's end", screen -> {
            pane.key("Enter");
            return screen.contains("[1]+  Done                   sleep 0.2");
        });
        run("sleep 100 & kill $!; wait $!; echo ended $?", "ended 143");
    }

    @Test
    void controlDEndsInputAndThenTheShell() {
        boot();
        pane.enter("cat");
        pane.enter("typed");
        pane.await("what was typed, twice", screen -> screen.stream().filter("typed"::equals).count() == 2);
        pane.key("C-d");
        pane.awaitLast(PROMPT);
        run("echo cat $?", "cat 0");
        pane.enter("(exit 9)");
        pane.awaitLast(PROMPT);
        pane.key("C-d");
        pane.awaitLine("left with 9");
        pane.awaitLine("modes kept");
    }

    @Test
    void followsTheTerminalsSize() {
        boot();
        run("echo $COLUMNS x $LINES", "100 x 40");
        pane.resize(60, 20);
        pane.await("the new size", screen -> {
            pane.enter("echo $COLUMNS x $LINES");
            return screen.contains("60 x 20");
        });
    }

    @Test
    void promptKnowsTheUsualEscapes() {
        boot();
        pane.enter("PS1='[\\u|\\h|\\W|\\j|\\$|\\\\|$((6*7))] '");
        pane.awaitLast("[root|sluice|~|0|#|\\|42]");
        pane.enter("PS1='\\[\\e[31m\\]red\\[\\e[0m\\] \\t> '");
        pane.await("a prompt with the time", screen -> screen.getLast().matches("red \\d\\d:\\d\\d:\\d\\d>"));
    }

    @Test
    void pagersAndTopGiveTheTerminalBack() {
        boot();
        pane.enter("seq 200 | more");
        pane.awaitLast("--More--");
        pane.key("Space");
        pane.awaitLine("70");
        pane.key("q");
        pane.awaitLast(PROMPT);
        pane.enter("top");
        pane.await("the head of top's table", screen -> screen.stream().anyMatch(line -> line.contains("PID USER")));
        pane.key("q");
        pane.awaitLast(PROMPT);
        run("echo back", "back");
    }

    @Test
    void dumbTerminalIsLeftToItsOwnEditing() {
        boot(Map.of(), "--env", "TERM=dumb");
        pane.type("echo hallo");
        pane.key("BSpace", "BSpace", "BSpace", "BSpace");
        pane.type("ello; sleep 100");
        pane.key("Enter");
        pane.awaitLine("hello");
        pane.key("C-c");
        pane.awaitLast(PROMPT);
        run("echo status $?", "status 130");
        pane.enter("exit 4");
        pane.awaitLine("left with 4");
        pane.awaitLine("modes kept");
    }

    @Test
    void killedMachineLeavesTheTerminalAsItWas() {
        boot();
        ProcessHandle machine = ProcessHandle.of(pane.process()).orElseThrow().children()
            .filter(child -> child.info().command().orElse("").endsWith("java")).findFirst().orElseThrow();
        machine.destroyForcibly();
        // the keeper and the host's shell run side by side here, so that the shell may have looked too early
        pane.await("the modes as they were", screen -> {
            pane.key("Enter");
            return screen.contains("modes kept");
        });
    }
}

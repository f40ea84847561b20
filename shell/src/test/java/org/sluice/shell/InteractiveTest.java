package org.sluice.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.abi.Tty;
import org.sluice.shell.fake.FakeProcess;
import org.sluice.shell.fake.FakeTerminal;
import org.sluice.shell.fake.ShellRun;

/** The shell at a prompt: keys go in through the terminal, through JLine, and the screen is looked at. */
@Timeout(60)
class InteractiveTest {
    private static final String UP = "\033[A";
    private static final String LEFT = "\033[D";
    private static final String CTRL_A = "\001";
    private static final String CTRL_C = "\003";
    private static final String CTRL_D = "\004";
    private static final String CTRL_E = "\005";
    private static final String CTRL_K = "\013";
    private static final String CTRL_U = "\025";
    private static final String CTRL_W = "\027";
    private static final String CTRL_Z = "\032";

    private final ShellRun run = new ShellRun();
    private final FakeTerminal terminal = run.system.terminal();
    private final FakeProcess process = run.process;
    private Thread thread;
    private volatile int status = -1;

    private void start(String... args) {
        run.environment.putIfAbsent("TERM", "xterm-256color");
        for (int i = 0; i < 3; i++) {
            process.attach(i, terminal);
        }
        thread = new Thread(() -> status = Main.run(process.calls(), args, run.environment), "sh");
        thread.setDaemon(true);
        thread.start();
        terminal.awaitIdle();
    }

    /** Types and waits until all of it has been dealt with. */
    private void type(String keys) {
        terminal.type(keys);
        terminal.awaitIdle();
    }

    /** Types a command and gives what it left in a file, for the screen shows the editing too. */
    private String result(String keys) {
        run.system.file("/tmp/result", "");
        type(keys + "\r");
        return run.system.text("/tmp/result");
    }

    @AfterEach
    void leave() throws InterruptedException {
        if (thread != null && thread.isAlive()) {
            terminal.type(CTRL_U + "exit\rexit\r");
            terminal.hangUp();
            thread.join();
        }
    }

    @Test
    void showsPromptWithShortenedHomeAndRunsCommands() {
        process.directory("/home/me");
        start();
        assertTrue(terminal.screen().contains("sluice:~# "), terminal.screen());
        terminal.clear();
        type("echo hello\r");
        assertTrue(terminal.screen().contains("hello\n"), terminal.screen());
    }

    @Test
    void editsInsideTheLine() {
        start();
        assertEquals("abc\n", result("echo ac" + LEFT + "b" + CTRL_E + " > result"));
        assertEquals("x y\n", result("y > result" + CTRL_A + "echo x "));
        assertEquals("one\n", result("echo one > result; nonsense" + "\033[D".repeat(10) + CTRL_K));
        assertEquals("kept\n", result("echo kept > result lost" + CTRL_W));
        assertEquals("new\n", result("old" + CTRL_U + "echo new > result"));
        assertEquals("ab\n", result("echo abX\177 > result"));
        assertEquals("\u00fc\u20ac\ud83d\ude00\n", result("echo \u00fc\u20ac\ud83d\ude00 > result"));
    }

    @Test
    void upArrowBringsTheLastCommandBack() {
        start();
        type("echo first > result\r");
        type("true\r");
        assertEquals("first\n", result(UP + UP));
    }

    @Test
    void historyOutlivesTheShellAndEventsExpand() {
        run.system.file("/home/me/.sh_history", "echo old > result\necho 'a\\nb'\n");
        start();
        assertEquals("old\n", result("!1"));
        assertEquals("old\n", result("!!"));
        assertEquals("not! ! here\n", result("echo 'not!' ! here > result"));
        assertEquals("a\nb\n", result(UP + UP + UP + CTRL_E + " > result"));
        assertTrue(run.system.text("/home/me/.sh_history").endsWith("echo 'a\\nb' > result\n"),
            run.system.text("/home/me/.sh_history"));
        terminal.clear();
        type("history\r");
        assertTrue(terminal.screen().contains("    1  echo old > result\n"), terminal.screen());
    }

    @Test
    void tabCompletesCommandsFilesVariablesOptionsAndJobs() {
        run.system.file("/tmp/a file", "spaced\n");
        run.system.directory("/tmp/folder");
        run.system.file("/tmp/folder/inner", "inside\n");
        run.system.directory("/usr");
        run.system.file("/usr/share/man/man1/args",
            "NAME\n  args\n\nOPTIONS\n  -l, --longest  the longest\n  -q  quiet\n\nNOTES\n  -n no\n");
        start();
        assertEquals("<1>\n", result("arg\t1 > result"));
        assertEquals("spaced\n", result("cat a\t> result"));
        assertEquals("spaced\n", result("cat 'a\t> result"));
        assertEquals("inside\n", result("cat fol\tinn\t> result"));
        assertEquals("/home/me\n", result("echo $HO\t> result"));
        assertEquals("</home/me>\n", result("args \"$HO\t > result"));
        assertEquals("<--longest>\n", result("args --l\t> result"));
        assertEquals("inside\n", result("cat < fol\tinn\t> result"));
        assertEquals("/tmp/folder\n", result("cd fo\t; pwd > /tmp/result; cd /tmp"));
        type("hang &\r");
        assertEquals("", result("kill \t\r"));
        type("wait\r");
    }

    @Test
    void tabTwiceListsTheChoices() {
        run.system.file("/tmp/choice1", "");
        run.system.file("/tmp/choice2", "");
        start();
        terminal.clear();
        type("echo cho\t\t");
        String plain = terminal.screen().replaceAll("\033\\[[0-9;]*m", "");
        assertTrue(plain.contains("choice1") && plain.contains("choice2"), plain);
        type(CTRL_C);
    }

    @Test
    void incompleteCommandsContinueWithSecondPrompt() {
        start();
        terminal.clear();
        type("for i in a b\r");
        assertTrue(terminal.screen().contains("> "), terminal.screen());
        assertEquals("a\nb\n", result("do echo $i\rdone > result"));
        assertEquals("two\nlines\n", result("echo 'two\rlines' > result"));
        assertEquals("here\n", result("cat <<E > result\rhere\rE"));
    }

    @Test
    void syntaxErrorIsOneLineAndTheShellGoesOn() {
        start();
        terminal.clear();
        type("echo )\r");
        assertTrue(terminal.screen().contains("sh: line 1: syntax error near unexpected token ')'\n"), terminal.screen());
        assertEquals("2\n", result("echo $? > result"));
    }

    @Test
    void controlCGivesAFreshLineAndControlDLeaves() throws InterruptedException {
        start();
        type("echo never > result" + CTRL_C);
        assertEquals(null, run.system.text("/tmp/result"));
        assertEquals("130\n", result("echo $? > result"));
        type("(exit 7)\r");
        terminal.type(CTRL_D);
        thread.join();
        assertEquals(7, status);
    }

    @Test
    void controlCEndsALoopOfBuiltins() {
        start();
        terminal.type("echo go; while :; do :; done; echo never > result\r");
        terminal.awaitScreen("go\n");
        terminal.type(CTRL_C);
        terminal.awaitIdle();
        assertEquals(null, run.system.text("/tmp/result"));
        assertEquals("130\n", result("echo $? > result"));
    }

    @Test
    void controlCEndsAProgramAndTheListAroundIt() {
        start();
        terminal.type("echo go; hang; echo never > result\r");
        terminal.awaitScreen("go\n");
        awaitForegroundOther();
        terminal.type(CTRL_C);
        terminal.awaitIdle();
        assertEquals(null, run.system.text("/tmp/result"));
        assertEquals("130\n", result("echo $? > result"));
        assertEquals(process.id(), terminal.foreground());
    }

    @Test
    void controlCEndsAPipelineThatRunsInsideTheShell() {
        start();
        terminal.type("echo go; while :; do :; done | while :; do :; done\r");
        terminal.awaitScreen("go\n");
        terminal.type(CTRL_C);
        terminal.awaitIdle();
        assertEquals("130\n", result("echo $? > result"));
    }

    /** Waits until a program of its own group has the terminal and is running. */
    private void awaitForegroundOther() {
        while (terminal.foreground() == process.id()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void controlZStopsAndFgBgContinue() {
        start();
        terminal.clear();
        terminal.type("hang\r");
        awaitForegroundOther();
        terminal.type(CTRL_Z);
        terminal.awaitIdle();
        assertTrue(terminal.screen().contains("[1]+  Stopped                hang\n"), terminal.screen());
        assertEquals("148\n", result("echo $? > result"));
        assertEquals("[1]+  Stopped                hang\n", result("jobs > result"));
        type("bg\r");
        assertEquals("[1]+  Running                hang\n", result("jobs > result"));
        terminal.type("fg %1\r");
        awaitForegroundOther();
        terminal.type(CTRL_C);
        terminal.awaitIdle();
        assertEquals("", result("jobs > result"));
    }

    @Test
    void backgroundJobsAreAnnouncedAndKilledByNumber() {
        start();
        terminal.clear();
        type("hang &\r");
        assertTrue(terminal.screen().contains("[1] "), terminal.screen());
        type("kill %1; wait\r");
        type("status 3 &\r");
        type("wait $!\r");
        assertEquals("3\n", result("echo $? > result") );
        type("{ :; } & wait %1\r");
        assertEquals("0\n", result("echo $? > result"));
    }

    @Test
    void backgroundLoopInsideTheShellIsKilled() {
        start();
        type("while :; do :; done &\r");
        // on one line: a prompt in between may tell of the job's end, and then nobody knows it any more
        type("kill %1; wait %1\r");
        assertEquals("143\n", result("echo $? > result"));
    }

    @Test
    void finishedBackgroundJobIsReportedBeforeThePrompt() {
        start();
        terminal.clear();
        type("cat < /dev/null &\r");
        while (!terminal.screen().contains("Done")) {
            type("\r");
        }
        assertTrue(terminal.screen().contains("[1]+  Done                   cat < /dev/null &\n")
            || terminal.screen().contains("[1]+  Done                   cat < /dev/null\n"), terminal.screen());
    }

    @Test
    void stoppedJobsAreSparedOnce() throws InterruptedException {
        start();
        terminal.type("hang\r");
        awaitForegroundOther();
        terminal.type(CTRL_Z);
        terminal.awaitIdle();
        type("exit 4\r");
        assertTrue(terminal.screen().contains("There are stopped jobs."), terminal.screen());
        terminal.type("exit 4\r");
        thread.join();
        assertEquals(4, status);
    }

    @Test
    void programsGetTheTerminalInItsOwnMode() {
        int[] seen = new int[1];
        run.system.program("mode", (sys, argv, env) -> {
            int[] a = new int[Tty.ATTR_LENGTH];
            sys.ttyGet(0, a);
            seen[0] = a[Tty.ATTR_MODE];
            return 0;
        });
        start();
        type("mode\r");
        assertEquals(Tty.ICANON | Tty.ECHO | Tty.ISIG | Tty.ICRNL | Tty.OPOST, seen[0]);
    }

    @Test
    void readBuiltinTakesALineFromTheTerminal() {
        start();
        terminal.type("read -p 'name? ' x; echo $x > result\r");
        terminal.awaitScreen("name? ");
        terminal.awaitIdle();
        type("someone\n");
        assertEquals("someone\n", run.system.text("/tmp/result"));
    }

    @Test
    void dumbTerminalGetsNoEscapeSequences() {
        run.environment.put("TERM", "dumb");
        start();
        assertEquals("plain\n", result("echo plain > result"));
        assertFalse(terminal.screen().contains("\033"), terminal.screen());
    }

    @Test
    void asksTheTerminalNothing() {
        start();
        String screen = terminal.screen();
        assertFalse(screen.contains("\033[6n") || screen.contains("\033[c") || screen.contains("?2027$p")
            || screen.contains("\033]1"), screen.replace("\033", "^["));
    }

    @Test
    void loginShellReadsProfiles() {
        run.system.file("/etc/profile", "A=system\n");
        run.system.file("/home/me/.profile", "B=mine\nPS1='[$A \\w] '\n");
        start("-l");
        assertTrue(terminal.screen().contains("[system /tmp] "), terminal.screen());
        assertEquals("mine\n", result("echo $B > result"));
    }
}

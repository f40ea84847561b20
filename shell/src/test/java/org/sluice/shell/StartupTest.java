package org.sluice.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.abi.Signals;
import org.sluice.abi.SystemCalls;
import org.sluice.shell.fake.ShellRun;

/** The command line of {@code sh}, its inputs and its exit. */
@Timeout(60)
class StartupTest {
    private final ShellRun run = new ShellRun();

    @Test
    void commandStringTakesNameAndArguments() {
        assertEquals("me a b\n", run.run("-c", "echo $0 $*", "me", "a", "b").out());
    }

    @Test
    void scriptTakesArguments() {
        run.system.file("/tmp/s", "echo $0 $# $1\nexit 4\n");
        run.run("s", "x y");
        assertEquals("s 1 x y\n", run.out());
        assertEquals(4, run.status());
    }

    @Test
    void missingScriptIs127AndUnreadableIs126() {
        assertEquals(127, run.run("nosuch").status());
        assertEquals("sh: nosuch: No such file or directory\n", run.err());
        ShellRun other = new ShellRun();
        assertEquals(126, other.run("/tmp").status());
        ShellRun binary = new ShellRun();
        binary.system.file("/tmp/b", "\177ELF\0\0");
        assertEquals(126, binary.run("b").status());
        assertEquals("sh: b: cannot execute binary file\n", binary.err());
    }

    @Test
    void standardInputIsReadLineByLineAndSharedWithCommands() {
        assertEquals("got data\nrest\n", run.input("read x; echo got $x\ndata\ncat\nrest\n").run().out());
        assertEquals("a b\n", new ShellRun().input("echo $*").run("-s", "a", "b").out());
    }

    @Test
    void syntaxErrorInAScriptIsReportedWithItsLineAndEndsIt() {
        run.system.file("/tmp/s", "echo one\n\necho two )\necho three\n");
        run.run("s");
        assertEquals("one\n", run.out());
        assertEquals("sh: line 3: syntax error near unexpected token ')'\n", run.err());
        assertEquals(2, run.status());
    }

    @Test
    void optionsOfTheCommandLineCount() {
        assertEquals(1, run.run("-ec", "false; echo no").status());
        assertEquals("", run.out());
        assertEquals(2, new ShellRun().run("-u", "-c", "echo $nope").status());
        assertEquals("+ echo hi\n", new ShellRun().run("-xc", "echo hi").err());
        assertEquals("", new ShellRun().run("-nc", "echo hi").out());
        assertEquals(3, new ShellRun().run("-o", "pipefail", "-c", "status 3 | true").status());
        assertEquals("*\n", new ShellRun().run("-f", "-c", "echo *").out());
    }

    @Test
    void unknownOptionIsOneLineAndStatus2() {
        assertEquals(2, run.run("-Z").status());
        assertEquals("sh: -Z: no such option (sh --help lists them)\n", run.err());
        ShellRun other = new ShellRun();
        assertEquals(2, other.run("--frobnicate").status());
        assertEquals("sh: --frobnicate: no such option (sh --help lists them)\n", other.err());
        assertEquals(2, new ShellRun().run("-c").status());
        assertEquals(2, new ShellRun().run("-o", "nosuch", "-c", "").status());
    }

    @Test
    void helpGoesToStandardOutput() {
        assertTrue(run.run("--help").out().startsWith("usage: sh "));
        assertEquals(0, run.status());
    }

    @Test
    void textFileWithoutInterpreterIsRunByTheShell() {
        run.system.file("/bin/tool", "echo tool got $1\nexit 5\n");
        run.system.mode("/bin/tool", 0755);
        assertEquals("tool got x\n5\n", run.run("-c", "tool x; echo $?").out());
    }

    @Test
    void fileThatIsNotExecutableIs126() {
        run.system.file("/tmp/f", "data");
        assertEquals("126\n", run.run("-c", "./f; echo $?").out());
        assertEquals("sh: ./f: Permission denied\n", run.err());
    }

    @Test
    void childrenGetDirectoryEnvironmentAndHandlesOfTheSubshell() {
        assertEquals("/bin\n/tmp\n", run.run("-c", "(cd /bin; cwd); cwd").out());
        assertTrue(new ShellRun().run("-c", "X=1; export X; (X=2; env)").out().contains("X=2\n"));
    }

    @Test
    void interactiveShellWithoutTerminalPromptsPlainly() {
        run.environment.put("PS1", "% ");
        run.input("if true\nthen echo yes\nfi\nfalse )\necho $?\n").run("-i");
        assertEquals("yes\n2\n", run.out());
        assertEquals("% > > % sh: line 1: syntax error near unexpected token ')'\n% % ", run.err());
    }

    @Test
    void trapRunsBetweenCommandsAndKeepsStatus() {
        run.run("-c", "trap 'echo caught' USR1; false; kill -USR1 $$; echo $?; trap - USR1; trap");
        assertEquals("caught\n0\n", run.out());
    }

    @Test
    void ignoredSignalStaysAwayAndDefaultKills() {
        assertEquals("alive\n", run.run("-c", "trap '' TERM; kill -TERM $$; echo alive").out());
        assertEquals("trap -- 'echo x' INT\n", new ShellRun().run("-c", "trap 'echo x' INT; trap").out());
    }

    @Test
    void waitIsCutShortByATrap() throws InterruptedException {
        run.system.program("ready", (sys, argv, env) -> {
            run.process.awaitWaiting();
            run.process.signal(Signals.USR1);
            return 0;
        });
        run.run("-c", "trap 'echo trapped' USR1; hang & ready & wait; kill %1; echo end");
        assertEquals("trapped\nend\n", run.out());
    }

    @Test
    void largeOutputsFlowThroughPipesAndSubstitutions() {
        String big = "0123456789abcdef".repeat(20_000);
        run.system.file("/tmp/big", big);
        assertEquals("320000\n320000\n320001\n", run.run("-c",
            "x=$(cat big); echo ${#x}; cat big | { cat; } | wc; wc <<E\n$(cat big)\nE\n").out());
    }

    @Test
    void functionsNestOnlySoDeep() {
        run.run("-c", "f() { f; }; f");
        assertEquals(2, run.status());
        assertEquals("sh: f: functions nested too deeply\n", run.err());
    }

    @Test
    void scriptsRunWithoutJlineOnTheClassPath() throws Exception {
        ClassLoader without = new ClassLoader(StartupTest.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (name.startsWith("org.jline.")) {
                    throw new ClassNotFoundException(name);
                }
                if (!name.startsWith("org.sluice.shell.") || name.startsWith("org.sluice.shell.fake.")) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : define(name);
            }

            private Class<?> define(String name) throws ClassNotFoundException {
                try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                    byte[] b = in.readAllBytes();
                    return defineClass(name, b, 0, b.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        };
        run.process.attach(1, run.out);
        Object status;
        try {
            status = without.loadClass("org.sluice.shell.Main").getMethod("run", SystemCalls.class, String[].class, Map.class)
                .invoke(null, run.process.calls(), new String[] {"-c", "echo plain | cat; f() { echo $1; }; f fine"},
                    run.environment);
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause());
        }
        assertEquals(0, status);
        assertEquals("plain\nfine\n", run.out());
    }
}

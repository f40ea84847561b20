package org.sluice.apps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.abi.Call;
import org.sluice.abi.SystemCalls;
import org.sluice.apps.system.Java;

/** The manual, dates, small system commands and the launcher of Java programs. */
class SystemCommandsTest extends CommandTest {
    @Test
    void manShowsACommandsPage() throws IOException {
        Result result = run("man ls");
        assertEquals(0, result.status());
        assertTrue(result.out().startsWith("LS(1)"), result.out());
        assertTrue(result.out().contains("NAME\n       ls - list directory contents\n"));
        assertEquals(78, result.out().lines().findFirst().orElseThrow().length());
        assertEquals(result.out(), run("man 1 ls").out());
        assertEquals(new Result(16, "", "man: no manual entry for nosuch\n"), run("man nosuch"));
        assertEquals(new Result(16, "", "man: no manual entry for ls in section 2\n"), run("man 2 ls"));
        expectFailure("man", 2, "man: what manual page do you want?\n");
    }

    @Test
    void manMakesPagesOfAllSystemCalls() {
        for (Method method : SystemCalls.class.getMethods()) {
            Call call = method.getAnnotation(Call.class);
            String page = run("man 2 " + method.getName()).out();
            assertTrue(page.contains("System call number " + call.number() + "."), method.getName());
            assertTrue(page.contains("       " + method.getReturnType().getSimpleName() + " " + method.getName() + "("), page);
            page.lines().forEach(line -> assertTrue(line.length() <= 78, line));
        }
        String open = run("man 2 open").out();
        assertTrue(open.contains("ENOENT\n              No such file or directory: no such file, or the directory of a"), open);
        assertTrue(run("man portCall").out().startsWith("PORTCALL(2)"));
    }

    @Test
    void manSearchesNamesAndPurposes() {
        assertTrue(run("man -k checksum").out().contains("sha256sum (1)        - compute and check SHA-256 checksums\n"));
        assertTrue(run("man -k symbolic").out().contains("symlink (2)          - makes a symbolic link\n"));
        assertEquals("ls (1)               - list directory contents\n", run("man -f ls").out());
        assertEquals(new Result(16, "", "man: zzzz: nothing appropriate\n"), run("man -k zzzz"));
    }

    @Test
    void helpListsEveryCommandOnceWithItsPurpose() {
        String text = run("help").out();
        for (String name : PROGRAMS.keySet()) {
            long lines = text.lines().filter(line -> line.startsWith("  " + name + " ") && line.length() > 14).count();
            assertEquals(1, lines, name);
        }
        assertTrue(text.startsWith("Files and directories\n  basename    show the last part of file names\n"), text);
        assertEquals(run("ls --help").out(), run("help ls").out());
        expectFailure("help nosuch", 1, "help: no help for 'nosuch'\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "@1700000000               | 2023-11-14 22:13:20",
        "2024-02-29                | 2024-02-29 00:00:00",
        "2024-02-29 12:34          | 2024-02-29 12:34:00",
        "2024-02-29T12:34:56Z      | 2024-02-29 12:34:56",
        "2024-02-29T12:34:56+02:00 | 2024-02-29 10:34:56",
        "2024-02-29 12:34:56 -0130 | 2024-02-29 14:04:56",
        "2024-02-29 12:34 UTC      | 2024-02-29 12:34:00",
        "now                       | 2026-03-01 12:00:00",
        "yesterday                 | 2026-02-28 12:00:00",
        "tomorrow                  | 2026-03-02 12:00:00",
        "@-1                       | 1969-12-31 23:59:59",
    })
    void dateUnderstands(String text, String expected) {
        io.now = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
        expect("date -u -d '" + text + "' '+%F %T'", expected + "\n");
    }

    @Test
    void dateShowsThePresentAndOtherZones() {
        io.now = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
        expect("date", "Sun Mar  1 12:00:00 UTC 2026\n");
        io.variables.put("TZ", "Europe/Berlin");
        expect("date '+%F %T %z'", "2026-03-01 13:00:00 +0100\n");
        expect("date -u +%H", "12\n");
        expect("date -d '2026-07-01 00:00' +%z", "+0200\n");
        write("f", "");
        run("touch -d 2020-05-06T07:08:09Z f");
        io.now = 0;
        expect("date -ur f +%F", "2020-05-06\n");
        expectFailure("date -d nonsense", 1, "date: invalid date 'nonsense'\n");
        expectFailure("date 0101", 1, "date: invalid date '0101': the clock cannot be set, and a format begins with +\n");
        expectFailure("date -Ifoo", 2, "date: invalid precision 'foo': use date, hours, minutes, seconds or ns\n");
    }

    @Test
    void calendarArithmeticEqualsTheClassLibrarys() {
        java.util.Random random = new java.util.Random(5);
        for (int i = 0; i < 2000; i++) {
            long second = random.nextLong(-60_000_000_000L, 250_000_000_000L);
            java.time.ZonedDateTime expected = Instant.ofEpochSecond(second).atZone(java.time.ZoneOffset.UTC);
            LocalTime time = LocalTime.utc(second);
            String actual = time.year() + "-" + time.month() + "-" + time.day() + " " + time.hour() + ":" + time.minute() + ":"
                    + time.second();
            assertEquals(expected.getYear() + "-" + expected.getMonthValue() + "-" + expected.getDayOfMonth() + " "
                    + expected.getHour()
                    + ":" + expected.getMinute() + ":" + expected.getSecond(), actual);
        }
    }

    @Test
    void smallSystemCommandsAnswer() {
        expect("whoami", "root\n");
        expect("id", "uid=0(root) gid=0(root) groups=0(root)\n");
        expect("id -un", "root\n");
        expect("id -g", "0\n");
        expectFailure("id nobody", 1, "id: 'nobody': no such user\n");
        expect("nproc", Runtime.getRuntime().availableProcessors() + "\n");
        expect("nproc --ignore=1000", "1\n");
        expect("clear", "\u001b[H\u001b[2J\u001b[3J");
        assertEquals(new Result(1, "", ""), run("false --anything"));
        expect("true --anything", "");
    }

    @Test
    void whichSearchesThePath() throws IOException {
        write("b1/tool", "");
        write("b2/tool", "").toFile().setExecutable(true);
        io.variables.put("PATH", "b1:b2");
        expect("which tool", "b2/tool\n");
        expect("which ./b2/tool", "./b2/tool\n");
        assertEquals(new Result(1, "", ""), run("which nosuch"));
        directory.resolve("b1/tool").toFile().setExecutable(true);
        expect("which -a tool", "b1/tool\nb2/tool\n");
    }

    // ------------------------------------------------------------------ java

    private static void compile(Path target, String name, String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        assertTrue(compiler.getTask(null, null, null, List.of("-d", target.toString(), "-cp", target.toString()), null,
                List.of(file)).call(), "compiles");
    }

    private void compile(String name, String body) {
        compile(directory, name, "public class " + name + " { " + body + " }");
    }

    private Throwable thrown;

    /** Runs java with a command line, and then the program it found; returns what both wrote. */
    private Result java(String line) {
        Java java = new Java();
        TestIo used = io;
        List<String> words = words(line);
        int status = java.execute(used, words.toArray(new String[0]));
        io = new TestIo(directory);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrintStream before = System.out;
        thrown = null;
        try {
            System.setOut(new PrintStream(text, true, StandardCharsets.UTF_8));
            Method launch = Java.class.getDeclaredMethod("launch");
            launch.setAccessible(true);
            launch.invoke(java);
        } catch (java.lang.reflect.InvocationTargetException e) {
            thrown = e.getCause();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        } finally {
            System.setOut(before);
        }
        return new Result(status, used.outText() + text.toString(StandardCharsets.UTF_8), used.errText());
    }

    @Test
    void javaRunsMainMethodsOfAllForms() {
        compile("Classic", "public static void main(String[] a) { System.out.println(String.join(\"+\", a)); }");
        compile("Instance", "void main() { System.out.println(\"instance\"); }");
        compile("Both", "static void main() { System.out.println(\"no\"); }"
                + " void main(String[] a) { System.out.println(a.length); }");
        compile("Inherited", "static class Sub extends Classic { }");
        assertEquals(new Result(0, "a+b c\n", ""), java("-ea -Xmx1g Classic a 'b c'"));
        assertEquals(new Result(0, "-jar\n", ""), java("-cp . Classic -jar"));
        assertEquals(new Result(0, "instance\n", ""), java("-classpath nosuch:. Instance"));
        assertEquals(new Result(0, "2\n", ""), java("Both x y"));
        assertEquals(new Result(0, "x\n", ""), java("Inherited$Sub x"));
        assertEquals(new Result(0, "z\n", ""), java("Classic.class z"));
    }

    @Test
    void javaSetsSystemProperties() {
        compile("Props", "public static void main(String[] a) { System.out.println(System.getProperty(\"sluice.test.key\")); }");
        try {
            assertEquals(new Result(0, "a=b\n", ""), java("-Dsluice.test.key=a=b Props"));
        } finally {
            System.clearProperty("sluice.test.key");
        }
    }

    @Test
    void javaLetsExceptionsOfMainThrough() {
        compile("Fails", "public static void main(String[] a) {"
                + " try { deep(); } catch (Exception e) { throw new IllegalStateException(\"top\", e); } }"
                + " static void deep() throws Exception { throw new java.io.IOException(\"cause\"); }");
        Result result = java("Fails");
        assertEquals(0, result.status());
        assertEquals("top", thrown.getMessage());
        // that traces end with main is the class library's doing
        assertEquals("Fails.main", frames(thrown).getFirst());
        assertEquals(List.of("Fails.deep", "Fails.main"), frames(thrown.getCause()).subList(0, 2));
    }

    private static List<String> frames(Throwable t) {
        List<String> frames = new ArrayList<>();
        for (StackTraceElement frame : t.getStackTrace()) {
            frames.add(frame.getClassName() + "." + frame.getMethodName());
        }
        return frames;
    }

    @Test
    void javaReportsWhatItCannotRunAsUsersKnowIt() throws IOException {
        compile("NoMain", "int x;");
        compile("Future", "public static void main(String[] a) { }");
        byte[] code = Files.readAllBytes(directory.resolve("Future.class"));
        code[7] = 99;
        Files.write(directory.resolve("Future.class"), code);
        assertEquals(new Result(1, "",
                "Error: Could not find or load main class a.B\nCaused by: java.lang.ClassNotFoundException: a.B\n"),
                java("a.B"));
        assertTrue(java("NoMain").err().startsWith(
                "Error: Main method not found in class NoMain, please define the main method as:\n"));
        Result future = java("Future");
        assertEquals(1, future.status());
        assertEquals(1, future.err().lines().count(), future.err());
        assertTrue(future.err().startsWith("Error: Future is compiled for a newer Java than this system runs: "), future.err());
        assertEquals(new Result(1, "", "Error: this system has no compiler; compile X.java elsewhere and run the class\n"),
                java("X.java"));
        assertEquals(2, java("-foo X").status());
        assertEquals(2, java("").status());
        assertEquals("java: -cp requires class path specification\nTry 'java --help'\n", java("-cp").err());
    }

    private void jar(String name, String mainClass, String classPath, String... entries) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (mainClass != null) {
            manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
        }
        if (classPath != null) {
            manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        }
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(directory.resolve(name)), manifest)) {
            for (String entry : entries) {
                out.putNextEntry(new JarEntry(entry));
                out.write(Files.readAllBytes(directory.resolve(entry)));
                Files.delete(directory.resolve(entry));
            }
        }
    }

    @Test
    void javaRunsJarsAndTheJarsTheyName() throws IOException {
        compile("Lib", "public static String text() { return \"from lib\"; }");
        compile(directory, "App", "public class App { public static void main(String[] a) throws Exception {"
                + " System.out.println(\"\" + Class.forName(\"Lib\").getMethod(\"text\").invoke(null) + a.length); } }");
        jar("lib.jar", null, null, "Lib.class");
        jar("app.jar", "App", "lib.jar missing.jar", "App.class");
        assertEquals(new Result(0, "from lib2\n", ""), java("-jar app.jar x y"));
        assertEquals(new Result(0, "from lib0\n", ""), java("-cp lib.jar:app.jar App"));
        assertEquals(new Result(0, "from lib0\n", ""), java("-cp * App"));
        assertEquals(new Result(1, "", "no main manifest attribute, in lib.jar\n"), java("-jar lib.jar"));
        assertEquals(new Result(1, "", "Error: Unable to access jarfile nosuch.jar\n"), java("-jar nosuch.jar"));
        write("bad.jar", "no zip at all");
        assertTrue(java("-jar bad.jar").err().startsWith("Error: Invalid or corrupt jarfile bad.jar"));
    }

    @Test
    void javaShowsItsVersion() {
        Result result = java("-version");
        assertEquals(0, result.status());
        assertTrue(result.err().startsWith("java " + System.getProperty("java.version") + "\n"), result.err());
        assertTrue(java("--version").out().startsWith("java "));
        assertFalse(java("--help").out().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Hello     |          | 'Hello, world!'",
        "Hello     | you all  | 'Hello, you all!'",
        "Primes    | 20       | '8 primes below 20, the last ones: 2 3 5 7 11 13 17 19'",
        "WordCount | words.txt | '      3 the'",
        "Life      | 4        | 'generation 0'",
    })
    void examplesCompileAndRun(String name, String arguments, String firstLine) throws IOException {
        write("words.txt", "The cat, the dog and the bird; a cat\n");
        try (var in = SystemCommandsTest.class.getResourceAsStream("/examples/" + name + ".java")) {
            compile(directory, name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        String given = arguments == null ? "" : arguments.replace("words.txt", directory.resolve("words.txt").toString());
        Result result = java(name + " " + given);
        assertEquals(0, result.status(), result.err());
        assertEquals(firstLine, result.out().lines().findFirst().orElseThrow());
    }
}

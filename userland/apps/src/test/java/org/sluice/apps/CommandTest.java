package org.sluice.apps;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs commands inside the test, by command lines as a shell would take them. */
public abstract class CommandTest {
    /** Commands of the jar by name, with their main classes. */
    protected static final Map<String, String> PROGRAMS = programs();

    @TempDir
    protected Path directory;
    protected TestIo io;

    /** What a command did. */
    protected record Result(int status, String out, String err) {
    }

    private static Map<String, String> programs() {
        Map<String, String> programs = new LinkedHashMap<>();
        try (InputStream in = CommandTest.class.getResourceAsStream("/programs.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                programs.put(line.split(" ")[0], line.split(" ")[1]);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return programs;
    }

    @BeforeEach
    void fresh() {
        io = new TestIo(directory);
    }

    protected static Command command(String name) {
        try {
            return (Command) Class.forName(PROGRAMS.get(name)).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(name, e);
        }
    }

    /** Runs a command line: words separated by spaces, quotes and backslashes as in a shell; nothing else is special. */
    protected Result run(String line) {
        return run(line, "");
    }

    protected Result run(String line, String input) {
        return run(line, input.getBytes(StandardCharsets.UTF_8));
    }

    protected Result run(String line, byte[] input) {
        List<String> words = words(line);
        return runWords(words.get(0), input, words.subList(1, words.size()).toArray(new String[0]));
    }

    /** Runs a command in the surroundings of {@link #io}, which the next run will find renewed but for their settings. */
    protected Result runWords(String name, byte[] input, String... args) {
        TestIo used = io;
        used.input(input);
        int status = command(name).execute(used, args);
        io = new TestIo(directory);
        io.variables.clear();
        io.variables.putAll(used.variables);
        io.terminals.addAll(used.terminals);
        io.proc = used.proc;
        io.now = used.now;
        last = used;
        return new Result(status, used.outText(), used.errText());
    }

    /** The surroundings of the last run. */
    protected TestIo last;

    /** Checks that a command succeeds with this output. */
    protected void expect(String line, String input, String output) {
        assertEquals(new Result(0, output, ""), run(line, input), line);
    }

    protected void expect(String line, String output) {
        expect(line, "", output);
    }

    /** Checks that a command fails with this status and a message that begins so. */
    protected void expectFailure(String line, int status, String message) {
        Result result = run(line);
        String start = result.err().substring(0, Math.min(message.length(), result.err().length()));
        assertEquals(message, start, line + " said: " + result.err());
        assertEquals(status, result.status(), line);
    }

    protected Path write(String name, String text) {
        return write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    protected Path write(String name, byte[] bytes) {
        try {
            Path path = directory.resolve(name);
            Files.createDirectories(path.getParent());
            return Files.write(path, bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    protected String read(String name) {
        try {
            return Files.readString(directory.resolve(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    protected static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = null;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == ' ') {
                if (word != null) {
                    words.add(word.toString());
                }
                word = null;
                continue;
            }
            word = word == null ? new StringBuilder() : word;
            if (c == '\'' || c == '"') {
                int end = line.indexOf(c, i + 1);
                word.append(line, i + 1, end);
                i = end;
            } else if (c == '\\') {
                word.append(line.charAt(++i));
            } else {
                word.append(c);
            }
        }
        if (word != null) {
            words.add(word.toString());
        }
        return words;
    }
}

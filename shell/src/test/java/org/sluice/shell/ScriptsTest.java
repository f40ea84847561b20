package org.sluice.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.sluice.shell.fake.ShellRun;

/** Runs the scripts of {@code scripts.txt}, each on a machine of its own. */
@Timeout(300)
class ScriptsTest {
    @TestFactory
    List<DynamicTest> scriptDoesWhatTheTableSays() throws IOException {
        String table;
        try (InputStream in = ScriptsTest.class.getResourceAsStream("scripts.txt")) {
            table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<DynamicTest> tests = new ArrayList<>();
        String[] lines = table.split("\n");
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].startsWith("# ")) {
                String shown = lines[i].substring(2);
                String out = plain(lines[i + 1].substring(2));
                int status = Integer.parseInt(lines[i + 2].substring(2));
                String err = plain(lines[i + 3].substring(2));
                tests.add(DynamicTest.dynamicTest(shown, () -> check(shown.replace("\u23ce", "\n"), out, status, err)));
            }
        }
        assertTrue(tests.size() > 250, "the table was read in part only");
        return tests;
    }

    private static void check(String script, String out, int status, String err) {
        ShellRun run = new ShellRun().run("-c", script);
        assertEquals(out, run.out());
        assertEquals(err, run.err());
        assertEquals(status, run.status());
        int standard = (run.process.calls().close(0) == 0 ? 1 : 0) + (run.process.calls().close(1) == 0 ? 1 : 0)
            + (run.process.calls().close(2) == 0 ? 1 : 0);
        if (!script.contains("exec ") && !script.contains("yes")) {
            assertEquals(3, standard);
            assertEquals(0, run.process.openHandles(), "handles left open");
        }
    }

    private static String plain(String escaped) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c == '\\') {
                c = escaped.charAt(++i);
                c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
            }
            text.append(c);
        }
        return text.toString();
    }
}

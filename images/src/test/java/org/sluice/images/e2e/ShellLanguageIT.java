package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Does the shell speak the language other shells speak? Every script of {@code shell-language/corpus.txt} is run by a shell of
 * its own, all in one boot, and must print and end as recorded. The record was made by two shells of another system; where
 * those two differ, which is in exit statuses POSIX leaves open, it holds what one of them does.
 */
class ShellLanguageIT {
    private static final String NAME = "=== ";
    private static final String STATUS = "--- ";
    /** Fewer would mean that the corpus was read in part. */
    private static final int LEAST_SCRIPTS = 180;
    private static final String RUN_ALL = """
        for script in /mnt/corpus/*.sh; do
            mkdir /tmp/work; cd /tmp/work
            sh $script > ${script%.sh}.out 2> ${script%.sh}.err < /dev/null
            echo $? > ${script%.sh}.status
            cd /; rm -rf /tmp/work
        done
        """;

    /** A script, what it prints and its exit status. */
    private record Case(String name, String script, String output, int status) {
        static List<Case> all() throws IOException {
            String corpus;
            try (var in = ShellLanguageIT.class.getResourceAsStream("/shell-language/corpus.txt")) {
                corpus = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            List<Case> cases = new ArrayList<>();
            for (String part : corpus.substring(NAME.length(), corpus.length() - 1).split("\n" + NAME)) {
                int begin = part.indexOf('\n') + 1;
                int end = part.indexOf("\n" + STATUS) + 1;
                int output = part.indexOf('\n', end) + 1;
                cases.add(new Case(part.substring(0, begin - 1), part.substring(begin, end),
                    output == 0 ? "" : part.substring(output) + "\n",
                    Integer.parseInt(part.substring(end + STATUS.length(), output == 0 ? part.length() : output - 1))));
            }
            return cases;
        }
    }

    @TestFactory
    Stream<DynamicTest> scriptsDoAsInOtherShells() throws IOException {
        List<Case> cases = Case.all();
        assertTrue(cases.size() >= LEAST_SCRIPTS, cases.size() + " scripts");
        Path folder = Sluice.workFolder().resolve("corpus");
        Files.createDirectories(folder);
        for (Case c : cases) {
            Files.writeString(folder.resolve(c.name() + ".sh"), c.script());
            Files.deleteIfExists(folder.resolve(c.name() + ".status"));
        }
        Outcome outcome = Sluice.boot(RUN_ALL, "--share", folder + "=/mnt/corpus:rw");
        assertEquals(new Outcome(0, new byte[0], new byte[0]).toString(), outcome.toString());
        return cases.stream().map(c -> DynamicTest.dynamicTest(c.name(), () -> check(c, folder)));
    }

    private static void check(Case c, Path folder) throws IOException {
        String errors = Files.readString(folder.resolve(c.name() + ".err"));
        assertEquals(c.output(), Files.readString(folder.resolve(c.name() + ".out")), () -> "standard error: " + errors);
        assertEquals(c.status() + "\n", Files.readString(folder.resolve(c.name() + ".status")), () -> "standard error: " + errors);
    }
}

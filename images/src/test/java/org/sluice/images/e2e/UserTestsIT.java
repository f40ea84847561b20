package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What does the kernel answer to the questions that {@code usertests} asks it, on one processor and on two? */
class UserTestsIT {
    private static final int LEAST_TESTS = 40;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void everyAnswerIsYes(int processors) {
        Outcome outcome = Sluice.boot("usertests", "--smp", Integer.toString(processors));
        List<String> lines = outcome.output().lines().toList();
        assertEquals(0, outcome.status(), outcome::toString);
        assertTrue(lines.getLast().matches("\\d+ passed, 0 failed"), outcome::toString);
        assertTrue(lines.size() > LEAST_TESTS, outcome::toString);
        assertEquals(List.of(), lines.subList(0, lines.size() - 1).stream().filter(line -> !line.endsWith(" yes")).toList());
    }

    @Test
    void aTestThatDoesNotExistIsAWrongCommandLine() {
        Outcome outcome = Sluice.boot("usertests nonsense; echo $?; usertests -l ranges");
        assertEquals("2\nranges: is a range outside its buffer an EFAULT, whatever the numbers?\n", outcome.output());
        assertTrue(outcome.errors().contains("no test 'nonsense'"), outcome::toString);
    }
}

package org.sluice.apps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    /** Options as {@code name=value} and then the operands in brackets. */
    private static String parse(String specification, String line) {
        Options options = new Options(specification, line.isEmpty() ? new String[0] : line.split(" "));
        StringBuilder text = new StringBuilder();
        while (options.next()) {
            text.append(options.name()).append(options.value() == null ? "" : "=" + options.value()).append(' ');
        }
        return text + java.util.Arrays.toString(options.operands());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a b n/lines:     | -ab x -n 5 y          | a b n=5 [x, y]",
        "a n/lines:       | -an5 x                | a n=5 [x]",
        "n/lines:         | --lines=7 --lines 8   | n=7 n=8 []",
        "n/lines: a/all   | --li=7 --al           | n=7 a []",
        "a                | -a -- -a -b           | a [-a, -b]",
        "a                | - x -a                | a [-, x]",
        "+ a              | -a cmd -a             | a [cmd, -a]",
        "n: #             | -20 x                 | #=20 [x]",
        "#operand s:      | -5 -s , -1.5          | s=, [-5, -1.5]",
        "color? a         | --color --color=auto  | color color=auto []",
        "output-delimiter: d: | --output-delimiter=, -d: | output-delimiter=, d=: []",
    })
    void understandsWhatGetoptDoes(String specification, String line, String expected) {
        assertEquals(expected, parse(specification, line));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a        | -ax          | unknown option -- 'x'",
        "a/all    | --alx        | unknown option '--alx'",
        "n/lines: | -n           | option requires an argument -- 'n'",
        "n/lines: | --lines      | option '--lines' requires an argument",
        "a/all    | --all=1      | option '--all' takes no value",
        "all ally | --al         | option '--al' is ambiguous: '--all' or '--ally'",
    })
    void refusesWithAClearLine(String specification, String line, String message) {
        Failure.Usage failure = assertThrows(Failure.Usage.class, () -> parse(specification, line));
        assertEquals(message, failure.getMessage());
        assertEquals(2, failure.status());
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1023,1023", "1024,1.0K", "1536,1.5K", "10240,10K", "10241,11K", "1048575,1.0M", "1048576,1.0M",
            "999424,976K",
        "10188,10K", "1073741824,1.0G"})
    void humanSizesRoundUpAsLsDoes(long bytes, String text) {
        assertEquals(text, Numbers.human(bytes));
    }

    @ParameterizedTest
    @CsvSource({"12,12", "2K,2048", "2kB,2000", "1MiB,1048576", "3b,1536", "-5,-5", "+7,7"})
    void sizesMayHaveUnits(String text, long bytes) {
        assertEquals(bytes, Numbers.size(text, "size"));
    }

    @ParameterizedTest
    @CsvSource({"x", "1Q", "9999999999G", "1KK"})
    void wrongSizesAreRefused(String text) {
        assertThrows(Failure.Usage.class, () -> Numbers.size(text, "size"));
    }
}

package org.sluice.shell.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternTest {
    @ParameterizedTest
    @CsvSource(delimiter = ' ', quoteCharacter = '"', value = {
        "* anything true", "a* abc true", "a* bac false", "*c abc true", "a*c abbbc true", "a*c abd false", "? x true",
        "? xy false",
        "a?c abc true", "[abc] b true", "[abc] d false", "[!abc] d true", "[^abc] a false", "[a-c] b true", "[a-c]x bx true",
        "[]] ] true", "[]a] a true", "[!]] ] false", "[a-] - true", "[-a] - true", "[ [ true", "[ab [ab true", "a[ a[ true",
        "\\* * true", "\\* x false", "[\\]] ] true", "[[:digit:]] 7 true", "[[:digit:]] x false", "[[:alpha:]_]* _x1 true",
        "[![:space:]] x true", "*a*b*c* xaybzc true", "*a*b*c* xaybz false", "**x x true", "a** a true",
        "*.tar.gz x.tar.gz true"})
    void matches(String pattern, String text, boolean expected) {
        assertEquals(expected, Pattern.matches(pattern, text));
    }

    @Test
    void escapedTextMatchesItselfOnly() {
        String text = "a*b?[c]-!^\\d";
        assertTrue(Pattern.matches(Pattern.escape(text), text));
        assertFalse(Pattern.matches(Pattern.escape("a*b"), "axb"));
        assertEquals(text, Pattern.unescape(Pattern.escape(text)));
    }

    @Test
    @Timeout(20)
    void manyStarsDoNotExplode() {
        assertFalse(Pattern.matches("*a".repeat(50) + "b", "a".repeat(5000)));
    }
}

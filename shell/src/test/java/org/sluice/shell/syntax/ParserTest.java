package org.sluice.shell.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParserTest {
    private static String parse(String text) {
        Parser parser = new Parser(text);
        List<String> lines = new ArrayList<>();
        for (Ast.Sequence line = parser.next(); line != null; line = parser.next()) {
            lines.add(AstText.of(line));
        }
        return String.join(" / ", lines);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '~', value = {
        "a b c => <a b c>",
        "a;b&c => <a> ; <b> & ; <c>",
        "a&&b||c => <a> && <b> || <c>",
        "a|b|c => <a> | <b> | <c>",
        "! a | b => ! <a> | <b>",
        "'x y'\"z\"w => <'x y'\"z\"w>",
        "\\a\\ b => <'a'' 'b>",
        "$x${y}$1$@ => <${x}${y}${1}${@}>",
        "${x:-a b} ${x+c} => <${x :DEFAULT a b} ${x ALTERNATE c}>",
        "${#x} ${#} ${x##p} ${x%%q} => <${x LENGTH } ${#} ${x CUT_LONGEST_PREFIX p} ${x CUT_LONGEST_SUFFIX q}>",
        "$(a;b) `c` => <$(<a> ; <b>) $(<c>)>",
        "$((1+2)) $(( (1) )) => <$((\"1+2\")) $((\" (1) \"))>",
        "$((a) | b) => <$((<a>) | <b>)>",
        "A=1 B=$x cmd => <A:=1 B:=${x} cmd>",
        "A= => <A:= >",
        "a <in >out 2>>err => <a {0 READ in} {1 WRITE out} {2 APPEND err}>",
        "a 2>&1 <&- 3<>f <<<w => <a {2 DUPLICATE 1} {0 DUPLICATE -} {3 READ_WRITE f} {0 HERE_STRING w}>",
        "a2>f 2 >f => <a2 2 {1 WRITE f} {1 WRITE f}>",
        "{ a; b; } >f => {<a> ; <b>} {1 WRITE f}",
        "(a;b)|c => (<a> ; <b>) | <c>",
        "if a;then b;elif c;then d;else e;fi => if[<a>]then[<b>]if[<c>]then[<d>]else[<e>]",
        "while a;do b;done => while[<a>]do[<b>]",
        "until a;do b;done => until[<a>]do[<b>]",
        "for x in 1 2;do a;done => for(x in 1 2)do[<a>]",
        "for x;do a;done => for(x)do[<a>]",
        "case $x in a|b)c;;(d)e;;esac => case(${x})[a b:<c>][d:<e>]",
        "f(){ a; } => f(){<a>}",
        "echo if then fi => <echo if then fi>",
        "a # comment => <a>",
        "a#b => <a#b>",
        "$'\\t\\x41\\'' => <'\tA''>",
    })
    void parsesToTree(String text, String tree) {
        assertEquals(tree, parse(text));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '~', value = {
        "; => line 1: syntax error near unexpected token ';'",
        "a ;; b => line 1: syntax error near unexpected token ';;'",
        "a | | b => line 1: syntax error near unexpected token '|'",
        "if a; fi => line 1: syntax error near unexpected token 'fi'",
        "then => line 1: syntax error near unexpected token 'then'",
        "( ) => line 1: syntax error near unexpected token ')'",
        "a > > b => line 1: syntax error near unexpected token '>'",
        "for 1 in a; do b; done => line 1: syntax error near unexpected token '1'",
        "a ( b => line 1: syntax error near unexpected token 'b'",
        "${x!} => line 1: syntax error: bad substitution",
    })
    void refusesWithOneLine(String text, String message) {
        SyntaxException e = assertThrows(SyntaxException.class, () -> parse(text));
        assertEquals(message, e.getMessage());
        assertFalse(e.incomplete());
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '~', value = {
        "if a => x", "a && => x", "a | => x", "'a => x", "\"a => x", "$(a => x", "`a => x", "${a:-b => x", "$((1 => x",
        "{ a; => x",
        "( a => x", "for x in a => x", "case a in => x", "while a; do b => x", "f() => x", "a; if b; then => x"})
    void knowsThatMoreIsNeeded(String text, String unused) {
        assertTrue(assertThrows(SyntaxException.class, () -> parse(text + "\n")).incomplete());
    }

    @Test
    void givesOneLineAtATime() {
        Parser parser = new Parser("a\n\n# nothing\nb; c\n");
        assertEquals("<a>", AstText.of(parser.next()));
        assertEquals("<b> ; <c>", AstText.of(parser.next()));
        assertNull(parser.next());
    }

    @Test
    void asksForTextOnlyAsNeeded() {
        List<String> asked = new ArrayList<>(List.of("if a\n", "then b\n", "fi\n", "next\n"));
        Parser parser = new Parser(() -> asked.isEmpty() ? null : asked.remove(0));
        assertEquals("if[<a>]then[<b>]", AstText.of(parser.next()));
        assertEquals(List.of("next\n"), asked);
    }

    @Test
    void hereDocumentsStandAfterTheLine() {
        assertEquals("<a {0 HERE_DOCUMENT \"x ${y}\n\"}> | <b {0 HERE_DOCUMENT 'raw $y\n'}> / <c>",
            parse("a <<E | b <<'F'\nx $y\nE\nraw $y\nF\nc\n"));
        Parser cut = new Parser("a <<E\nno end");
        cut.next();
        assertTrue(cut.hereDocumentCut());
    }

    @Test
    void goesOnBehindAnError() {
        Parser parser = new Parser("a\nb ) c\nd\n");
        parser.next();
        assertThrows(SyntaxException.class, parser::next);
        parser.skipLine();
        assertEquals("<d>", AstText.of(parser.next()));
    }

    @Test
    void aliasesReplaceCommandNamesOnce() {
        Source source = new Source() {
            private String text = "ll a; ls; echo ll\n";

            @Override
            public String more() {
                String t = text;
                text = null;
                return t;
            }

            @Override
            public String alias(String name) {
                return name.equals("ll") ? "ls -l" : name.equals("ls") ? "ls --color" : null;
            }
        };
        assertEquals("<ls --color -l a> ; <ls --color> ; <echo ll>", AstText.of(new Parser(source).next()));
    }

    @Test
    void itemsRememberHowTheyWereWritten() {
        Ast.Sequence line = new Parser("  sleep 5  |  cat & echo x\n").next();
        assertEquals("sleep 5  |  cat", line.items().get(0).text());
        assertEquals("echo x", line.items().get(1).text());
    }

    @Test
    void refusesEndlessNesting() {
        assertThrows(SyntaxException.class, () -> parse("(".repeat(100_000)));
        assertThrows(SyntaxException.class, () -> parse("$(".repeat(100_000)));
        assertThrows(SyntaxException.class, () -> parse("${x:-".repeat(100_000)));
        assertThrows(SyntaxException.class, () -> parse("if ".repeat(100_000)));
    }

    @Test
    @Timeout(120)
    void anyTokensGiveATreeOrASyntaxError() {
        String[] tokens = {"a", "b=1", "$x", "${y:-", "}", "$(", ")", "(", "`", "'", "\"", "\\", "\n", ";", ";;", "&", "&&", "|",
            "||", "<", ">", "<<E", "E", "<<-", "2>", ">&", "1", "if", "then", "else", "elif", "fi", "while", "until", "do",
            "done",
            "for", "in", "case", "esac", "{", "}", "!", "f()", "$((", "))", "#", "*", "~", "[", "]", "$'", "\t", "\u00e9",
            "%", "+"};
        Random random = new Random(20250101);
        int trees = 0;
        for (int n = 0; n < 60_000; n++) {
            StringBuilder text = new StringBuilder();
            int length = 1 + random.nextInt(14);
            for (int i = 0; i < length; i++) {
                text.append(tokens[random.nextInt(tokens.length)]).append(random.nextInt(3) == 0 ? "" : " ");
            }
            try {
                parse(text.toString());
                trees++;
            } catch (SyntaxException e) {
                assertTrue(e.getMessage().startsWith("line "), text.toString());
            } catch (RuntimeException e) {
                throw new AssertionError(text.toString(), e);
            }
        }
        assertTrue(trees > 100, "hardly any input was a program");
    }
}

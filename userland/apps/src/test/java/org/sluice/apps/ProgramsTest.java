package org.sluice.apps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every command: a main class, a manual page, {@code --help}, and an answer to unknown options. */
class ProgramsTest extends CommandTest {
    /** Commands for which POSIX or their nature makes an unknown option an operand, an expression or part of a command. */
    private static final Set<String> NO_UNKNOWN_OPTIONS = Set.of("echo", "true", "false", "printf", "expr", "test", "[");

    static Stream<String> names() {
        return PROGRAMS.keySet().stream();
    }

    @Test
    void allCommandsAreListed() {
        String expected = "[ areas arp atm base64 basename cat chmod clear cmp cp curl cut date df diff dig dirname dmesg du echo env expr "
                + "false find free grep gunzip gzip head help hexdump host hostname httpd id ifconfig ip java kill leaks less ln ls "
                + "man md5sum memory-map mkdir mktemp more mount mv nc netstat nettest nl nproc od ping pmap printf ps pwd readlink "
                + "rev rm rmdir sed seq services sha256sum sleep sort ss stacks stat strace sync sysctl tac tail tcpdump tee telnet test "
                + "tftp tftpd time top touch tr traceroute true uname uniq uptime usertests vmstat wc wget which whoami xargs yes "
                + "zcat";
        assertEquals(expected, String.join(" ", PROGRAMS.keySet()));
    }

    @ParameterizedTest
    @MethodSource("names")
    void mainClassHasPublicMain(String name) throws ReflectiveOperationException {
        Method main = Class.forName(PROGRAMS.get(name)).getMethod("main", String[].class);
        assertTrue(Modifier.isStatic(main.getModifiers()));
        assertEquals(name, command(name).name());
    }

    @ParameterizedTest
    @MethodSource("names")
    void manualPageHasAllSectionsWithin78Columns(String name) throws IOException {
        ManualPage page = ManualPage.find(new TestIo(directory), name);
        assertNotNull(page, "no page");
        for (String section : "NAME,SYNOPSIS,DESCRIPTION,OPTIONS,EXIT STATUS,EXAMPLES".split(",")) {
            assertFalse(page.section(section).isEmpty(), section);
        }
        assertTrue(page.section("NAME").get(0).startsWith("       " + name + " - "), "NAME line");
        page.text().lines().forEach(line -> assertTrue(line.length() <= 78, line));
    }

    @ParameterizedTest
    @MethodSource("names")
    void helpShowsUsageAndSucceeds(String name) {
        Result result = runWords(name, new byte[0], "--help");
        assertEquals(0, result.status());
        assertEquals("", result.err());
        assertTrue(result.out().startsWith("Usage: " + name), result.out());
        assertTrue(result.out().contains("--help"), "the options are shown");
    }

    @ParameterizedTest
    @MethodSource("names")
    void unknownOptionIsRefusedWithStatusTwo(String name) {
        if (NO_UNKNOWN_OPTIONS.contains(name)) {
            return;
        }
        Result result = runWords(name, new byte[0], "-@");
        assertEquals(2, result.status());
        assertEquals("", result.out());
        boolean own = name.equals("find") || name.equals("java");
        if (!own) {
            assertEquals(name + ": unknown option -- '@'\nTry '" + name + " --help'\n", result.err());
        }
        Result longForm = runWords(name, new byte[0], "--no-such-option");
        assertEquals(2, longForm.status());
        assertTrue(longForm.err().contains("--no-such-option"), longForm.err());
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyOptionOfThePageIsAccepted(String name) throws IOException {
        if (NO_UNKNOWN_OPTIONS.contains(name) || name.equals("find") || name.equals("java")) {
            return;
        }
        for (String line : ManualPage.find(new TestIo(directory), name).section("OPTIONS")) {
            if (!line.startsWith("       -")) {
                continue;
            }
            String named = line.trim().split("  ")[0];
            for (String option : named.split(", ")) {
                String bare = option.replaceAll("[=\\[ ].*", "");
                if (bare.equals("--help") || bare.equals("-N") && !name.equals("gzip") || bare.equals("+N")) {
                    continue;
                }
                TestIo quiet = new TestIo(directory);
                quiet.answer("ttySize", args -> -1);
                // a word that no option takes for itself: what matters is that the option before is known
                boolean valued = named.contains("=") || named.matches(".* [A-Z]+.*");
                String[] args = valued ? new String[] {bare, "1", "--no-such-option"} : new String[] {bare, "--no-such-option"};
                command(name).execute(quiet, args);
                assertFalse(quiet.errText().contains("unknown option -- '" + bare.charAt(1) + "'"), option + ": "
                        + quiet.errText());
                assertFalse(bare.startsWith("--") && quiet.errText().contains("unknown option '" + bare + "'"), option + ": "
                        + quiet.errText());
            }
        }
    }
}

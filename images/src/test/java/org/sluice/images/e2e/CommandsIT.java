package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Is every command there that the system promises, and can it take what real data does to it? */
class CommandsIT {
    private static final String COMMANDS = "ls cat cp mv rm mkdir rmdir touch echo printf head tail wc grep sort uniq cut tr find xargs "
        + "tee seq sleep date env pwd true false test expr sha256sum hexdump cmp diff gzip gunzip ps top kill free uptime dmesg uname "
        + "id strace time man help clear java";

    /** One line for each command: its name, the status of {@code --help} and of {@code man}, and what they said of it. */
    private static final String ASK = """
        for c in %s; do
            /bin/$c --help > /tmp/help 2> /tmp/error; help=$?
            man $c > /tmp/page 2>> /tmp/error; page=$?
            case $(cat /tmp/help) in *[Uu]sage:*$c*) usage=usage;; *) usage=;; esac
            named=$(grep -c "^ *$c\\(, .*\\)* - " /tmp/page)
            echo "$c: help $help $usage, man $page named $named, errors $(wc -c < /tmp/error)"
        done
        """;

    @TestFactory
    Stream<DynamicTest> everyCommandHasHelpAndAPage() {
        Outcome outcome = Sluice.boot(ASK.formatted(COMMANDS));
        List<String> lines = outcome.output().lines().toList();
        assertEquals(COMMANDS.split(" ").length, lines.size(), outcome::toString);
        return Stream.of(COMMANDS.split(" ")).map(name -> DynamicTest.dynamicTest(name, () -> assertTrue(
            lines.contains(name + ": help 0 usage, man 0 named 1, errors 0"),
            () -> lines.stream().filter(line -> line.startsWith(name + ":")).toList().toString())));
    }

    @Test
    void bigInputsComeThroughWhole() throws NoSuchAlgorithmException {
        Outcome outcome = Sluice.boot("""
            head -c 100000000 /dev/zero | cat | wc -c
            head -c 20000000 /dev/zero | sha256sum
            seq 200000 -1 1 | sort -n | sha256sum
            """);
        String ascending = IntStream.rangeClosed(1, 200_000).mapToObj(i -> i + "\n").collect(Collectors.joining());
        assertEquals(List.of("100000000", sha256(new byte[20_000_000]) + "  -", sha256(ascending.getBytes(StandardCharsets.US_ASCII))
            + "  -"), outcome.output().lines().toList(), outcome::toString);
        assertEquals(0, outcome.status());
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}

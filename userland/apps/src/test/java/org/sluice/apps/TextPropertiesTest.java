package org.sluice.apps;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands against simple models, on seeded random input. */
class TextPropertiesTest extends CommandTest {
    private static String randomLines(Random random, int count, String alphabet, int longest) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            for (int n = random.nextInt(longest + 1); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static List<String> lines(String text) {
        return new ArrayList<>(List.of(text.split("\n", -1)).subList(0, (int) text.chars().filter(c -> c == '\n').count()));
    }

    private static String joined(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    @Test
    void sortEqualsAReferenceSort() {
        Random random = new Random(11);
        for (int round = 0; round < 30; round++) {
            String text = randomLines(random, random.nextInt(300), "abAB 1-.é", 6);
            List<String> expected = lines(text);
            Comparator<String> bytes = (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8),
                    b.getBytes(StandardCharsets.UTF_8));
            expected.sort(bytes);
            expect("sort", text, joined(expected));
            expected.sort(bytes.reversed());
            expect("sort -r", text, joined(expected));
            TreeSet<String> unique = new TreeSet<>(bytes);
            unique.addAll(expected);
            expect("sort -u", text, joined(new ArrayList<>(unique)));
        }
    }

    @Test
    void numericSortEqualsAReferenceSort() {
        Random random = new Random(12);
        for (int round = 0; round < 30; round++) {
            List<String> numbers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                numbers.add(BigDecimal.valueOf(random.nextInt(2000) - 1000, random.nextInt(3)).toPlainString());
            }
            String text = joined(numbers);
            numbers.sort(Comparator.<String, BigDecimal>comparing(BigDecimal::new).thenComparing(Comparator.naturalOrder()));
            expect("sort -n", text, joined(numbers));
        }
    }

    @Test
    void cutEqualsANaiveOne() {
        Random random = new Random(13);
        for (int round = 0; round < 100; round++) {
            String text = randomLines(random, 20, "ab:é", 12);
            int from = 1 + random.nextInt(4);
            int to = from + random.nextInt(3);
            List<String> fields = new ArrayList<>();
            List<String> characters = new ArrayList<>();
            for (String line : lines(text)) {
                String[] parts = line.split(":", -1);
                int end = Math.min(to, parts.length);
                fields.add(parts.length == 1 ? line : from > end ? ""
                        : String.join(":", Arrays.copyOfRange(parts, from - 1, end)));
                characters.add(line.substring(Math.min(from - 1, line.length()), Math.min(to, line.length())));
            }
            expect("cut -d: -f" + from + "-" + to, text, joined(fields));
            expect("cut -c" + from + "-" + to, text, joined(characters));
        }
    }

    @Test
    void trEqualsANaiveOne() {
        Random random = new Random(14);
        for (int round = 0; round < 100; round++) {
            String text = randomLines(random, 10, "abcdé", 20);
            String translated = text.replace('a', 'x').replace('b', 'y').replace('c', 'y');
            expect("tr abc xy", text, translated);
            expect("tr -d bd", text, text.replaceAll("[bd]", ""));
            expect("tr -s ab", text, text.replaceAll("(a)a+", "$1").replaceAll("(b)b+", "$1"));
            expect("tr é e", text, text.replace('é', 'e'));
            expect("tr -cd a\\\\n", text, text.replaceAll("[^a\n]", ""));
        }
    }

    @Test
    void headAndTailTogetherAreTheWhole() {
        Random random = new Random(15);
        for (int round = 0; round < 50; round++) {
            String text = randomLines(random, random.nextInt(30), "xyz", 8);
            int n = random.nextInt(35);
            String head = run("head -n " + n, text).out();
            assertEquals(text, head + run("tail -n +" + (n + 1), text).out());
            assertEquals(text, run("head -n -" + n, text).out() + run("tail -n " + n, text).out());
            assertEquals(text, run("head -c " + n, text).out() + run("tail -c +" + (n + 1), text).out());
            assertEquals(text, run("head -c -" + n, text).out() + run("tail -c " + n, text).out());
        }
    }

    /** Applies a difference in the normal form. */
    private static List<String> patchNormal(List<String> old, String diff) {
        List<String> result = new ArrayList<>();
        List<String> hunks = lines(diff);
        int at = 0;
        int i = 0;
        while (i < hunks.size()) {
            String head = hunks.get(i++);
            char kind = head.replaceAll("[0-9,]", "").charAt(0);
            String[] range = head.substring(0, head.indexOf(kind)).split(",");
            int from = Integer.parseInt(range[0]);
            int to = range.length > 1 ? Integer.parseInt(range[1]) : from;
            int start = kind == 'a' ? from : from - 1;
            while (at < start) {
                result.add(old.get(at++));
            }
            int removed = 0;
            while (i < hunks.size() && !Character.isDigit(hunks.get(i).charAt(0))) {
                String line = hunks.get(i++);
                if (line.startsWith("> ")) {
                    result.add(line.substring(2));
                } else if (line.startsWith("< ")) {
                    assertEquals(old.get(at++), line.substring(2));
                    removed++;
                }
            }
            assertEquals(kind == 'a' ? 0 : to - from + 1, removed, head);
        }
        while (at < old.size()) {
            result.add(old.get(at++));
        }
        return result;
    }

    /** Applies a difference in the unified form, checking its context and counts. */
    private static List<String> patchUnified(List<String> old, String diff) {
        List<String> result = new ArrayList<>();
        List<String> hunks = lines(diff);
        int at = 0;
        for (int i = 2; i < hunks.size(); i++) {
            String line = hunks.get(i);
            if (line.startsWith("@@")) {
                String[] range = line.split(" ")[1].substring(1).split(",");
                int count = range.length > 1 ? Integer.parseInt(range[1]) : 1;
                int start = Integer.parseInt(range[0]) - (count == 0 ? 0 : 1);
                while (at < start) {
                    result.add(old.get(at++));
                }
            } else if (line.startsWith("+")) {
                result.add(line.substring(1));
            } else {
                assertEquals(old.get(at++), line.substring(1));
                if (line.startsWith(" ")) {
                    result.add(line.substring(1));
                }
            }
        }
        while (at < old.size()) {
            result.add(old.get(at++));
        }
        return result;
    }

    private static int longestCommon(List<String> a, List<String> b) {
        int[][] best = new int[a.size() + 1][b.size() + 1];
        for (int i = a.size() - 1; i >= 0; i--) {
            for (int j = b.size() - 1; j >= 0; j--) {
                best[i][j] = a.get(i).equals(b.get(j)) ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
            }
        }
        return best[0][0];
    }

    @Test
    void diffAppliedToOneFileGivesTheOtherAndIsShortest() {
        Random random = new Random(16);
        for (int round = 0; round < 300; round++) {
            String a = randomLines(random, random.nextInt(30), "abc", 1);
            String b = round % 3 == 0 ? randomLines(random, random.nextInt(30), "abc", 1) : edited(a, random);
            write("a", a);
            write("b", b);
            Result normal = run("diff a b");
            assertEquals(a.equals(b) ? 0 : 1, normal.status());
            assertEquals(lines(b), patchNormal(lines(a), normal.out()), normal.out());
            for (int context = 0; context < 4; context++) {
                Result unified = run("diff -U " + context + " a b");
                assertEquals(lines(b), patchUnified(lines(a), unified.out()), unified.out());
            }
            long changed = normal.out().lines().filter(line -> line.startsWith("<") || line.startsWith(">")).count();
            assertEquals(lines(a).size() + lines(b).size() - 2L * longestCommon(lines(a), lines(b)), changed, "a shortest edit");
        }
    }

    private static String edited(String text, Random random) {
        List<String> lines = lines(text);
        for (int n = random.nextInt(4); n >= 0; n--) {
            if (!lines.isEmpty() && random.nextBoolean()) {
                lines.remove(random.nextInt(lines.size()));
            } else {
                lines.add(random.nextInt(lines.size() + 1), "new" + random.nextInt(3));
            }
        }
        return joined(lines);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 65_536, 300_000})
    void gunzipUndoesGzip(int size) throws java.io.IOException {
        byte[] data = new byte[size];
        Random random = new Random(size);
        for (int i = 0; i < size; i++) {
            data[i] = (byte) (random.nextInt(8) == 0 ? random.nextInt() : i / 100);
        }
        for (String level : List.of("-1", "-6", "--best")) {
            run("gzip -c " + level, data);
            byte[] packed = last.outBytes();
            assertArrayEquals(data, new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(packed)).readAllBytes());
            run("gunzip", packed);
            assertArrayEquals(data, last.outBytes());
            byte[] twice = Arrays.copyOf(packed, 2 * packed.length);
            System.arraycopy(packed, 0, twice, packed.length, packed.length);
            run("zcat", twice);
            assertEquals(2 * size, last.outBytes().length, "members follow each other");
        }
    }

    @Test
    void base64UndoesItself() {
        Random random = new Random(17);
        for (int round = 0; round < 100; round++) {
            byte[] data = new byte[random.nextInt(300)];
            random.nextBytes(data);
            String wrapped = run("base64 -w " + random.nextInt(80), data).out();
            assertEquals(java.util.Base64.getEncoder().encodeToString(data), wrapped.replace("\n", ""));
            run("base64 -d", wrapped);
            assertArrayEquals(data, last.outBytes());
        }
        Result wrong = run("base64 -d", "abc!");
        assertEquals(new Result(1, "", "base64: invalid input\n"), new Result(wrong.status(), "", wrong.err()));
        expect("base64 -di", "aG!Vs\nbG8=", "hello");
    }

    @Test
    void printfIntegersEqualThoseOfTheClassLibrary() {
        Random random = new Random(18);
        for (int round = 0; round < 300; round++) {
            long value = random.nextLong() >> random.nextInt(63);
            String flags = new String[] {"", "-", "+", " ", "0", "+0", "-+"}[random.nextInt(7)];
            String format = "%" + flags + (1 + random.nextInt(24)) + "d";
            expect("printf '" + format + "|' " + value, String.format(format + "|", value));
            expect("printf %x,%o " + value + " " + value, Long.toHexString(value) + "," + Long.toOctalString(value));
        }
    }

    @Test
    void checksumsAreThoseOfTheClassLibrary() throws Exception {
        byte[] data = new byte[200_000];
        new Random(19).nextBytes(data);
        String expected = java.util.HexFormat.of().formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(data));
        assertEquals(expected + "  -\n", run("sha256sum", data).out());
        assertTrue(run("md5sum", "").out().startsWith("d41d8cd98f00b204e9800998ecf8427e"));
    }
}

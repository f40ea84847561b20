package org.sluice.apps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Checksums, compression, and text commands in cases that the recorded GNU output does not cover. */
class DataCommandsTest extends CommandTest {
    private static final String HELLO = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";

    @Test
    void checkReportsEachFileOfAList() {
        write("good", "hello\n");
        write("bad", "changed\n");
        write("list", HELLO + "  good\n" + HELLO + " *bad\n" + HELLO + "  gone\nnonsense\n");
        Result result = run("sha256sum -c list");
        assertEquals(1, result.status());
        assertEquals("good: OK\nbad: FAILED\ngone: FAILED open or read\n", result.out());
        assertEquals("sha256sum: gone: No such file or directory\n"
                + "sha256sum: WARNING: 1 line is improperly formatted\n"
                + "sha256sum: WARNING: 1 listed file could not be read\n"
                + "sha256sum: WARNING: 1 computed checksum did NOT match\n", result.err());
        assertEquals(new Result(1, "", ""), run("sha256sum --status -c list"));
        write("tagged", "SHA256 (good) = " + HELLO + "\n");
        expect("sha256sum -c tagged", "good: OK\n");
        expect("sha256sum --quiet -c tagged", "");
        write("none", "nothing here\n");
        expectFailure("sha256sum -c none", 1, "sha256sum: none: no properly formatted checksum lines found\n");
    }

    @Test
    void gzipReplacesFilesAndKeepsTheirTimes() throws IOException {
        write("f", "text\n");
        Files.setLastModifiedTime(directory.resolve("f"), java.nio.file.attribute.FileTime.fromMillis(1_500_000_000_000L));
        expect("gzip f", "");
        assertFalse(Files.exists(directory.resolve("f")));
        assertEquals(1_500_000_000_000L, Files.getLastModifiedTime(directory.resolve("f.gz")).toMillis());
        expect("zcat f.gz", "text\n");
        expect("zcat f", "text\n");
        expect("gzip -t f.gz", "");
        expect("gunzip -k f.gz", "");
        assertEquals("text\n", read("f"));
        expectFailure("gzip f", 1, "gzip: f.gz already exists; not overwritten (use -f)\n");
        expect("gzip -f f", "");
        expect("gzip -d f.gz", "");
        assertEquals("text\n", read("f"));
    }

    @Test
    void gzipExplainsWhatItCannotDo() {
        write("plain.gz", "this is not compressed");
        write("x.txt", "x");
        write("d/f", "");
        expectFailure("gunzip plain.gz", 1, "gunzip: plain.gz: not in gzip format\n");
        assertFalse(Files.exists(directory.resolve("plain")), "nothing half done is left");
        expectFailure("gunzip x.txt", 1, "gunzip: x.txt: unknown suffix -- ignored\n");
        expectFailure("gzip plain.gz", 1, "gzip: plain.gz already has .gz suffix -- unchanged\n");
        expectFailure("gzip d", 1, "gzip: d is a directory -- ignored\n");
        expectFailure("gzip nosuch", 1, "gzip: nosuch: No such file or directory\n");
        run("gzip -c", "some text that is long enough");
        byte[] packed = last.outBytes();
        write("cut.gz", Arrays.copyOf(packed, packed.length - 10));
        expectFailure("zcat cut.gz", 1, "zcat: cut.gz: unexpected end of file\n");
        packed[packed.length - 6] ^= 1;
        write("wrong.gz", packed);
        expectFailure("gzip -t wrong.gz", 1, "gzip: wrong.gz: invalid compressed data--crc error\n");
        io.terminals.add(1);
        expectFailure("gzip", 1, "gzip: compressed data not written to a terminal; use -f to force it\n");
    }

    @Test
    void teeWritesToAllFiles() {
        write("a", "old\n");
        expect("tee -a a b", "new\n", "new\n");
        assertEquals("old\nnew\n", read("a"));
        assertEquals("new\n", read("b"));
        Result result = run("tee no/where ok", "x");
        assertEquals(new Result(1, "x", "tee: no/where: No such file or directory\n"), result);
        assertEquals("x", read("ok"));
    }

    @Test
    void tailFollowsWhatIsAppended() throws IOException {
        write("log", "one\n");
        TestIo following = new TestIo(directory);
        Command tail = command("tail");
        IOException stop = new IOException("stop");
        Io watching = new ForwardingIo(following) {
            private int naps;

            @Override
            public void sleep(long nanos) throws IOException {
                naps++;
                if (naps == 3) {
                    throw stop;
                }
                Files.writeString(directory.resolve("log"), "nap " + naps + "\n", java.nio.file.StandardOpenOption.APPEND);
            }
        };
        assertEquals(1, tail.execute(watching, "-f", "log"));
        assertEquals("one\nnap 1\nnap 2\n", following.outText());
    }

    @Test
    void sortWritesOntoItsInputAndNamesDisorder() {
        write("f", "b\na\n");
        expect("sort -o f f", "");
        assertEquals("a\nb\n", read("f"));
        write("g", "a\nc\nb\n");
        expectFailure("sort -c g", 1, "sort: g:3: disorder: b\n");
        assertEquals(new Result(1, "", ""), run("sort -C g"));
        expectFailure("sort -t ab f", 2, "sort: multi-character tab 'ab'\n");
        expectFailure("sort -k 0 f", 2, "sort: field number is zero: invalid field specification '0'\n");
        expectFailure("sort nosuch", 2, "sort: cannot read: nosuch: No such file or directory\n");
        expectFailure("sort .", 2, "sort: read failed: .: Is a directory\n");
        expect("sort -z", "b\0a\0", "a\0b\0");
    }

    @Test
    void grepColoursAndCountsAndReportsBinaryFiles() {
        expect("grep --color=always o", "foo\n", "f\u001b[01;31mo\u001b[m\u001b[01;31mo\u001b[m\n");
        expect("grep a", "\0a\n", "Binary file (standard input) matches\n");
        expect("grep -a a", "\0a\n", "\0a\n");
        expect("grep -i ÄÖ", "xäöx\n", "xäöx\n");
        write("d/x", "needle\n");
        write("d/sub/y.txt", "needle\n");
        expect("grep -r needle d", "d/sub/y.txt:needle\nd/x:needle\n");
        expect("grep -r --exclude=*.txt needle d", "d/x:needle\n");
        assertEquals(new Result(1, "", ""), run("grep needle", "hay\n"));
        expectFailure("grep '\\(' x", 2, "grep: invalid regular expression '\\(': ");
        expectFailure("grep [ x", 2, "grep: unmatched [ in '['\n");
        expectFailure("grep", 2, "grep: missing pattern\n");
        expectFailure("grep x nosuch", 2, "grep: nosuch: No such file or directory\n");
        assertEquals(0, runWords("grep", new byte[0], "-q", "needle", directory + "/d/x", "nosuch").status());
    }

    @Test
    void sedEditsInPlaceAndExplainsErrors() {
        write("f", "one\ntwo\n");
        write("g", "three\n");
        expect("sed -i s/o/0/ f g", "");
        assertEquals("0ne\ntw0\n", read("f"));
        assertEquals("three\n", read("g"));
        write("script", "1d\ns/w/W/\n");
        expect("sed -f script f", "tW0\n");
        expectFailure("sed s/a f", 1, "sed: -e expression, char 3: unterminated address or command\n");
        expectFailure("sed v f", 1, "sed: -e expression, char 1: unknown command: 'v'\n");
        expectFailure("sed { f", 1, "sed: -e expression, char 1: unmatched '{'\n");
        expectFailure("sed 's/a/\\1/' f", 1, "sed: -e expression, char 7: invalid reference \\1 on 's' command's RHS\n");
        expectFailure("sed bx f", 1, "sed: -e expression, char 2: can't find label for jump to 'x'\n");
        expectFailure("sed p nosuch", 2, "sed: can't read nosuch: No such file or directory\n");
        expectFailure("sed", 2, "sed: missing script\n");
        expect("sed '/b/c\\\nnew line'", "a\nb\nc\n", "a\nnew line\nc\n");
    }

    @Test
    void pagerPassesTextOnWhenThereIsNoTerminal() {
        expect("less", "some text\n", "some text\n");
        write("f", "file\n");
        expect("more f", "file\n");
        expectFailure("less nosuch", 1, "less: nosuch: No such file or directory\n");
    }

    @Test
    void printfAndEchoNeverTakeTextForOptions() {
        expect("echo --no-such -x", "--no-such -x\n");
        expect("printf -- -x", "-x");
        expectFailure("printf", 2, "printf: missing operand\n");
        Result result = run("printf '%d.%d' 3x");
        assertEquals(new Result(1, "3.0", "printf: '3x': value not completely converted\n"), result);
        expectFailure("printf %z", 1, "printf: '%z': missing conversion letter\n");
        expectFailure("printf %y", 1, "printf: %y: invalid conversion specification\n");
        expect("printf %s\\\\n", "\n");
        expect("printf '%q ' a 'b c'", "a 'b c' ");
        assertTrue(run("yes --help").out().startsWith("Usage: yes"));
    }

    @Test
    void wcPadsForPipesAndNotForFiles() {
        expect("wc", "a b\nc\n", "      2       3       6\n");
        io.answer("fstat", args -> {
            ((long[]) args[1])[org.sluice.abi.FileFlags.ST_MODE] = org.sluice.abi.FileFlags.S_IFREG;
            return 0;
        });
        expect("wc", "a b\nc\n", "2 3 6\n");
        write("dir/x", "");
        Result result = run("wc dir");
        assertEquals(new Result(1, "      0       0       0 dir\n", "wc: dir: Is a directory\n"), result);
    }

    @Test
    void wrongListsAndSetsAreExplained() {
        expectFailure("cut -f 0", 2, "cut: fields and positions are numbered from 1\n");
        expectFailure("cut -f 3-1", 2, "cut: invalid decreasing range\n");
        expectFailure("cut -f x", 2, "cut: invalid list of positions: 'x'\n");
        expectFailure("cut -f1 -c1", 2, "cut: only one list may be specified\n");
        expectFailure("cut -d ab -f1", 2, "cut: the delimiter must be a single character\n");
        expectFailure("cut", 2, "cut: you must specify a list of bytes, characters, or fields\n");
        expectFailure("tr z-a x", 1, "tr: range-endpoints of 'z-a' are in reverse collating sequence order\n");
        expectFailure("tr [:foo:] x", 1, "tr: invalid character class 'foo'\n");
        expectFailure("tr a", 2, "tr: missing operand after 'a'\n");
        expectFailure("head -n x", 2, "head: invalid number of lines: 'x'\n");
        expectFailure("seq 1 0 2", 2, "seq: invalid Zero increment value: '0'\n");
        expectFailure("seq x", 2, "seq: invalid floating point argument: 'x'\n");
        expectFailure("expr", 2, "expr: missing operand\n");
        expectFailure("[ a", 2, "[: missing ']'\n");
        assertEquals(new Result(0, "", ""), run("[ 2 -gt 1 ]"));
        assertEquals(new Result(1, "", ""), run("[ -e nosuch ]"));
    }
}

package org.sluice.apps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;

/** Commands that change files, and listings whose text depends on times and modes. */
class FileCommandsTest extends CommandTest {
    @BeforeEach
    void settings() {
        io.now = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    }

    private boolean exists(String name) {
        return Files.exists(directory.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    private void set(String name, String time, String mode) throws IOException {
        Path path = directory.resolve(name);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
        Files.setLastModifiedTime(path, FileTime.from(Instant.parse(time)));
    }

    @Test
    void longListingShowsModeSizeTimeAndLinks() throws IOException {
        write("a.txt", "hello");
        write("sub/inner", "");
        write("run", "x".repeat(12345));
        Files.createSymbolicLink(directory.resolve("zlink"), Path.of("a.txt"));
        set("a.txt", "2026-02-28T23:59:00Z", "rw-r--r--");
        set("run", "2020-01-02T03:04:05Z", "rwxr-xr-x");
        set("sub", "2026-03-01T11:00:00Z", "rwxr-x---");
        String listing = run("ls -l").out();
        assertTrue(listing.startsWith("total "), listing);
        assertTrue(listing.contains("-rw-r--r-- 1 root root     5 Feb 28 23:59 a.txt\n"), listing);
        assertTrue(listing.contains("-rwxr-xr-x 1 root root 12345 Jan  2  2020 run\n"), listing);
        assertTrue(listing.contains("drwxr-x--- 2 root root "), listing);
        assertTrue(listing.contains(" Mar  1 11:00 sub\n"), listing);
        assertTrue(listing.contains(" zlink -> a.txt\n"), listing);
        expect("ls -lhd run", "-rwxr-xr-x 1 root root 13K Jan  2  2020 run\n");
        expect("ls -ngd run", "-rwxr-xr-x 1 0 12345 Jan  2  2020 run\n");
        expect("ls -td sub a.txt run", "sub\na.txt\nrun\n");
        expect("ls -tr -d sub a.txt run", "run\na.txt\nsub\n");
        expect("ls -F", "a.txt\nrun*\nsub/\nzlink@\n");
        expect("ls --color=always -1",
                "a.txt\n\u001b[01;32mrun\u001b[0m\n\u001b[01;34msub\u001b[0m\n\u001b[01;36mzlink\u001b[0m\n");
        expect("ls --full-time -d a.txt", "-rw-r--r-- 1 root root 5 2026-02-28 23:59:00.000000000 +0000 a.txt\n");
    }

    @Test
    void listingUsesColumnsOnATerminal() {
        for (String name : new String[] {"alpha", "beta", "gamma", "d"}) {
            write(name, "");
        }
        io.terminals.add(1);
        io.answer("ttySize", args -> 20 << 16 | 24);
        assertEquals("alpha  d\nbeta   gamma\n", run("ls").out());
    }

    @Test
    void listingGoesOnAfterAMissingFile() {
        write("here", "");
        Result result = run("ls nosuch here");
        assertEquals(2, result.status());
        assertEquals("here\n", result.out());
        assertEquals("ls: cannot access 'nosuch': No such file or directory\n", result.err());
    }

    @Test
    void cpCopiesFilesTreesModesAndTimes() throws IOException {
        write("a", "one");
        write("tree/x/deep", "deep");
        Files.createSymbolicLink(directory.resolve("tree/link"), Path.of("x"));
        set("a", "2020-01-01T00:00:00Z", "rwx------");
        expect("cp a b", "");
        assertEquals("one", read("b"));
        expect("cp -p a kept", "");
        assertEquals(Instant.parse("2020-01-01T00:00:00Z"), Files.getLastModifiedTime(directory.resolve("kept")).toInstant());
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("kept"))));
        expect("cp -a tree copy", "");
        assertEquals("deep", read("copy/x/deep"));
        assertTrue(Files.isSymbolicLink(directory.resolve("copy/link")));
        expect("cp -r tree copy", "");
        assertEquals("deep", read("copy/tree/x/deep"));
        expect("cp -v a b tree", "'a' -> 'tree/a'\n'b' -> 'tree/b'\n");
        write("b", "two");
        expect("cp -n a b", "");
        assertEquals("two", read("b"));
        assertEquals(new Result(0, "", "cp: overwrite 'b'? "), run("cp -i a b", "n\n"));
        assertEquals("two", read("b"));
        run("cp -i a b", "yes\n");
        assertEquals("one", read("b"));
    }

    @Test
    void cpRefusesWhatMakesNoSense() {
        write("a", "one");
        write("dir/f", "");
        expectFailure("cp a a", 1, "cp: 'a' and 'a' are the same file\n");
        expectFailure("cp dir x", 1, "cp: -r not specified; omitting directory 'dir'\n");
        expectFailure("cp -r dir dir/sub", 1, "cp: cannot copy a directory, 'dir', into itself, 'dir/sub'\n");
        expectFailure("cp nosuch x", 1, "cp: cannot stat 'nosuch': No such file or directory\n");
        expectFailure("cp a dir a", 1, "cp: target 'a': Not a directory\n");
        expectFailure("cp a", 2, "cp: missing destination file operand after 'a'\n");
        expectFailure("cp a nodir/x", 1, "cp: cannot create regular file 'nodir/x': No such file or directory\n");
        expectFailure("cp -r dir a", 1, "cp: cannot overwrite non-directory 'a' with directory 'dir'\n");
        assertEquals("one", read("a"));
    }

    @Test
    void mvRenamesAndMovesIntoDirectories() {
        write("a", "one");
        write("b", "two");
        write("dir/f", "");
        expect("mv a c", "");
        assertFalse(exists("a"));
        assertEquals("one", read("c"));
        expect("mv -v b c dir", "renamed 'b' -> 'dir/b'\nrenamed 'c' -> 'dir/c'\n");
        expect("mv dir moved", "");
        assertEquals("two", read("moved/b"));
        expectFailure("mv nosuch x", 1, "mv: cannot stat 'nosuch': No such file or directory\n");
        expectFailure("mv moved/b moved/b", 1, "mv: 'moved/b' and 'moved/b' are the same file\n");
        write("plain", "");
        expectFailure("mv -T moved plain", 1, "mv: cannot overwrite non-directory 'plain' with directory 'moved'\n");
        expectFailure("mv moved moved/sub", 1, "mv: cannot move 'moved' to 'moved/sub': ");
    }

    @Test
    void rmRemovesOnlyWhatItIsToldTo() throws IOException {
        write("a", "");
        write("dir/sub/f", "x");
        write("outside/kept", "x");
        Files.createSymbolicLink(directory.resolve("dir/link"), directory.resolve("outside"));
        expectFailure("rm dir", 1, "rm: cannot remove 'dir': Is a directory\n");
        expectFailure("rm nosuch", 1, "rm: cannot remove 'nosuch': No such file or directory\n");
        expect("rm -f nosuch", "");
        assertEquals(new Result(0, "", "rm: remove regular empty file 'a'? "), run("rm -i a", "n\n"));
        assertTrue(exists("a"));
        expect("rm -v a", "removed 'a'\n");
        expect("rm -r dir", "");
        assertFalse(exists("dir"));
        assertTrue(exists("outside/kept"), "what a link leads to stays");
        expectFailure("rm -r .", 1, "rm: refusing to remove '.' or '..' directory: skipping '.'\n");
        expectFailure("rm -r /", 1, "rm: it is dangerous to operate recursively on '/'");
        expectFailure("rm", 2, "rm: missing operand\n");
    }

    @Test
    void mkdirAndRmdirMakeAndRemoveDirectories() throws IOException {
        expect("mkdir a", "");
        expect("mkdir -pv a/b/c", "mkdir: created directory 'a/b'\nmkdir: created directory 'a/b/c'\n");
        expect("mkdir -p a/b/c", "");
        expect("mkdir -m 700 secret", "");
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("secret"))));
        expectFailure("mkdir a", 1, "mkdir: cannot create directory 'a': File exists\n");
        expectFailure("mkdir x/y", 1, "mkdir: cannot create directory 'x/y': No such file or directory\n");
        expectFailure("rmdir a", 1, "rmdir: failed to remove 'a': Directory not empty\n");
        expect("rmdir -p a/b/c", "");
        assertFalse(exists("a"));
        write("f", "");
        expectFailure("rmdir f", 1, "rmdir: failed to remove 'f': Not a directory\n");
    }

    @Test
    void touchMakesFilesAndSetsTimes() throws IOException {
        expect("touch new", "");
        assertEquals(0, Files.size(directory.resolve("new")));
        assertEquals(Instant.parse("2026-03-01T12:00:00Z"), Files.getLastModifiedTime(directory.resolve("new")).toInstant());
        expect("touch -d 2020-05-06T07:08:09Z new", "");
        assertEquals(Instant.parse("2020-05-06T07:08:09Z"), Files.getLastModifiedTime(directory.resolve("new")).toInstant());
        expect("touch -t 202101020304.05 new", "");
        assertEquals(Instant.parse("2021-01-02T03:04:05Z"), Files.getLastModifiedTime(directory.resolve("new")).toInstant());
        expect("touch -r new other", "");
        assertEquals(Instant.parse("2021-01-02T03:04:05Z"), Files.getLastModifiedTime(directory.resolve("other")).toInstant());
        expect("touch -c absent", "");
        assertFalse(exists("absent"));
        expectFailure("touch -d nonsense new", 1, "touch: invalid date 'nonsense'\n");
        expectFailure("touch no/dir", 1, "touch: cannot touch 'no/dir': No such file or directory\n");
    }

    @Test
    void chmodUnderstandsNumbersAndLetters() throws IOException {
        write("f", "");
        String[][] steps = {{"644", "rw-r--r--"}, {"u+x", "rwxr--r--"}, {"go-r", "rwx------"}, {"a=rX", "r-xr-xr-x"},
            {"u=rw,o=", "rw-r-x---"}, {"g=u", "rw-rw----"}, {"+x", "rwxrwx--x"}, {"-x", "rw-rw----"}};
        for (String[] step : steps) {
            expect("chmod " + step[0] + " f", "");
            assertEquals(step[1], PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("f"))), step[0]);
        }
        expect("chmod -v 600 f", "mode of 'f' changed from 0660 (rw-rw----) to 0600 (rw-------)\n");
        expectFailure("chmod 9 f", 1, "chmod: invalid mode: '9'\n");
        expectFailure("chmod u+q f", 1, "chmod: invalid mode: 'u+q'\n");
        expectFailure("chmod 644 nosuch", 1, "chmod: cannot access 'nosuch': No such file or directory\n");
    }

    @Test
    void lnMakesSymbolicLinksOnly() throws IOException {
        write("target", "text");
        write("dir/f", "");
        expect("ln -s target link", "");
        expect("readlink link", "target\n");
        expect("cat link", "text");
        expect("ln -s target dir", "");
        expect("readlink dir/target", "target\n");
        expectFailure("ln -s target link", 1, "ln: failed to create symbolic link 'link': File exists\n");
        expect("ln -sf dir link", "");
        expect("readlink -n link", "dir");
        expect("ln -sfn target link", "");
        expect("readlink link", "target\n");
        expect("readlink -f link", directory.toRealPath().resolve("target") + "\n");
        expectFailure("ln target hard", 1, "ln: hard links are not supported; use -s for a symbolic link\n");
        assertEquals(new Result(1, "", ""), run("readlink target"));
        expectFailure("readlink -v target", 1, "readlink: target: Invalid argument\n");
    }

    @Test
    void statFormatsWhatIsKnown() throws IOException {
        write("f", "12345");
        set("f", "2020-01-02T03:04:05Z", "rw-r-----");
        expect("stat -c '%n %s %a %A %F %Y %y' f",
                "f 5 640 -rw-r----- regular file 1577934245 2020-01-02 03:04:05.000000000 +0000\n");
        String full = run("stat f").out();
        assertTrue(full.startsWith("  File: f\n  Size: 5         \tBlocks: "), full);
        assertTrue(full.contains("Access: (640/-rw-r-----)  Uid: (0/root)   Gid: (0/root)\n"), full);
        expectFailure("stat nosuch", 1, "stat: cannot stat 'nosuch': No such file or directory\n");
    }

    @Test
    void duSumsDirectoriesUp() throws IOException {
        write("d/a", "x".repeat(5000));
        write("d/sub/b", "x".repeat(100));
        long own = Files.size(directory.resolve("d"));
        long sub = Files.size(directory.resolve("d/sub"));
        long block = (sub + 4095) / 4096 * 4 + 4;
        expect("du d", block + "\td/sub\n" + (block + (own + 4095) / 4096 * 4 + 8) + "\td\n");
        expect("du -s -b d", (own + sub + 5100) + "\td\n");
        expect("du -ab d/sub", "100\td/sub/b\n" + (sub + 100) + "\td/sub\n");
        expectFailure("du nosuch", 1, "du: cannot access 'nosuch': No such file or directory\n");
    }

    @Test
    void findCombinesTestsAndActions() {
        write("t/a.java", "x");
        write("t/b.txt", "y".repeat(3000));
        write("t/sub/c.java", "");
        expect("find t -name *.java", "t/a.java\nt/sub/c.java\n");
        expect("find t -type f -not -name *.java", "t/b.txt\n");
        expect("find t -type d -o -empty", "t\nt/sub\nt/sub/c.java\n");
        expect("find t -type f -size +2", "t/b.txt\n");
        expect("find t -maxdepth 1 -type f ( -name a* -o -name b* ) -print0", "t/a.java\0t/b.txt\0");
        expect("find t -depth -type d", "t/sub\nt\n");
        expect("find t -name sub -prune -o -type f -print", "t/a.java\nt/b.txt\n");
        expect("find t -path */sub/*", "t/sub/c.java\n");
        expect("find t -name nothing", "");
        expect("find t -type f -printf '%f:%s:%d\\n'", "a.java:1:1\nb.txt:3000:1\nc.java:0:2\n");
    }

    @Test
    void findRunsPrograms() {
        write("t/a", "");
        write("t/b", "");
        run("find t -type f -exec cmd x{}y ;");
        assertEquals("[[cmd, xt/ay], [cmd, xt/by]]", last.started.toString());
        run("find t -type f -exec cmd {} +");
        assertEquals("[[cmd, t/a, t/b]]", last.started.toString());
        io.program = command -> command.contains("t/a") ? 1 : 0;
        assertEquals("t/b\n", run("find t -type f -exec test {} ; -print").out());
        io.program = command -> -Errno.ENOENT;
        assertEquals(1, run("find t -type f -exec nosuch {} ;").status());
        expect("find t -type f -delete", "");
        expect("find t", "t\n");
    }

    @Test
    void findExplainsWrongExpressions() {
        expectFailure("find -foo", 2, "find: unknown predicate '-foo'\n");
        expectFailure("find . -name", 2, "find: missing argument to '-name'\n");
        expectFailure("find . ( -true", 2, "find: invalid expression: missing ')'\n");
        expectFailure("find . -true )", 2, "find: invalid expression: ')' without '('\n");
        expectFailure("find . -exec x", 2, "find: missing argument to '-exec': it ends with ';' or '{} +'\n");
        expectFailure("find . -type z", 2, "find: unknown argument to -type: 'z'\n");
        expectFailure("find . -size 1q", 2, "find: invalid argument '1q' to '-size'\n");
        expectFailure("find nosuch", 1, "find: 'nosuch': No such file or directory\n");
    }

    @Test
    void dfShowsMountedFileSystems() {
        write("proc/mounts", "/dev/disk1 / sfs rw 0 0\nproc /proc proc rw 0 0\n");
        io.proc = directory.resolve("proc").toString();
        java.util.function.Function<Object[], Object> statfs = args -> {
            boolean root = args[0].equals("/");
            long[] info = (long[]) args[1];
            info[FileFlags.FS_BLOCK_SIZE] = 4096;
            info[FileFlags.FS_BLOCKS] = root ? 1000 : 0;
            info[FileFlags.FS_FREE] = root ? 250 : 0;
            return 0;
        };
        io.answer("statfs", statfs);
        assertEquals("Filesystem     1K-blocks  Used Available Use% Mounted on\n"
                + "/dev/disk1          4000  3000      1000  75% /\n", run("df").out());
        io.answer("statfs", statfs);
        assertEquals("Filesystem     Type  Size  Used Avail Use% Mounted on\n"
                + "/dev/disk1     sfs   4.0M  3.0M 1000K  75% /\n", run("df -hT").out());
    }

    @Test
    void mktempMakesFilesNobodyElseHas() throws IOException {
        Result file = run("mktemp fXXXXXX.txt");
        String name = file.out().trim();
        assertTrue(name.matches("f[A-Za-z0-9]{6}\\.txt"), name);
        assertTrue(Files.isRegularFile(directory.resolve(name)));
        String made = run("mktemp -d -p " + directory + " dXXX").out().trim();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(made))));
        assertFalse(exists(run("mktemp -u uXXXX").out().trim()));
        expectFailure("mktemp aX", 1, "mktemp: too few X's in template 'aX'\n");
        expectFailure("mktemp no/XXX", 1, "mktemp: failed to create file via template 'no/XXX': No such file or directory\n");
    }

    @Test
    void syncAsksTheKernel() {
        StringBuilder seen = new StringBuilder();
        io.answer("open", args -> seen.append("open ").append(args[0]).length() > 0 ? 7 : 0);
        io.answer("sync", args -> seen.append(" sync ").append(args[0]).length() > 0 ? 0 : 0);
        io.answer("close", args -> seen.append(" close ").append(args[0]).length() > 0 ? 0 : 0);
        assertEquals(0, run("sync").status());
        assertEquals("open / sync 7 close 7", seen.toString());
        io.answer("open", args -> -Errno.ENOENT);
        assertEquals("sync: error syncing 'x': No such file or directory\n", run("sync x").err());
    }

    @Test
    void pwdShowsTheWorkingDirectory() {
        expect("pwd", directory + "\n");
        expect("pwd -P", directory + "\n");
    }
}

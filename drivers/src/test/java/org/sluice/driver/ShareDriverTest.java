package org.sluice.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.driver.share.ShareDriver;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.ShareDevice;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.vm.device.Worker;
import org.sluice.vm.dma.DmaFault;

@Timeout(120)
class ShareDriverTest {
    private static final int RW_CREATE = FileFlags.O_RDWR | FileFlags.O_CREAT;

    @TempDir
    private Path folder;
    private Path root;
    private Path secret;
    private TestMachine machine;
    private ShareDevice share;

    @BeforeEach
    void start() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        secret = Files.writeString(folder.resolve("secret"), "secret");
        Files.createDirectories(root.resolve("a/b"));
        Files.writeString(root.resolve("a/b/file"), "content");
        machine = new TestMachine(org.sluice.vm.device.share.ShareDevice.open("/mnt/x", root, true, Worker.threads()));
        share = machine.start(new ShareDriver(), ShareDevice.class);
    }

    @AfterEach
    void close() {
        machine.close();
    }

    private interface Call {
        void run();
    }

    private static int errno(Call call) {
        return assertThrows(CallFailed.class, call::run).errno();
    }

    private String content(String path) {
        long token = share.open(path, FileFlags.O_RDONLY, 0);
        byte[] buffer = new byte[100];
        int n = share.read(token, 0, buffer, 0, 100);
        share.close(token);
        return new String(buffer, 0, n, StandardCharsets.UTF_8);
    }

    private long[] stat(String path) {
        long[] stat = new long[FileFlags.ST_LENGTH];
        share.stat(path, stat, false);
        return stat;
    }

    @Test
    void describesItself() {
        assertEquals("/mnt/x", share.mountPoint());
        assertFalse(share.readOnly());
    }

    @Test
    void readsListsAndDescribes() throws IOException {
        assertEquals("content", content("a/b/file"));
        assertArrayEquals(new String[] {"a"}, share.list(""));
        assertEquals(7, stat("a/b/file")[FileFlags.ST_SIZE]);
        assertEquals(FileFlags.S_IFREG, stat("a/b/file")[FileFlags.ST_MODE] & FileFlags.S_IFMT);
        assertEquals(FileFlags.S_IFDIR, stat("")[FileFlags.ST_MODE] & FileFlags.S_IFMT);
        assertEquals(Files.getLastModifiedTime(root.resolve("a/b/file")).to(java.util.concurrent.TimeUnit.NANOSECONDS),
            stat("a/b/file")[FileFlags.ST_MTIME]);
        assertEquals(Errno.ENOENT, errno(() -> content("nope")));
        assertEquals(Errno.ENOTDIR, errno(() -> content("a/b/file/x")));
        assertEquals(Errno.EISDIR, errno(() -> content("a")));
        assertEquals(Errno.ENOTDIR, errno(() -> share.list("a/b/file")));
        assertEquals(Errno.ENAMETOOLONG, errno(() -> content("n".repeat(300))));
    }

    @Test
    void listsMoreNamesThanFitIntoAMessage() throws IOException {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            String name = String.format("%04d-%s", i, "n".repeat(100));
            expected.add(name);
            Files.createFile(root.resolve("a/b").resolve(name));
        }
        expected.add("file");
        assertArrayEquals(expected.toArray(), share.list("a/b"));
    }

    @Test
    void writesLongFilesAtPositions() throws IOException {
        byte[] data = new byte[300_000];
        new Random(1).nextBytes(data);
        long token = share.open("new", RW_CREATE, 0640);
        assertEquals(data.length, share.write(token, 5, data, 0, data.length));
        assertEquals(data.length + 5, share.size(token));
        byte[] back = new byte[data.length];
        assertEquals(data.length, share.read(token, 5, back, 0, back.length));
        assertArrayEquals(data, back);
        assertEquals(0, share.read(token, data.length + 5, back, 0, 10));
        share.truncate(token, 3);
        share.truncate(token, 10);
        share.sync(token);
        assertEquals(10, share.size(token));
        share.close(token);
        assertEquals(Errno.EBADF, errno(() -> share.size(token)));
        assertEquals(10, Files.size(root.resolve("new")));
        assertEquals(0640, stat("new")[FileFlags.ST_MODE] & 0777);
    }

    @Test
    void movesBytesStraightToAndFromTheCallersFrames() throws IOException {
        byte[] content = new byte[3_000_000];
        new Random(2).nextBytes(content);
        Files.write(root.resolve("large"), content);
        long token = share.open("large", FileFlags.O_RDWR, 0);
        FrameRun run = machine.run(new byte[content.length + 5000]);
        long copied = machine.memory.bytesCopied();
        assertEquals(content.length - 7, share.read(token, 7, run, 1001, content.length));
        assertEquals(0, share.read(token, content.length, run, 1001, 100));
        assertEquals(2_000_000, share.write(token, 500, run, 1001, 2_000_000));
        assertEquals(copied, machine.memory.bytesCopied(), "bytes copied by a processor");
        byte[] bytes = machine.bytes(run, (int) run.bytes());
        for (int i = 0; i < 1001; i++) {
            assertEquals(0, bytes[i], "a byte before the range");
        }
        for (int i = 1001 + content.length - 7; i < bytes.length; i++) {
            assertEquals(0, bytes[i], "a byte behind the range");
        }
        byte[] expected = content.clone();
        System.arraycopy(content, 7, expected, 500, 2_000_000);
        assertArrayEquals(java.util.Arrays.copyOfRange(content, 7, content.length),
            java.util.Arrays.copyOfRange(bytes, 1001, 1001 + content.length - 7));
        assertArrayEquals(expected, Files.readAllBytes(root.resolve("large")));
        assertEquals(0, machine.iommu.faultCount());
        assertEquals(Errno.EBADF, errno(() -> share.read(999, 0, run, 0, 10)));
        assertEquals(2 * 8, machine.iommu.grants(0), "grants left: two messages a slot");
    }

    @Test
    void theDeviceReachesNothingBesideTheRange() {
        FrameRun run = machine.run(new byte[3 * 4096]);
        long bus = machine.iommu.grant(0, run.address() + 100, 5000, true);
        var port = machine.iommu.port(0, "test");
        long faults = machine.iommu.faultCount();
        port.window(bus, 5000, true).close();
        assertThrows(DmaFault.class, () -> port.window(bus, 5001, true));
        assertThrows(DmaFault.class, () -> port.window(bus - 1, 1, true));
        assertThrows(DmaFault.class, () -> port.window(run.address() + 100, 1, false));
        machine.iommu.revoke(0, bus);
        assertThrows(DmaFault.class, () -> port.window(bus, 1, false));
        assertEquals(faults + 4, machine.iommu.faultCount());
        assertEquals("content", content("a/b/file"), "the device works on");
    }

    @Test
    void makesRemovesAndRenames() throws IOException {
        share.mkdir("d", 0755);
        assertEquals(Errno.EEXIST, errno(() -> share.mkdir("d", 0755)));
        assertEquals(Errno.ENOENT, errno(() -> share.mkdir("x/y", 0755)));
        share.rename("a/b/file", "d/moved");
        assertEquals("content", content("d/moved"));
        assertEquals(Errno.ENOTEMPTY, errno(() -> share.remove("d", true)));
        assertEquals(Errno.ENOTDIR, errno(() -> share.remove("d/moved", true)));
        assertEquals(Errno.EISDIR, errno(() -> share.remove("d", false)));
        share.remove("d/moved", false);
        share.remove("d", true);
        assertFalse(Files.exists(root.resolve("d")));
        share.setTimes("a", 1_000_000_000L, 2_000_000_000L);
        assertEquals(2_000_000_000L, stat("a")[FileFlags.ST_MTIME]);
        share.setTimes("a", Long.MIN_VALUE, 3_000_000_000L);
        assertEquals(1_000_000_000L, stat("a")[FileFlags.ST_ATIME]);
        long token = share.open("e", RW_CREATE | FileFlags.O_EXCL, 0644);
        share.close(token);
        assertEquals(Errno.EEXIST, errno(() -> share.open("e", RW_CREATE | FileFlags.O_EXCL, 0644)));
    }

    @Test
    void followsLinksInsideTheRoot() throws IOException {
        Files.createSymbolicLink(root.resolve("link"), Path.of("a/b/file"));
        Files.createSymbolicLink(root.resolve("a/up"), Path.of("../a/b"));
        assertEquals("content", content("link"));
        assertEquals("content", content("a/up/file"));
        assertEquals("a/b/file", share.readLink("link"));
        assertEquals(Errno.EINVAL, errno(() -> share.readLink("a")));
        long[] stat = new long[FileFlags.ST_LENGTH];
        share.stat("link", stat, true);
        assertEquals(FileFlags.S_IFLNK, stat[FileFlags.ST_MODE] & FileFlags.S_IFMT);
        assertEquals(FileFlags.S_IFREG, stat("link")[FileFlags.ST_MODE] & FileFlags.S_IFMT);
        Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
        assertEquals(Errno.ELOOP, errno(() -> content("loop")));
        assertEquals(Errno.ELOOP, errno(() -> share.open("link", FileFlags.O_NOFOLLOW, 0)));
    }

    @Test
    void noPathLeadsOutOfTheRoot() throws IOException {
        Files.createSymbolicLink(root.resolve("absolute"), secret.toAbsolutePath());
        Files.createSymbolicLink(root.resolve("relative"), Path.of("../secret"));
        Files.createSymbolicLink(root.resolve("folder"), Path.of(".."));
        Files.createSymbolicLink(root.resolve("a/chain"), Path.of("../folder"));
        for (String path : List.of("../secret", "a/../../secret", "a/b/../../../secret", "absolute", "relative", "folder/secret",
            "a/chain/secret", "./../secret", "//..//secret", "..", "folder")) {
            assertEquals(Errno.EACCES, errno(() -> content(path)), path);
            assertEquals(Errno.EACCES, errno(() -> stat(path)), path);
            assertEquals(Errno.EACCES, errno(() -> share.open(path, RW_CREATE, 0644)), path);
            assertEquals(Errno.EACCES, errno(() -> share.setTimes(path, 0, 0)), path);
        }
        assertEquals(Errno.EACCES, errno(() -> share.mkdir("folder/made", 0755)));
        assertEquals(Errno.EACCES, errno(() -> share.remove("../secret", false)));
        assertEquals(Errno.EACCES, errno(() -> share.rename("a/b/file", "folder/out")));
        assertEquals(Errno.EACCES, errno(() -> share.list("folder")));
        share.remove("absolute", false); // the link, not what it names
        assertEquals("secret", Files.readString(secret));
        assertTrue(Files.exists(folder.resolve("root")));
    }

    /** A folder that keeps turning into a link to the outside: whatever is read is from the inside, or an error. */
    @Test
    void exchangingAFolderForALinkGainsNothing() throws Exception {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("file"), "outside");
        Path victim = root.resolve("a/b");
        Path parked = root.resolve("a/parked");
        AtomicBoolean done = new AtomicBoolean();
        Thread swapper = Thread.ofPlatform().start(() -> {
            try {
                while (!done.get()) {
                    Files.move(victim, parked);
                    Files.createSymbolicLink(victim, outside);
                    Files.delete(victim);
                    Files.move(parked, victim);
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        int inside = 0;
        for (int i = 0; i < 4000; i++) {
            try {
                assertEquals("content", content("a/b/file"));
                inside++;
                long token = share.open("a/b/made", RW_CREATE, 0644);
                share.close(token);
            } catch (CallFailed e) {
                assertNotEquals(Errno.EIO, e.errno());
            }
        }
        done.set(true);
        swapper.join();
        assertTrue(inside > 0);
        assertFalse(Files.exists(outside.resolve("made")));
    }

    @Test
    void aReadOnlyShareRefusesEveryChange() throws IOException {
        try (TestMachine other = new TestMachine(org.sluice.vm.device.share.ShareDevice.open("/r", root, false, Worker.threads()))) {
            ShareDevice r = other.start(new ShareDriver(), ShareDevice.class);
            assertTrue(r.readOnly());
            assertEquals(Errno.EROFS, errno(() -> r.open("a/b/file", FileFlags.O_WRONLY, 0)));
            assertEquals(Errno.EROFS, errno(() -> r.open("new", FileFlags.O_CREAT, 0644)));
            assertEquals(Errno.EROFS, errno(() -> r.open("a/b/file", FileFlags.O_TRUNC, 0)));
            assertEquals(Errno.EROFS, errno(() -> r.mkdir("d", 0755)));
            assertEquals(Errno.EROFS, errno(() -> r.remove("a/b/file", false)));
            assertEquals(Errno.EROFS, errno(() -> r.rename("a", "z")));
            assertEquals(Errno.EROFS, errno(() -> r.setTimes("a", 0, 0)));
            long token = r.open("a/b/file", FileFlags.O_RDONLY, 0);
            byte[] buffer = new byte[3];
            assertEquals(3, r.read(token, 4, buffer, 0, 3));
            assertEquals("ent", new String(buffer, StandardCharsets.US_ASCII));
            assertNotEquals(0, errno(() -> r.write(token, 0, buffer, 0, 3)));
            assertEquals("content", Files.readString(root.resolve("a/b/file")));
        }
    }

    @Test
    void theHostsPipesAreNotForGuests() throws Exception {
        Process mkfifo = new ProcessBuilder("mkfifo", root.resolve("fifo").toString()).start();
        org.junit.jupiter.api.Assumptions.assumeTrue(mkfifo.waitFor() == 0);
        assertEquals(Errno.EACCES, errno(() -> share.open("fifo", FileFlags.O_RDONLY, 0)));
    }

    @Test
    void aRestartClosesTheFilesOfTheFormerDriver() {
        long token = share.open("a/b/file", FileFlags.O_RDONLY, 0);
        machine.stop();
        assertEquals(Errno.EAGAIN, errno(() -> share.size(token)));
        share = machine.start(new ShareDriver(), ShareDevice.class);
        assertEquals(Errno.EBADF, errno(() -> share.size(token)));
        assertEquals("content", content("a/b/file"));
    }
}

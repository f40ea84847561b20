package org.sluice.kernel.fs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluice.abi.FileFlags.*;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.fs.cache.PageCache;
import org.sluice.kernel.fs.disk.RomFs;
import org.sluice.kernel.fs.rom.DamagedImage;
import org.sluice.kernel.fs.rom.RomFsWriter;
import org.sluice.kernel.fs.rom.RomImage;

class RomFsTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A tree of a few hundred entries with files of all interesting sizes, and what should be in it. */
    private static RomFsWriter tree(long seed, Map<String, byte[]> files) {
        Random random = new Random(seed);
        RomFsWriter writer = new RomFsWriter(1_700_000_000_000_000_000L);
        int[] sizes = {0, 1, 511, 4095, 4096, 4097, 65_535, 65_536, 65_537, 300_000};
        for (int i = 0; i < 60; i++) {
            byte[] content = new byte[sizes[i % sizes.length]];
            random.nextBytes(content);
            String path = "/d" + random.nextInt(8) + "/e" + random.nextInt(3) + "/f" + i;
            files.put(path, content);
            writer.file(path, 0644, i, content);
        }
        return writer;
    }

    @ParameterizedTest
    @CsvSource({"512,8,1", "4096,8,1", "512,64,16", "4096,1,4", "512,1000,16"})
    void whatWasWrittenIsRead(int blockSize, int frameLimit, int clusterPages) {
        Map<String, byte[]> files = new TreeMap<>();
        byte[] image = Rig.image(tree(1, files));
        try (Rig rig = new Rig(1 << 11)) {
            FakeDisk disk = new FakeDisk(image, blockSize, rig.memory);
            PageCache cache = new PageCache(disk, 0, disk.blocks(), rig.frames, frameLimit, clusterPages, new Rig.HostLock());
            int bound = Math.max(frameLimit, 2 * clusterPages);
            Vfs vfs = new Vfs(new RomFs("disk", cache), rig::now);
            for (int round = 0; round < 2; round++) {
                for (Map.Entry<String, byte[]> file : files.entrySet()) {
                    assertArrayEquals(file.getValue(), vfs.readAll(file.getKey(), 1 << 20), file.getKey());
                    assertEquals(file.getValue().length, Rig.stat(vfs, file.getKey())[ST_SIZE]);
                    assertTrue(rig.baseline - rig.frames.free() <= bound, "the cache keeps to its limit");
                }
            }
            vfs.close();
        }
    }

    @Test
    void metadataAreKept() {
        byte[] image = Rig.image(new RomFsWriter(77).file("/bin/sh", 0755, 123, bytes("x")).directory("/empty", 0700, 456)
            .link("/bin/dash", "sh", 789).file("/ünïcode/näme", 0444, 5, bytes("")));
        try (Rig rig = new Rig(64)) {
            Vfs vfs = new Vfs(rig.romFs(image, 8, 1), rig::now);
            assertEquals(S_IFREG | 0755, Rig.stat(vfs, "/bin/dash")[ST_MODE]);
            assertEquals(123, Rig.stat(vfs, "/bin/sh")[ST_MTIME]);
            assertEquals(S_IFDIR | 0700, Rig.stat(vfs, "/empty")[ST_MODE]);
            assertEquals(456, Rig.stat(vfs, "/empty")[ST_MTIME]);
            assertEquals(789, Rig.lstat(vfs, "/bin/dash")[ST_MTIME]);
            assertEquals(2, Rig.lstat(vfs, "/bin/dash")[ST_SIZE]);
            assertEquals(77, Rig.stat(vfs, "/bin")[ST_MTIME]);
            assertEquals("/ünïcode/näme", vfs.resolve("/ünïcode/näme"));
            assertEquals(List.of("bin", "empty", "ünïcode"), Rig.list(vfs, "/"));
            assertEquals(List.of(), Rig.list(vfs, "/empty"));
            long[] info = new long[FS_LENGTH];
            vfs.statfs("/bin", info);
            assertArrayEquals(new long[] {4096, image.length / 4096, 0, 1}, info);
            vfs.close();
        }
    }

    @Test
    void directoriesWithThousandsOfNamesListAndFindEachOne() {
        RomFsWriter writer = new RomFsWriter(1);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            names.add("name-" + i);
            writer.file("many/name-" + i, 0644, 1, bytes(Integer.toString(i)));
        }
        names.sort(null);
        try (Rig rig = new Rig(256)) {
            Vfs vfs = new Vfs(rig.romFs(Rig.image(writer), 32, 4), rig::now);
            assertEquals(names, Rig.list(vfs, "/many"));
            for (int i = 0; i < 5000; i += 7) {
                assertEquals(Integer.toString(i), Rig.get(vfs, "/many/name-" + i));
            }
            Rig.fails(Errno.ENOENT, () -> vfs.resolve("/many/name-5000"));
            vfs.close();
        }
    }

    @Test
    void nothingCanBeChanged() {
        byte[] image = Rig.image(new RomFsWriter(1).file("f", 0644, 1, bytes("x")).directory("d", 0755, 1));
        try (Rig rig = new Rig(64)) {
            Vfs vfs = new Vfs(rig.romFs(image, 8, 1), rig::now);
            Rig.fails(Errno.EROFS, () -> vfs.open("/f", O_RDONLY | O_TRUNC, 0));
            Rig.fails(Errno.EROFS, () -> vfs.open("/g", O_WRONLY | O_CREAT, 0644));
            Rig.fails(Errno.EROFS, () -> vfs.unlink("/f"));
            Rig.fails(Errno.EROFS, () -> vfs.rmdir("/d"));
            Rig.fails(Errno.EROFS, () -> vfs.chmod("/f", 0));
            vfs.open("/f", O_RDONLY | O_CREAT, 0644).close();
            vfs.close();
        }
    }

    @Test
    void thePartitionMayLieAnywhereOnTheDisk() {
        byte[] image = Rig.image(new RomFsWriter(1).file("f", 0644, 1, bytes("found")));
        byte[] disk = new byte[image.length + 9 * 512];
        System.arraycopy(image, 0, disk, 3 * 512, image.length);
        try (Rig rig = new Rig(64)) {
            FakeDisk device = rig.disk(disk);
            PageCache cache = new PageCache(device, 3, image.length / 512, rig.frames, 8, 2, new Rig.HostLock());
            Vfs vfs = new Vfs(new RomFs("disk", cache), rig::now);
            assertEquals("found", Rig.get(vfs, "/f"));
            vfs.close();
            assertThrows(IllegalArgumentException.class,
                () -> new PageCache(device, 3, device.blocks(), rig.frames, 8, 2, new Rig.HostLock()));
        }
    }

    @Test
    void theSameContentsGiveTheSameImage() {
        assertArrayEquals(Rig.image(tree(3, new TreeMap<>())), Rig.image(tree(3, new TreeMap<>())));
        byte[] forwards = Rig.image(new RomFsWriter(1).file("a", 0644, 1, bytes("1")).file("b", 0644, 1, bytes("2")));
        byte[] backwards = Rig.image(new RomFsWriter(1).file("b", 0644, 1, bytes("2")).file("a", 0644, 1, bytes("1")));
        assertArrayEquals(forwards, backwards);
    }

    @Test
    void theWriterRefusesWhatCannotBeRead() {
        RomFsWriter writer = new RomFsWriter(1).file("a", 0644, 1, bytes("")).directory("d", 0755, 1);
        assertThrows(IllegalArgumentException.class, () -> writer.file("a", 0644, 1, bytes("")));
        assertThrows(IllegalArgumentException.class, () -> writer.file("a/b", 0644, 1, bytes("")));
        assertThrows(IllegalArgumentException.class, () -> writer.directory("a", 0755, 1));
        assertThrows(IllegalArgumentException.class, () -> writer.file("/", 0644, 1, bytes("")));
        assertThrows(IllegalArgumentException.class, () -> writer.file("d/../x", 0644, 1, bytes("")));
        assertThrows(IllegalArgumentException.class, () -> writer.file("x".repeat(256), 0644, 1, bytes("")));
        assertThrows(IllegalArgumentException.class, () -> writer.link("l", "", 1));
        assertTrue(writer.contains("/d") && writer.contains("a") && !writer.contains("a/b") && !writer.contains("z/y"));
        writer.file("grows", 0644, 1, new RomFsWriter.Content() {
            private int opened;

            @Override
            public long size() {
                return 1;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(new byte[++opened]);
            }
        });
        assertThrows(IOException.class, () -> writer.write(new ByteArrayOutputStream()));
    }

    // ------------------------------------------------------------------ damage

    private record Bytes(byte[] content) implements RomImage.Source {
        @Override
        public long size() {
            return content.length;
        }

        @Override
        public void read(long position, byte[] buffer, int offset, int length) {
            System.arraycopy(content, Math.toIntExact(position), buffer, offset, length);
        }
    }

    /** Makes the checksums of an image right again, as somebody would who means harm. */
    private static void seal(byte[] image) {
        ByteBuffer b = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        long meta = b.getInt(24) * 40L + b.getInt(28) * 12L + b.getInt(32);
        if (meta >= 0 && 4096 + meta <= image.length) {
            CRC32C crc = new CRC32C();
            crc.update(image, 4096, (int) meta);
            b.putInt(36, (int) crc.getValue());
        }
        CRC32C crc = new CRC32C();
        crc.update(image, 0, 4092);
        b.putInt(4092, (int) crc.getValue());
    }

    private static String damage(byte[] image) {
        return assertThrows(DamagedImage.class, () -> RomImage.open(new Bytes(image))).getMessage();
    }

    private static byte[] small() {
        return Rig.image(new RomFsWriter(1).file("d/f", 0644, 1, bytes("text")).link("l", "d/f", 1));
    }

    @Test
    void everyKindOfDamageIsNamed() {
        byte[] magic = small();
        magic[0]++;
        assertTrue(damage(magic).contains("magic"));
        byte[] version = small();
        version[8]++;
        seal(version);
        assertTrue(damage(version).contains("version 2"));
        byte[] head = small();
        head[100]++;
        assertTrue(damage(head).contains("checksum of the superblock"));
        byte[] meta = small();
        meta[4100]++;
        assertTrue(damage(meta).contains("checksum of the metadata"));
        assertTrue(damage(Arrays.copyOf(small(), 100)).contains("too few"));
        assertTrue(damage(Arrays.copyOf(small(), 8192)).contains("partition of 8192"));
        byte[] data = small();
        data[data.length - 4096]++;
        RomImage image = RomImage.open(new Bytes(data));
        int file = 3;
        assertTrue(image.isFile(file));
        DamagedImage e = assertThrows(DamagedImage.class, () -> image.checkData(file, new Bytes(data)));
        assertTrue(e.getMessage().contains("data of inode 3"));
        RomImage.open(new Bytes(small())).checkData(file, new Bytes(small()));
    }

    @Test
    void aDirectoryInsideItselfIsRefused() {
        // inodes: 0 top, 1 d, 2 l, 3 d/f; the last of three entries is d/f: let it name d, which then is below itself
        byte[] image = small();
        int entry = 4096 + 4 * 40 + 2 * 12;
        ByteBuffer b = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(3, b.getInt(entry));
        b.putInt(entry, 1);
        seal(image);
        assertTrue(damage(image).contains("named before"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void flippedBytesNeverGiveAnythingButAReasonOrASoundTree(long seed) {
        Random random = new Random(seed);
        byte[] good = Rig.image(new RomFsWriter(1).file("d/f", 0644, 1, new byte[5000]).link("l", "d/f", 1)
            .file("d/e/g", 0644, 1, bytes("g")).file("ö", 0644, 1, bytes("")));
        int sound = 0;
        int refused = 0;
        for (int i = 0; i < 5000; i++) {
            byte[] image = good.clone();
            int flips = 1 + random.nextInt(3);
            for (int k = 0; k < flips; k++) {
                int at = random.nextBoolean() ? random.nextInt(48) : 4096 + random.nextInt(400);
                image[at] = (byte) (random.nextBoolean() ? image[at] ^ 1 << random.nextInt(8) : random.nextInt());
            }
            if (random.nextInt(4) != 0) {
                seal(image);
            }
            try {
                readEverything(RomImage.open(new Bytes(image)), RomImage.ROOT, 0);
                sound++;
            } catch (DamagedImage e) {
                refused++;
            }
        }
        assertTrue(sound > 0 && refused > sound, sound + " sound, " + refused + " refused");
    }

    private static void readEverything(RomImage image, int inode, int depth) {
        assertTrue(depth < 10, "no loops");
        if (image.isLink(inode)) {
            assertFalse(image.target(inode).isEmpty());
        } else if (image.isFile(inode)) {
            assertTrue(image.start(inode) + image.size(inode) <= image.bytes());
        } else {
            for (int i = 0; i < image.size(inode); i++) {
                assertFalse(image.name(inode, i).isEmpty());
                readEverything(image, image.inode(inode, i), depth + 1);
            }
        }
    }

    @Test
    void damagedImagesAreMountedOrRefusedAndReadOrGiveEio() {
        Random random = new Random(9);
        Map<String, byte[]> files = new TreeMap<>();
        byte[] good = Rig.image(tree(2, files));
        try (Rig rig = new Rig(512)) {
            for (int i = 0; i < 200; i++) {
                byte[] image = good.clone();
                int at = random.nextInt(3) == 0 ? random.nextInt(48) : 4096 + random.nextInt(6000);
                image[at] = (byte) random.nextInt();
                seal(image);
                PageCache cache = rig.cache(rig.disk(image), 32, 4);
                try {
                    Vfs vfs = new Vfs(new RomFs("disk", cache), rig::now);
                    for (String path : files.keySet()) {
                        readIfThere(vfs, path);
                    }
                } catch (DamagedImage e) {
                    assertTrue(e.getMessage().startsWith("romfs: "));
                } finally {
                    cache.close();
                }
            }
        }
    }

    private static void readIfThere(Vfs vfs, String path) {
        try {
            FileSession session = vfs.open(path, O_RDONLY, 0);
            byte[] buffer = new byte[10_000];
            session.read(buffer, 0, buffer.length);
            session.close();
        } catch (CallFailed e) {
            assertTrue(List.of(Errno.ENOENT, Errno.EIO, Errno.EACCES, Errno.EISDIR, Errno.ENOTDIR, Errno.ELOOP)
                .contains(e.errno()));
        }
    }
}

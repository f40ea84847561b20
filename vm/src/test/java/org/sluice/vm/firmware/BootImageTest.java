package org.sluice.vm.firmware;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootImageTest {
    @TempDir
    private Path folder;

    private static final String GOOD = "format=1\njdk.version=" + HostJdk.version() + "\njdk.fingerprint=" + HostJdk.fingerprint()
        + "\nmodules=kernel.jar\n";

    private static Map<String, byte[]> files(String properties) {
        byte[] jar = new byte[300_000];
        new Random(1).nextBytes(jar);
        return new TreeMap<>(Map.of("boot.properties", properties.getBytes(StandardCharsets.UTF_8), "kernel.jar", jar,
            "a-long name of a module.jar", new byte[] {1, 2, 3}, "empty", new byte[0]));
    }

    private Path image(byte[] volume) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(volume);
        List<Partition> partitions = List.of(
            new Partition("boot", Partition.TYPE_BOOT, Partition.checkedId((int) crc.getValue(), 1), 2048, volume.length / 512),
            new Partition("library", Partition.TYPE_SLUICE, new UUID(1, 1), 2048 + volume.length / 512, 8));
        int blocks = 2048 + volume.length / 512 + 8 + Gpt.BACKUP_BLOCKS;
        ByteBuffer disk = ByteBuffer.allocate(blocks * 512);
        byte[][] table = Gpt.format(partitions, blocks, new UUID(2, 2));
        disk.put(0, table[0]).put(2048 * 512, volume).put((blocks - Gpt.BACKUP_BLOCKS) * 512, table[1]);
        disk.put((int) partitions.get(1).offset(), (byte) 77);
        return Files.write(folder.resolve("test.img"), disk.array());
    }

    private static String failure(Path image) {
        BootFailure failure = assertThrows(BootFailure.class, () -> BootImage.open(image));
        assertFalse(failure.getMessage().contains("\n"), failure.getMessage());
        assertTrue(failure.getMessage().contains(image.getFileName().toString()));
        return failure.getMessage();
    }

    @Test
    void readsTheFilesOfTheBootPartition() throws IOException {
        Map<String, byte[]> files = files(GOOD);
        BootImage image = BootImage.open(image(BootVolume.create(files)));
        assertEquals(files.keySet(), image.files().keySet());
        files.forEach((name, bytes) -> assertArrayEquals(bytes, image.files().get(name), name));
        image.checkJdk();
        try (Arena arena = Arena.ofConfined()) {
            assertEquals(77, image.map(image.partition("library").orElseThrow(), arena).get(ValueLayout.JAVA_BYTE, 0));
        }
    }

    @Test
    void theSameFilesGiveTheSameVolume() throws IOException {
        assertArrayEquals(BootVolume.create(files(GOOD)), BootVolume.create(files(GOOD)));
    }

    @Test
    void saysWhatIsMissingOrDamaged() throws IOException {
        assertTrue(failure(folder.resolve("none.img")).contains("no such disk image"));
        assertTrue(failure(Files.write(folder.resolve("short.img"), new byte[100])).contains("too short"));
        assertTrue(failure(Files.write(folder.resolve("zero.img"), new byte[1 << 20])).contains("not a disk image"));
        Path image = image(new byte[1 << 20]);
        assertTrue(failure(image).contains("boot partition"));
        Map<String, byte[]> files = files(GOOD);
        files.remove("boot.properties");
        assertTrue(failure(image(BootVolume.create(files))).contains("no boot.properties"));
    }

    @Test
    void namesTheCommandThatRebuildsAForeignImage() throws IOException {
        for (String properties : List.of(GOOD.replace("format=1", "format=0"), GOOD.replace(HostJdk.version(), "25.0.99"),
            GOOD.replace("fingerprint=", "fingerprint=x"))) {
            BootImage image = BootImage.open(image(BootVolume.create(files(properties))));
            BootFailure failure = assertThrows(BootFailure.class, image::checkJdk);
            assertTrue(failure.getMessage().contains("./sluice image build --image"), failure.getMessage());
        }
    }

    @Test
    void noticesFlippedBitsInTheBootPartition() throws IOException {
        Path image = image(BootVolume.create(files(GOOD)));
        byte[] good = Files.readAllBytes(image);
        Partition boot = BootImage.open(image).partition("boot").orElseThrow();
        Random random = new Random(3);
        for (int i = 0; i < 100; i++) {
            byte[] bad = good.clone();
            bad[(int) (boot.offset() + random.nextLong(boot.bytes()))] ^= (byte) (1 << random.nextInt(8));
            Files.write(image, bad);
            assertTrue(failure(image).contains("wrong checksum"));
        }
    }

    /** Damage that the checksum does not cover up: the FAT reader itself must end, with the files or with one failure. */
    @Test
    void theVolumeReaderBearsDamage() throws IOException {
        byte[] good = BootVolume.create(files(GOOD));
        Random random = new Random(4);
        int failed = 0;
        for (int i = 0; i < 400; i++) {
            byte[] bad = good.clone();
            for (int n = random.nextInt(8); n >= 0; n--) {
                bad[random.nextInt(i % 2 == 0 ? 512 : 24 * 512)] ^= (byte) (1 + random.nextInt(255));
            }
            try {
                BootVolume.read(ByteBuffer.wrap(bad));
            } catch (BootFailure expected) {
                failed++;
            }
        }
        assertTrue(failed > 0);
    }
}

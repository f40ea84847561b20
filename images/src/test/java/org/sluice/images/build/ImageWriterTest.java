package org.sluice.images.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.vm.device.Worker;
import org.sluice.vm.device.disk.DiskDevice;
import org.sluice.vm.firmware.BootImage;
import org.sluice.vm.firmware.Partition;

class ImageWriterTest {
    @TempDir
    private Path folder;
    private Distribution distribution;
    private Path library;
    private Path root;

    @BeforeEach
    void prepare() throws IOException {
        for (String name : List.of("boot", "modules", "guest")) {
            Files.createDirectories(folder.resolve("dist").resolve(name));
        }
        Files.write(folder.resolve("dist/modules/kernel.jar"), new byte[5000]);
        Files.write(folder.resolve("dist/modules/abi.jar"), new byte[] {1});
        distribution = new Distribution(folder.resolve("dist"));
        byte[] bytes = new byte[3_000_001];
        new Random(1).nextBytes(bytes);
        library = Files.write(folder.resolve("library"), bytes);
        root = Files.write(folder.resolve("root"), new byte[] {9, 8, 7});
    }

    private Path write(String name, Path former) throws IOException {
        Path image = folder.resolve(name);
        new ImageWriter(distribution).write(image, library, root, former);
        return image;
    }

    private static byte[] read(Path image, Partition partition, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(image)) {
            ByteBuffer bytes = ByteBuffer.allocate(length);
            channel.read(bytes, partition.offset());
            return bytes.array();
        }
    }

    @Test
    void partitionsHoldWhatTheyAreMadeOf() throws IOException {
        BootImage image = BootImage.open(write("a.img", folder.resolve("none")));
        image.checkJdk();
        assertEquals(List.of("boot", "library", "root", "swap", "data"), image.partitions().stream().map(Partition::name).toList());
        assertEquals("abi.jar,kernel.jar", image.property(BootImage.KEY_MODULES));
        assertArrayEquals(Files.readAllBytes(library), read(image.file(), image.partition("library").orElseThrow(), 3_000_001));
        assertArrayEquals(new byte[] {9, 8, 7}, read(image.file(), image.partition("root").orElseThrow(), 3));
        assertNull(ImageCheck.problem(image));
        assertTrue(ImageBuilder.upToDate(image, distribution));
        for (Partition p : image.partitions()) {
            assertEquals(0, p.firstBlock() % 2048, p.name());
        }
    }

    @Test
    void theSameInputGivesTheSameBootPartition() throws IOException {
        BootImage first = BootImage.open(write("a.img", folder.resolve("none")));
        BootImage second = BootImage.open(write("b.img", folder.resolve("none")));
        assertEquals(first.partitions(), second.partitions());
    }

    @Test
    void aChangedJarMakesTheImageStale() throws IOException {
        BootImage image = BootImage.open(write("a.img", folder.resolve("none")));
        Files.write(folder.resolve("dist/modules/kernel.jar"), new byte[5001]);
        assertFalse(ImageBuilder.upToDate(image, distribution));
    }

    @Test
    void checkFindsADamagedLibrary() throws IOException {
        BootImage image = BootImage.open(write("a.img", folder.resolve("none")));
        try (FileChannel channel = FileChannel.open(image.file(), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}), image.partition("library").orElseThrow().offset() + 4000);
        }
        assertNotNull(ImageCheck.problem(image));
    }

    @Test
    void theUsersDataSurviveARebuild() throws IOException {
        Path old = write("a.img", folder.resolve("none"));
        Partition data = BootImage.open(old).partition("data").orElseThrow();
        byte[] precious = "precious".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        try (FileChannel channel = FileChannel.open(old, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(precious), data.offset() + 700_000_123);
        }
        Files.write(folder.resolve("root"), new byte[5 << 20]); // moves what comes after
        Path made = write("b.img", old);
        Partition moved = BootImage.open(made).partition("data").orElseThrow();
        assertTrue(moved.firstBlock() > data.firstBlock());
        try (FileChannel channel = FileChannel.open(made)) {
            ByteBuffer bytes = ByteBuffer.allocate(precious.length);
            channel.read(bytes, moved.offset() + 700_000_123);
            assertArrayEquals(precious, bytes.array());
        }
    }

    @Test
    void anImageInUseIsNotReplaced() throws IOException {
        Path old = write("a.img", folder.resolve("none"));
        try (DiskDevice running = DiskDevice.open("0", old, true, Worker.threads())) {
            assertTrue(running.writable());
            assertTrue(assertThrows(BuildFailure.class, () -> write("b.img", old)).getMessage().contains("running machine"));
        }
    }

    @Test
    void whatIsNoImageHasNoDataToKeep() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "not an image");
        assertEquals(5, BootImage.open(write("b.img", other)).partitions().size());
    }
}

package org.sluice.vm.firmware;

import java.io.IOException;
import java.io.StringReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.zip.CRC32;

/**
 * A disk image opened for booting: its partitions, the files of the boot partition, and the properties that say what the image
 * was built for. Everything is checked here that can be checked without running code of the image.
 */
public final class BootImage {
    /** Version of the image layout; an image of another version is rebuilt. */
    public static final String FORMAT = "1";
    /** Name of the properties file in the boot volume. */
    public static final String PROPERTIES = "boot.properties";

    /** Keys of the properties file. */
    public static final String KEY_FORMAT = "format";
    public static final String KEY_JDK = "jdk.version";
    public static final String KEY_JDK_FINGERPRINT = "jdk.fingerprint";
    public static final String KEY_LIBRARY = "library.sha256";
    public static final String KEY_MODULES = "modules";
    /** Identity of the files the image was built from; the builder's affair. */
    public static final String KEY_SOURCES = "sources";

    private static final int MAX_BOOT_BYTES = 512 << 20;

    private final Path file;
    private final List<Partition> partitions;
    private final Map<String, byte[]> files;
    private final Properties properties;

    private BootImage(Path file, List<Partition> partitions, Map<String, byte[]> files, Properties properties) {
        this.file = file;
        this.partitions = partitions;
        this.files = files;
        this.properties = properties;
    }

    /**
     * Opens an image and reads its boot partition.
     *
     * @throws BootFailure if there is none or it is damaged; for what JDK it was built is not checked
     */
    public static BootImage open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new BootFailure(file + ": no such disk image (./sluice image build --image " + file + " makes one)");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            List<Partition> partitions = Gpt.parse(readFully(channel, 0, Gpt.TABLE_BYTES).array(), channel.size());
            Partition boot = find(partitions, Partition.BOOT).orElseThrow(() -> new BootFailure("no partition named boot"));
            if (boot.bytes() > MAX_BOOT_BYTES) {
                throw new BootFailure("boot partition of " + boot.bytes() + " bytes: at most " + MAX_BOOT_BYTES);
            }
            ByteBuffer volume = readFully(channel, boot.offset(), (int) boot.bytes());
            CRC32 crc = new CRC32();
            crc.update(volume.duplicate());
            if ((int) crc.getValue() != boot.checksum()) {
                throw new BootFailure("boot partition is damaged: wrong checksum");
            }
            Map<String, byte[]> files = BootVolume.read(volume);
            return new BootImage(file, partitions, files, properties(files));
        } catch (BootFailure e) {
            throw new BootFailure(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new BootFailure(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** The partitions of an image, however damaged their contents are. @throws BootFailure if the table cannot be read */
    public static List<Partition> partitionsOf(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return Gpt.parse(readFully(channel, 0, Gpt.TABLE_BYTES).array(), channel.size());
        } catch (IOException e) {
            throw new BootFailure(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Checks that the image was built for this system and this JDK. @throws BootFailure naming the command that rebuilds it */
    public void checkJdk() {
        if (!FORMAT.equals(property(KEY_FORMAT))) {
            throw new BootFailure(file + ": image format " + property(KEY_FORMAT) + ", this system needs " + FORMAT + rebuild());
        }
        if (!HostJdk.version().equals(property(KEY_JDK))) {
            throw new BootFailure(file + ": built for JDK " + property(KEY_JDK) + ", this is JDK " + HostJdk.version() + rebuild());
        }
        if (!HostJdk.fingerprint().equals(property(KEY_JDK_FINGERPRINT))) {
            throw new BootFailure(file + ": built for another build of JDK " + HostJdk.version() + rebuild());
        }
    }

    private String rebuild() {
        return " (./sluice image build --image " + file + " rebuilds it)";
    }

    /** A property, or "" if the image does not have it. */
    public String property(String key) {
        return properties.getProperty(key, "");
    }

    /** The image's file. */
    public Path file() {
        return file;
    }

    /** All partitions in order. */
    public List<Partition> partitions() {
        return partitions;
    }

    /** A partition by name. */
    public Optional<Partition> partition(String name) {
        return find(partitions, name);
    }

    /** Files of the boot volume by name. */
    public Map<String, byte[]> files() {
        return files;
    }

    /** Maps a partition read-only. */
    public MemorySegment map(Partition partition, Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, partition.offset(), partition.bytes(), arena);
        }
    }

    private static Optional<Partition> find(List<Partition> partitions, String name) {
        return partitions.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    private static Properties properties(Map<String, byte[]> files) {
        byte[] text = files.get(PROPERTIES);
        if (text == null) {
            throw new BootFailure("boot partition has no " + PROPERTIES);
        }
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(new String(text, StandardCharsets.UTF_8)));
        } catch (IOException | IllegalArgumentException e) {
            throw new BootFailure(PROPERTIES + " is damaged: " + e.getMessage(), e);
        }
        return properties;
    }

    private static ByteBuffer readFully(FileChannel channel, long position, int length) throws IOException {
        if (position + length > channel.size()) {
            throw new BootFailure("the file is too short for a disk image");
        }
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new BootFailure("the file became shorter while it was read");
            }
        }
        return buffer.flip();
    }
}

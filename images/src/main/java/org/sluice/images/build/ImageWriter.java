package org.sluice.images.build;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.sluice.vm.firmware.BootFailure;
import org.sluice.vm.firmware.BootImage;
import org.sluice.vm.firmware.BootVolume;
import org.sluice.vm.firmware.Gpt;
import org.sluice.vm.firmware.HostJdk;
import org.sluice.vm.firmware.Partition;

/** Lays the partitions of an image out and writes them: boot, library, root, then swap and data, which take no space until used. */
final class ImageWriter {
    private static final long SWAP_BYTES = 2L << 30;
    private static final long DATA_BYTES = 1L << 30;
    private static final int CHUNK = 1 << 20;

    private final Distribution distribution;

    ImageWriter(Distribution distribution) {
        this.distribution = distribution;
    }

    /**
     * Writes an image.
     *
     * @param target  the file to make
     * @param library the class archive
     * @param root    the root file system
     * @param former  an image whose data partition to take over, if it exists
     */
    void write(Path target, Path library, Path root, Path former) throws IOException {
        byte[] boot = bootVolume(library);
        CRC32 crc = new CRC32();
        crc.update(boot);
        List<Partition> partitions = new ArrayList<>();
        UUID bootId = Partition.checkedId((int) crc.getValue(), 1);
        add(partitions, Partition.BOOT, Partition.TYPE_BOOT, bootId, boot.length);
        add(partitions, Partition.LIBRARY, Partition.TYPE_SLUICE, id(bootId, 2), Files.size(library));
        add(partitions, Partition.ROOT, Partition.TYPE_SLUICE, id(bootId, 3), Files.size(root));
        add(partitions, Partition.SWAP, Partition.TYPE_SWAP, id(bootId, 4), SWAP_BYTES);
        Partition data = add(partitions, Partition.DATA, Partition.TYPE_SLUICE, id(bootId, 5), DATA_BYTES);
        long diskBlocks = align(data.firstBlock() + data.blocks() + Gpt.BACKUP_BLOCKS);
        byte[][] table = Gpt.format(partitions, diskBlocks, id(bootId, 6));
        try (FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            writeFully(out, 0, ByteBuffer.wrap(table[0]));
            writeFully(out, partitions.get(0).offset(), ByteBuffer.wrap(boot));
            copy(library, 0, Files.size(library), out, partitions.get(1).offset());
            copy(root, 0, Files.size(root), out, partitions.get(2).offset());
            keepData(former, out, data);
            writeFully(out, (diskBlocks - Gpt.BACKUP_BLOCKS) * Gpt.BLOCK_SIZE, ByteBuffer.wrap(table[1]));
            out.force(true);
        }
    }

    private static Partition add(List<Partition> partitions, String name, UUID type, UUID id, long bytes) {
        long first = Gpt.ALIGNMENT;
        if (!partitions.isEmpty()) {
            Partition last = partitions.get(partitions.size() - 1);
            first = align(last.firstBlock() + last.blocks());
        }
        Partition partition = new Partition(name, type, id, first, (bytes + Gpt.BLOCK_SIZE - 1) / Gpt.BLOCK_SIZE);
        partitions.add(partition);
        return partition;
    }

    private static long align(long block) {
        return (block + Gpt.ALIGNMENT - 1) / Gpt.ALIGNMENT * Gpt.ALIGNMENT;
    }

    private static UUID id(UUID bootId, int salt) {
        return Partition.checkedId((int) (bootId.getMostSignificantBits() >>> 32), salt);
    }

    private byte[] bootVolume(Path library) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (Path jar : distribution.modules()) {
            files.put(jar.getFileName().toString(), Files.readAllBytes(jar));
        }
        StringBuilder text = new StringBuilder();
        property(text, BootImage.KEY_FORMAT, BootImage.FORMAT);
        property(text, BootImage.KEY_JDK, HostJdk.version());
        property(text, BootImage.KEY_JDK_FINGERPRINT, HostJdk.fingerprint());
        property(text, BootImage.KEY_LIBRARY, sha256(library));
        property(text, BootImage.KEY_MODULES, files.keySet().stream().collect(Collectors.joining(",")));
        property(text, BootImage.KEY_SOURCES, distribution.identity());
        files.put(BootImage.PROPERTIES, text.toString().getBytes(StandardCharsets.UTF_8));
        return BootVolume.create(files);
    }

    private static void property(StringBuilder text, String key, String value) {
        text.append(key).append('=').append(value.replace("\\", "\\\\")).append('\n');
    }

    /** The hash of a file's contents padded with zeros to whole blocks, as it stands in its partition; in hexadecimal. */
    static String sha256(Path file) throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
            while (in.read(buffer.clear()) >= 0) {
                digest.update(buffer.flip());
            }
            int rest = (int) (in.size() % Gpt.BLOCK_SIZE);
            digest.update(new byte[rest == 0 ? 0 : Gpt.BLOCK_SIZE - rest]);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** A former image's data are the user's: they are taken over, and an image a machine is writing to is not replaced. */
    private static void keepData(Path former, FileChannel out, Partition data) throws IOException {
        if (!Files.exists(former)) {
            return;
        }
        Optional<Partition> old;
        try {
            old = BootImage.partitionsOf(former).stream().filter(p -> p.name().equals(Partition.DATA)).findFirst();
        } catch (BootFailure e) {
            return; // not an image of ours, or one without a readable table: there are no data to find
        }
        if (old.isEmpty()) {
            return;
        }
        if (old.get().bytes() > data.bytes()) {
            throw new BuildFailure(former + ": its data partition of " + old.get().bytes() + " bytes does not fit into "
                + data.bytes() + "; move the image away first");
        }
        try (FileChannel in = FileChannel.open(former, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (in.tryLock() == null) {
                throw new BuildFailure(former + ": a running machine writes to it; end that first");
            }
            copy(former, old.get().offset(), old.get().bytes(), out, data.offset());
        } catch (OverlappingFileLockException e) {
            throw new BuildFailure(former + ": a running machine writes to it; end that first", e);
        }
    }

    /** Copies a range of a file, leaving out what is zero, so that what was sparse stays so. */
    private static void copy(Path from, long fromOffset, long length, FileChannel out, long toOffset) throws IOException {
        byte[] chunk = new byte[CHUNK];
        byte[] zeros = new byte[CHUNK];
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ)) {
            for (long done = 0; done < length;) {
                int want = (int) Math.min(CHUNK, length - done);
                int n = in.read(ByteBuffer.wrap(chunk, 0, want), fromOffset + done);
                if (n < 0) {
                    throw new IOException(from + " became shorter");
                }
                if (java.util.Arrays.mismatch(chunk, 0, n, zeros, 0, n) >= 0) {
                    writeFully(out, toOffset + done, ByteBuffer.wrap(chunk, 0, n));
                }
                done += n;
            }
        }
    }

    private static void writeFully(FileChannel out, long position, ByteBuffer bytes) throws IOException {
        long start = position - bytes.position();
        while (bytes.hasRemaining()) {
            out.write(bytes, start + bytes.position());
        }
    }
}

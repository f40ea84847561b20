package org.sluice.vm.firmware;

import de.waldheinz.fs.BlockDevice;
import de.waldheinz.fs.FsDirectory;
import de.waldheinz.fs.FsDirectoryEntry;
import de.waldheinz.fs.FsFile;
import de.waldheinz.fs.ReadOnlyException;
import de.waldheinz.fs.fat.FatFileSystem;
import de.waldheinz.fs.fat.SuperFloppyFormatter;
import de.waldheinz.fs.util.RamDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** The FAT volume of the boot partition: a folder {@code /sluice} with files directly in it. */
public final class BootVolume {
    /** The folder firmware looks into. */
    public static final String FOLDER = "sluice";

    private static final int SECTOR = 512;
    /** Room for the allocation tables, folders and the last cluster of each file. */
    private static final int OVERHEAD = 1 << 20;
    private static final int GRANULE = 1 << 20;

    private BootVolume() {
    }

    /**
     * Makes a volume just large enough.
     *
     * @param files names in {@link #FOLDER} and their contents
     * @return the volume's bytes, a multiple of 1 MiB
     */
    public static byte[] create(Map<String, byte[]> files) throws IOException {
        long content = files.values().stream().mapToLong(f -> f.length + 4096L).sum();
        int size = Math.toIntExact((content + OVERHEAD + GRANULE - 1) / GRANULE * GRANULE);
        RamDisk disk = new RamDisk(size, SECTOR);
        FatFileSystem fat = SuperFloppyFormatter.get(disk).setVolumeLabel("SLUICE").format();
        FsDirectoryEntry folder = fat.getRoot().addDirectory(FOLDER);
        for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
            FsDirectoryEntry entry = folder.getDirectory().addFile(file.getKey());
            FsFile target = entry.getFile();
            target.setLength(file.getValue().length);
            target.write(0, ByteBuffer.wrap(file.getValue()));
            target.flush();
        }
        fat.flush();
        fat.close();
        byte[] volume = new byte[size];
        disk.getBuffer().duplicate().clear().get(volume);
        FatStamps.set(volume);
        return volume;
    }

    /**
     * Reads all files of the folder.
     *
     * @param volume the partition's bytes
     * @throws BootFailure if this is no FAT volume, a damaged one, or one without the folder
     */
    public static Map<String, byte[]> read(ByteBuffer volume) {
        try {
            FatFileSystem fat = FatFileSystem.read(new VolumeDevice(volume), true);
            FsDirectoryEntry folder = fat.getRoot().getEntry(FOLDER);
            if (folder == null || !folder.isDirectory()) {
                throw new BootFailure("boot partition has no folder /" + FOLDER);
            }
            return readFolder(folder.getDirectory(), volume.capacity());
        } catch (BootFailure e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // the FAT library reports damage by whatever breaks first
            throw new BootFailure("boot partition is damaged: " + e, e);
        }
    }

    private static Map<String, byte[]> readFolder(FsDirectory folder, int limit) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (FsDirectoryEntry entry : folder) {
            if (entry.isFile()) {
                long length = entry.getFile().getLength();
                if (length < 0 || length > limit) {
                    throw new BootFailure("boot partition is damaged: " + entry.getName() + " is longer than the partition");
                }
                byte[] bytes = new byte[(int) length];
                entry.getFile().read(0, ByteBuffer.wrap(bytes));
                files.put(entry.getName(), bytes);
            }
        }
        return files;
    }

    /** The partition's bytes as the FAT library wants them. */
    private record VolumeDevice(ByteBuffer volume) implements BlockDevice {
        @Override
        public long getSize() {
            return volume.capacity();
        }

        @Override
        public void read(long offset, ByteBuffer target) throws IOException {
            if (offset < 0 || offset + target.remaining() > volume.capacity()) {
                throw new IOException("read at " + offset + " outside the volume");
            }
            target.put(volume.slice((int) offset, target.remaining()));
        }

        @Override
        public void write(long offset, ByteBuffer source) {
            throw new ReadOnlyException();
        }

        @Override
        public void flush() {
            // nothing is ever written
        }

        @Override
        public int getSectorSize() {
            return SECTOR;
        }

        @Override
        public void close() {
            // the partition is the caller's
        }

        @Override
        public boolean isClosed() {
            return false;
        }

        @Override
        public boolean isReadOnly() {
            return true;
        }
    }
}

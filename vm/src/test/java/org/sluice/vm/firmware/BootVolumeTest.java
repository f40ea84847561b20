package org.sluice.vm.firmware;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.waldheinz.fs.FsDirectoryEntry;
import de.waldheinz.fs.fat.FatFileSystem;
import de.waldheinz.fs.util.RamDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootVolumeTest {
    /** Two days after the first there is, in any time zone. */
    private static final long FIRST_DAYS = 315_532_800_000L + 2 * 86_400_000L;

    /** Small and large enough for tables of 12 and of 16 bits. Names long and short, so many that the folder has several clusters. */
    @ParameterizedTest
    @ValueSource(ints = {1 << 10, 200 << 10})
    void holdsTheFilesAndNothingOfTheDayItWasMade(int most) throws IOException {
        Random random = new Random(most);
        Map<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i < 120; i++) {
            byte[] bytes = new byte[random.nextInt(most)];
            random.nextBytes(bytes);
            files.put(i % 3 == 0 ? "F" + i : "a-module-with-a-long-name-" + i + ".jar", bytes);
        }
        byte[] volume = BootVolume.create(files);
        Map<String, byte[]> read = BootVolume.read(ByteBuffer.wrap(volume));
        assertEquals(files.keySet(), read.keySet());
        files.forEach((name, bytes) -> assertArrayEquals(bytes, read.get(name), name));
        RamDisk disk = new RamDisk(volume.length, 512);
        disk.write(0, ByteBuffer.wrap(volume));
        FatFileSystem fat = FatFileSystem.read(disk, true);
        int entries = 0;
        for (FsDirectoryEntry entry : fat.getRoot().getEntry(BootVolume.FOLDER).getDirectory()) {
            assertTrue(entry.getCreated() < FIRST_DAYS && entry.getLastAccessed() < FIRST_DAYS && entry.getLastModified() < FIRST_DAYS,
                entry.getName() + " is of today");
            entries++;
        }
        assertTrue(entries >= files.size());
        assertTrue(fat.getRoot().getEntry(BootVolume.FOLDER).getCreated() < FIRST_DAYS);
    }
}

package org.sluice.vm.firmware;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Sets the dates of all entries of a FAT volume to one value, because the FAT library stamps creation and access with the
 * clock, and the same files shall give the same volume. Offsets are those of Microsoft's FAT specification (1.03); works for FAT12, FAT16
 * and FAT32.
 */
final class FatStamps {
    private static final int ENTRY = 32;
    private static final int END = 0;
    private static final int FREE = 0xe5;
    private static final int ATTRIBUTES = 11;
    private static final int LONG_NAME = 0x0f;
    private static final int FOLDER = 0x10;
    private static final int CREATION_TENTHS = 13;
    private static final int[] TIMES = {14, 22};
    private static final int[] DATES = {16, 18, 24};
    private static final int CLUSTER_HIGH = 20;
    private static final int CLUSTER_LOW = 26;
    /** 1980-01-01, the first date there is. */
    private static final short FIRST_DAY = 1 << 5 | 1;

    private final ByteBuffer volume;
    private final int clusterBytes;
    private final int fat;
    private final int fatBits;
    private final int firstCluster;

    private FatStamps(byte[] bytes) {
        volume = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int sector = unsigned(11);
        clusterBytes = sector * (volume.get(13) & 0xff);
        fat = unsigned(14) * sector;
        int rootBytes = unsigned(17) * ENTRY;
        int fatSectors = unsigned(22) != 0 ? unsigned(22) : volume.getInt(36);
        int root = fat + (volume.get(16) & 0xff) * fatSectors * sector;
        firstCluster = root + (rootBytes + sector - 1) / sector * sector;
        int clusters = (bytes.length - firstCluster) / clusterBytes;
        fatBits = rootBytes == 0 ? 32 : clusters < 4085 ? 12 : 16;
        if (rootBytes == 0) {
            chain(volume.getInt(44));
        } else {
            entries(root, rootBytes);
        }
    }

    /** Sets the dates. */
    static void set(byte[] volume) {
        new FatStamps(volume);
    }

    private int unsigned(int offset) {
        return volume.getShort(offset) & 0xffff;
    }

    private void chain(int start) {
        int last = fatBits == 12 ? 0xff8 : fatBits == 16 ? 0xfff8 : 0xffffff8;
        for (int cluster = start; cluster >= 2 && cluster < last; cluster = next(cluster)) {
            entries(firstCluster + (cluster - 2) * clusterBytes, clusterBytes);
        }
    }

    private int next(int cluster) {
        return switch (fatBits) {
            case 12 -> unsigned(fat + cluster * 3 / 2) >> (cluster % 2 == 0 ? 0 : 4) & 0xfff;
            case 16 -> unsigned(fat + cluster * 2);
            default -> volume.getInt(fat + cluster * 4) & 0xfffffff;
        };
    }

    private void entries(int from, int bytes) {
        for (int at = from; at < from + bytes && volume.get(at) != END; at += ENTRY) {
            int attributes = volume.get(at + ATTRIBUTES);
            if ((volume.get(at) & 0xff) == FREE || attributes == LONG_NAME) {
                continue;
            }
            volume.put(at + CREATION_TENTHS, (byte) 0);
            for (int time : TIMES) {
                volume.putShort(at + time, (short) 0);
            }
            for (int date : DATES) {
                volume.putShort(at + date, FIRST_DAY);
            }
            if ((attributes & FOLDER) != 0 && volume.get(at) != '.') {
                chain(fatBits == 32 ? unsigned(at + CLUSTER_HIGH) << 16 | unsigned(at + CLUSTER_LOW) : unsigned(at + CLUSTER_LOW));
            }
        }
    }
}

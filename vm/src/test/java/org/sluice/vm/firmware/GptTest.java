package org.sluice.vm.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class GptTest {
    private static final long BLOCKS = 100_000;
    private static final UUID DISK = new UUID(1, 2);
    private static final List<Partition> PARTITIONS = List.of(
        new Partition("boot", Partition.TYPE_BOOT, Partition.checkedId(0xcafe1234, 1), 2048, 2048),
        new Partition("root", Partition.TYPE_SLUICE, new UUID(3, 4), 4096, 10_000),
        new Partition("ünïcode name of thirty-six letters!!", Partition.TYPE_SWAP, new UUID(5, 6), 20_480, 1));

    private static byte[] table() {
        return Gpt.format(PARTITIONS, BLOCKS, DISK)[0];
    }

    private static String failure(byte[] table) {
        BootFailure failure = assertThrows(BootFailure.class, () -> Gpt.parse(table, BLOCKS * Gpt.BLOCK_SIZE));
        assertFalse(failure.getMessage().contains("\n"));
        return failure.getMessage();
    }

    /** Puts the checksums right again, so that what lies behind them is reached. */
    private static byte[] sealed(byte[] table) {
        ByteBuffer b = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
        b.putInt(512 + 88, crc(table, 1024, 128 * 128));
        b.putInt(512 + 16, 0);
        b.putInt(512 + 16, crc(table, 512, 92));
        return table;
    }

    private static int crc(byte[] bytes, int offset, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    @Test
    void readsWhatItWrites() {
        assertEquals(PARTITIONS, Gpt.parse(table(), BLOCKS * Gpt.BLOCK_SIZE));
        assertEquals(0xcafe1234, PARTITIONS.get(0).checksum());
    }

    /** Bytes other tools rely on: UEFI 2.10, 5.2.3 and 5.3. */
    @Test
    void hasTheStandardLayout() {
        ByteBuffer b = ByteBuffer.wrap(table()).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals((byte) 0xee, b.get(446 + 4));
        assertEquals(1, b.getInt(446 + 8));
        assertEquals(BLOCKS - 1, b.getInt(446 + 12));
        byte[] signature = new byte[8];
        b.get(512, signature);
        assertEquals("EFI PART", new String(signature, java.nio.charset.StandardCharsets.US_ASCII));
        assertEquals(BLOCKS - 1, b.getLong(512 + 32));
        assertEquals(34, b.getLong(512 + 40));
        assertEquals(BLOCKS - 34, b.getLong(512 + 48));
        // the EFI system partition's type in its mixed-endian form begins 28 73 2a c1
        assertEquals(0xc12a7328, b.getInt(1024));
        byte[] back = Gpt.format(PARTITIONS, BLOCKS, DISK)[1];
        ByteBuffer copy = ByteBuffer.wrap(back).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(BLOCKS - 1, copy.getLong(32 * 512 + 24));
        assertEquals(BLOCKS - 33, copy.getLong(32 * 512 + 72));
        assertEquals(b.getLong(1024), copy.getLong(0));
    }

    @Test
    void refusesWhatIsNoTable() {
        assertTrue(failure(new byte[Gpt.TABLE_BYTES]).contains("not a disk image"));
        assertTrue(failure(new byte[10]).contains("not a disk image"));
    }

    @Test
    void refusesPartitionsOutsideTheDiskOrOverlapping() {
        byte[] table = table();
        ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN).putLong(1024 + 40, BLOCKS);
        assertTrue(failure(sealed(table)).contains("not on the disk"));
        table = table();
        ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN).putLong(1024 + 32, -5);
        assertTrue(failure(sealed(table)).contains("not on the disk"));
        table = table();
        ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN).putLong(1024 + 40, 4096);
        assertTrue(failure(sealed(table)).contains("overlap"));
        BootFailure shortDisk = assertThrows(BootFailure.class, () -> Gpt.parse(table(), 10_000 * Gpt.BLOCK_SIZE));
        assertTrue(shortDisk.getMessage().contains("not on the disk"));
    }

    @Test
    void noticesEveryFlippedBitThatMatters() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            byte[] table = table();
            int bit = random.nextInt(table.length * 8);
            table[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertEquals(PARTITIONS, Gpt.parse(table, BLOCKS * Gpt.BLOCK_SIZE), "bit " + bit);
            } catch (BootFailure expected) {
                assertFalse(expected.getMessage().contains("\n"));
            }
        }
    }

    @Test
    void bearsAnythingBehindValidChecksums() {
        Random random = new Random(6);
        int parsed = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] table = table();
            for (int n = random.nextInt(6); n >= 0; n--) {
                table[512 + random.nextInt(1024)] = (byte) random.nextInt();
            }
            try {
                for (Partition p : Gpt.parse(sealed(table), BLOCKS * Gpt.BLOCK_SIZE)) {
                    assertTrue(p.firstBlock() >= 34 && p.blocks() > 0 && p.firstBlock() + p.blocks() <= BLOCKS);
                }
                parsed++;
            } catch (BootFailure expected) {
                assertFalse(expected.getMessage().contains("\n"));
            }
        }
        assertTrue(parsed > 0);
    }
}

package org.sluice.vm.device.atm.cell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Headers, checks and OAM cells against published values and against slow arithmetic written here. */
class CellTest {
    private static final byte[] CHECK = "123456789".getBytes(StandardCharsets.US_ASCII);

    /** Division bit by bit: the remainder of the message and as many zero bits as the polynomial has. */
    private static long divide(byte[] message, int bits, int width, long polynomial, long start) {
        long r = start;
        for (int i = 0; i < bits; i++) {
            long in = message[i / 8] >> 7 - i % 8 & 1;
            long top = r >> width - 1 & 1;
            r = (r << 1 & (1L << width) - 1) ^ ((top ^ in) == 1 ? polynomial : 0);
        }
        return r;
    }

    private static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] cell(int header) {
        byte[] cell = new byte[53];
        CellHeader.put(header, cell, 0);
        return cell;
    }

    @Test
    void hecOfKnownHeaders() {
        assertEquals(0x55, Hec.of(0), "unassigned cell");
        assertEquals(0x52, Hec.of(1), "idle cell, I.432.1");
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            int header = random.nextInt();
            byte[] bytes = {(byte) (header >> 24), (byte) (header >> 16), (byte) (header >> 8), (byte) header};
            assertEquals(divide(bytes, 32, 8, 0x07, 0) ^ 0x55, Hec.of(header));
        }
    }

    @Test
    void headersKeepTheirParts() {
        Random random = new Random(2);
        for (int i = 0; i < 10_000; i++) {
            int vpi = random.nextInt(256);
            int vci = random.nextInt(65536);
            int pti = random.nextInt(8);
            boolean clp = random.nextBoolean();
            byte[] cell = cell(CellHeader.pack(vpi, vci, pti, clp));
            int header = CellHeader.get(cell, 0);
            assertEquals(vpi, CellHeader.vpi(header));
            assertEquals(vci, CellHeader.vci(header));
            assertEquals(pti, CellHeader.pti(header));
            assertEquals(clp, CellHeader.clp(header));
            assertEquals(pti < 4, CellHeader.user(header));
            assertEquals(0, CellHeader.gfc(header));
            assertEquals(CellHeader.connection(vpi, vci), CellHeader.connection(header));
            assertTrue(Hec.good(cell, 0));
        }
        assertArrayEquals(new byte[] {0x0f, (byte) 0xf1, 0x23, (byte) 0x4b},
            java.util.Arrays.copyOf(cell(CellHeader.pack(0xff, 0x1234, 5, true)), 4));
    }

    @Test
    void correctsEverySingleBitAndThenDetects() {
        for (int bit = 0; bit < 40; bit++) {
            Hec hec = new Hec();
            byte[] good = cell(CellHeader.pack(3, 777, 1, false));
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (0x80 >> bit % 8);
            byte[] again = bad.clone();
            assertEquals(Hec.CORRECTED, hec.receive(bad, 0));
            assertArrayEquals(good, bad);
            assertEquals(Hec.BAD, hec.receive(again, 0), "in detection mode");
            assertEquals(Hec.GOOD, hec.receive(good.clone(), 0));
            assertEquals(Hec.CORRECTED, hec.receive(again, 0), "in correction mode again");
        }
    }

    @Test
    void discardsWhatTwoBitsAreWrongIn() {
        for (int first = 0; first < 40; first++) {
            for (int second = 0; second < first; second++) {
                Hec hec = new Hec();
                byte[] bad = cell(CellHeader.pack(9, 4711, 0, true));
                bad[first / 8] ^= (byte) (0x80 >> first % 8);
                bad[second / 8] ^= (byte) (0x80 >> second % 8);
                assertEquals(Hec.BAD, hec.receive(bad, 0), first + " and " + second);
            }
        }
    }

    @Test
    void crcsOfThePublishedCheckText() {
        Aal5Crc crc = new Aal5Crc();
        crc.update(CHECK, 0, CHECK.length);
        assertEquals(0xFC891918, crc.value(), "CRC-32/BZIP2");
        assertEquals(0x199, Crc10.update(0, CHECK, 0, CHECK.length), "CRC-10/ATM");
    }

    @Test
    void crc32IsThatOfTheDivisionInAnyPieces() {
        Random random = new Random(3);
        Aal5Crc crc = new Aal5Crc();
        try (Arena arena = Arena.ofConfined()) {
            for (int i = 0; i < 400; i++) {
                byte[] bytes = random(i, random.nextInt(9000));
                MemorySegment memory = arena.allocate(bytes.length + 1L);
                MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
                MemorySegment moved = arena.allocate(bytes.length + 1L);
                byte[] target = new byte[bytes.length];
                int want = (int) ~divide(bytes, 8 * bytes.length, 32, 0x04C11DB7L, 0xffffffffL);
                crc.reset();
                for (int at = 0; at < bytes.length;) {
                    int part = Math.min(bytes.length - at, 1 + random.nextInt(random.nextBoolean() ? 60 : 5000));
                    switch (random.nextInt(4)) {
                        case 0 -> crc.update(bytes, at, part);
                        case 1 -> crc.update(memory, at, part);
                        case 2 -> crc.move(memory, at, target, at, part);
                        default -> crc.move(bytes, at, moved, at, part);
                    }
                    for (int k = at; k < at + part; k++) {
                        assertTrue(target[k] == bytes[k] || target[k] == 0);
                    }
                    at += part;
                    if (random.nextInt(5) == 0) {
                        crc.value(); // asked on the way
                    }
                }
                assertEquals(want, crc.value());
                crc.reset();
                crc.move(memory, 0, target, 0, bytes.length);
                assertEquals(want, crc.value());
                assertArrayEquals(bytes, target);
                crc.reset();
                crc.move(bytes, 0, moved, 0, bytes.length);
                assertEquals(want, crc.value());
                assertEquals(-1, MemorySegment.mismatch(memory, 0, bytes.length, moved, 0, bytes.length));
            }
        }
    }

    @Test
    void crc10IsThatOfTheDivision() {
        for (int i = 0; i < 1000; i++) {
            byte[] payload = random(i, 48);
            Crc10.seal(payload, 0);
            long want = divide(payload, 374, 10, 0x233, 0);
            assertEquals(want, (payload[46] & 3) << 8 | payload[47] & 0xff);
            assertTrue(Crc10.good(payload, 0));
            payload[i % 48] ^= (byte) (1 << i % 8);
            assertFalse(Crc10.good(payload, 0));
        }
    }

    @Test
    void oamCellsAreThoseOfTheRecommendation() {
        byte[] payload = new byte[48];
        for (int function : new int[] {OamCell.AIS, OamCell.RDI, OamCell.CONTINUITY}) {
            OamCell.alarm(payload, 0, function);
            assertEquals(function, OamCell.function(payload, 0));
            assertEquals(0x6a, payload[1]);
            assertEquals(0x6a, payload[45]);
            assertEquals(0, payload[46] & 0xfc);
            assertTrue(Crc10.good(payload, 0));
        }
        OamCell.loopback(payload, 0, 0xcafe1234, 0x0123456789abcdefL);
        assertEquals(OamCell.LOOPBACK, OamCell.function(payload, 0));
        assertEquals(0xcafe1234, OamCell.tag(payload, 0));
        assertTrue(OamCell.outward(payload, 0) && OamCell.forEnd(payload, 0) && Crc10.good(payload, 0));
        assertTrue(OamCell.from(payload, 0, 0x0123456789abcdefL));
        assertFalse(OamCell.from(payload, 0, 0x0123456789abcdeeL));
        OamCell.turn(payload, 0);
        assertFalse(OamCell.outward(payload, 0));
        assertTrue(Crc10.good(payload, 0));
        assertEquals(0xcafe1234, OamCell.tag(payload, 0));
    }
}

package org.sluice.vm.device.atm.cell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReassemblerTest {
    private static List<byte[]> cut(byte[] sdu, int uu, int cpi, int vci) {
        return SlowAal5.cut(sdu, uu, cpi, vci);
    }

    private static int give(Reassembler r, List<byte[]> cells) {
        int result = 0;
        for (byte[] cell : cells) {
            result = r.cell(CellHeader.get(cell, 0), cell, 5);
        }
        return result;
    }

    private static byte[] random(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void putsEveryLengthTogether() {
        Random random = new Random(1);
        Reassembler r = new Reassembler(65535);
        for (int length = 1; length < 1500; length++) {
            byte[] sdu = random(random, length);
            assertEquals(Reassembler.COMPLETE, give(r, cut(sdu, length, 7, 33)));
            assertEquals(length, r.length());
            assertEquals(length & 0xff, r.uu());
            assertEquals(7, r.cpi());
            assertArrayEquals(sdu, Arrays.copyOf(r.bytes(), length));
        }
        byte[] longest = random(random, 65535);
        assertEquals(Reassembler.COMPLETE, give(r, cut(longest, 0, 0, 33)));
        assertArrayEquals(longest, Arrays.copyOf(r.bytes(), 65535));
    }

    @Test
    void tellsWhyAPduIsDropped() {
        Reassembler r = new Reassembler(100);
        assertEquals(Reassembler.COMPLETE, give(r, cut(new byte[100], 0, 0, 33)));
        assertEquals(Reassembler.TOO_LONG, give(r, cut(new byte[101], 0, 0, 33)));
        assertEquals(Reassembler.TOO_LONG, give(r, cut(new byte[5000], 0, 0, 33)));
        assertEquals(Reassembler.ABORTED, give(r, cut(new byte[0], 0, 0, 33)));
        List<byte[]> cells = cut(new byte[100], 0, 0, 33);
        cells.get(1)[20] ^= 1;
        assertEquals(Reassembler.BAD_CRC, give(r, cells));
        // two PDUs in a row whose border was lost
        cells = new ArrayList<>(cut(new byte[20], 0, 0, 33));
        cells.remove(cells.size() - 1);
        cells.addAll(cut(new byte[20], 0, 0, 33));
        assertEquals(Reassembler.COMPLETE, give(r, cells));
    }

    /** Is anything ever put together that was not sent, whatever is lost, doubled, swapped or flipped? */
    @Test
    void neverAWrongSdu() {
        Random random = new Random(2);
        Reassembler r = new Reassembler(2000);
        int complete = 0;
        for (int round = 0; round < 3000; round++) {
            List<byte[]> sent = new ArrayList<>();
            List<byte[]> cells = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                byte[] sdu = random(random, 1 + random.nextInt(2000));
                sent.add(sdu);
                cells.addAll(cut(sdu, 0, 0, 33));
            }
            for (int harm = random.nextInt(3); harm > 0; harm--) {
                int at = random.nextInt(cells.size());
                switch (random.nextInt(4)) {
                    case 0 -> cells.remove(at);
                    case 1 -> cells.add(random.nextInt(cells.size()), cells.get(at).clone());
                    case 2 -> cells.add(random.nextInt(cells.size()), cells.remove(at));
                    default -> cells.get(at)[5 + random.nextInt(48)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            r.reset();
            for (byte[] cell : cells) {
                if (r.cell(CellHeader.get(cell, 0), cell, 5) == Reassembler.COMPLETE) {
                    byte[] got = Arrays.copyOf(r.bytes(), r.length());
                    assertTrue(sent.stream().anyMatch(s -> Arrays.equals(s, got)));
                    complete++;
                }
                assertTrue(r.bytes().length <= Aal5.cells(2000) * 48);
            }
        }
        assertTrue(complete > 6000, "only " + complete);
    }
}

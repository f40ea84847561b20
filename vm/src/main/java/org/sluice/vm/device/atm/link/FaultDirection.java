package org.sluice.vm.device.atm.link;

import java.util.SplittableRandom;
import org.sluice.vm.device.atm.cell.CellHeader;

/** What goes wrong in one direction of a link, drawn from a seed. Used by one thread at a time. */
final class FaultDirection {
    /** A cell gives at most itself, its duplicate and a strange one. */
    private static final int MOST = 3;

    /** What was done. */
    enum Counted {
        LOST("cells lost"), FLIPPED("bits flipped"), MISINSERTED("strange cells inserted"), DUPLICATED("cells duplicated"),
        PDUS("PDUs lost to what happened to their cells"), OVERRUN("cells lost with too many under way"), LOST_PDUS("PDUs lost"),
        DUPLICATED_PDUS("PDUs duplicated"), OVERTAKEN("PDUs overtaken");

        private final String text;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private final Faults faults;
    private final SplittableRandom random;
    private final Tally<Counted> tally;
    /** Bits that pass unharmed before the next that is flipped. */
    private double untilError;

    FaultDirection(Faults faults, long seed, Tally<Counted> tally) {
        this.faults = faults;
        this.tally = tally;
        random = new SplittableRandom(seed);
        untilError = drawError();
    }

    /** Room that the cells may need once the worst has happened to them. */
    static int room(int count) {
        return count * MOST * CellHeader.CELL;
    }

    /** Does its work on cells. @param out where what is left goes, {@link #room} bytes. @return cells there */
    int damage(byte[] in, int offset, int count, byte[] out) {
        int made = 0;
        for (int i = 0; i < count; i++) {
            if (happens(faults.loss())) {
                tally.add(Counted.LOST, 1);
                continue;
            }
            System.arraycopy(in, offset + i * CellHeader.CELL, out, made * CellHeader.CELL, CellHeader.CELL);
            int cell = made++;
            flip(out, cell * CellHeader.CELL, CellHeader.CELL);
            if (happens(faults.duplicate())) {
                tally.add(Counted.DUPLICATED, 1);
                System.arraycopy(out, cell * CellHeader.CELL, out, made++ * CellHeader.CELL, CellHeader.CELL);
            }
            if (happens(faults.misinsert())) {
                tally.add(Counted.MISINSERTED, 1);
                System.arraycopy(in, offset + i * CellHeader.CELL, out, made * CellHeader.CELL, CellHeader.BYTES);
                for (int b = CellHeader.BYTES; b < CellHeader.CELL; b++) {
                    out[made * CellHeader.CELL + b] = (byte) random.nextInt();
                }
                made++;
            }
        }
        return made;
    }

    /**
     * Whether a PDU would be lost if its cells went through {@link #damage}: AAL5 notices one lost, doubled, strange or damaged cell. A header
     * with one wrong bit would be put right; here it counts as well.
     */
    boolean ruins(int cells) {
        boolean ruined = false;
        for (int i = 0; i < cells; i++) {
            ruined |= happens(faults.loss()) | happens(faults.duplicate()) | happens(faults.misinsert()) | flips() > 0;
        }
        if (ruined) {
            tally.add(Counted.PDUS, 1);
        }
        return ruined;
    }

    /** Whether the next PDU is lost as a whole. */
    boolean loses() {
        return counted(faults.loss(), Counted.LOST_PDUS);
    }

    /** Whether the next PDU comes twice. */
    boolean doubles() {
        return counted(faults.duplicate(), Counted.DUPLICATED_PDUS);
    }

    /** How many overtake the next PDU: mostly none, otherwise up to so many, each number as often. */
    int overtaken(int most) {
        return counted(faults.reorder(), Counted.OVERTAKEN) ? 1 + random.nextInt(most) : 0;
    }

    private boolean counted(double probability, Counted counted) {
        boolean happens = happens(probability);
        if (happens) {
            tally.add(counted, 1);
        }
        return happens;
    }

    /** Nanoseconds the next cell, or PDU, is late. */
    long delay() {
        return faults.delay() + (faults.jitter() > 0 ? random.nextLong(faults.jitter() + 1) : 0);
    }

    private boolean happens(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /** Flips what is due within so many bytes. */
    void flip(byte[] bytes, int at, int count) {
        while (untilError < count * 8) {
            int bit = (int) untilError;
            bytes[at + bit / 8] ^= (byte) (0x80 >> bit % 8);
            tally.add(Counted.FLIPPED, 1);
            untilError += 1 + drawError();
        }
        untilError -= count * 8;
    }

    private int flips() {
        int flips = 0;
        while (untilError < CellHeader.CELL * 8) {
            flips++;
            untilError += 1 + drawError();
        }
        untilError -= CellHeader.CELL * 8;
        return flips;
    }

    /** Distance to the next flipped bit: geometric, so that bits need not be drawn for one by one. */
    private double drawError() {
        if (faults.bitErrors() <= 0) {
            return Double.POSITIVE_INFINITY;
        }
        return faults.bitErrors() >= 1 ? 0 : Math.floor(Math.log(1 - random.nextDouble()) / Math.log1p(-faults.bitErrors()));
    }
}

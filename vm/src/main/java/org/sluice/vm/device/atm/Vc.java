package org.sluice.vm.device.atm;

import org.sluice.vm.device.atm.cell.CellHeader;
import org.sluice.vm.device.atm.cell.Contract;

/** An open connection: what it was opened with, and the state of its two directions. */
final class Vc {
    final int slot;
    final int vpi;
    final int vci;
    final boolean aal5;
    final boolean transmits;
    final boolean receives;
    final boolean large;
    final boolean continuity;
    final int category;
    final int weight;
    final int maxSdu;
    final long pcr;
    final long scr;
    final long timeout;
    final int token;
    final NicCounters counters = new NicCounters(NicCounters.OF_CONNECTION);
    final Outgoing out;
    final Reassembly in;
    /** What arriving cells are held to, or null. */
    final Contract police;

    // ---- OAM, under the receiver's lock
    volatile int alarms;
    long aisUntil;
    /** When the next answer to an alarm may go. */
    long answerAt;
    /** What loopback cells are answered by. */
    final Contract answers = Contract.of(Oam.ANSWERS_PER_SECOND, 0, 1, Oam.ANSWER_BURST_NANOS);
    long rdiUntil;
    long heardAt;
    long continuityAt;
    /** Whether a cell was sent since the last continuity check. */
    volatile boolean spoke;

    /** Parameters as a slot's registers have them. */
    record Parameters(long address, long mode, long pcr, long scr, long mbs, long cdvt, long timeout, long ringBase, long ringSize,
                      long token) {
        boolean valid() {
            int category = (int) (mode >>> NicRegisters.MODE_CATEGORY_SHIFT) & 0xff;
            boolean rates = switch (category) {
                case NicRegisters.UBR -> pcr >= 0 && scr == 0;
                case NicRegisters.CBR -> pcr > 0 && scr == 0;
                case NicRegisters.VBR -> pcr > 0 && scr > 0 && scr <= pcr && mbs >= 1 && mbs <= Integer.MAX_VALUE;
                default -> false;
            };
            boolean ring = (mode & NicRegisters.MODE_TRANSMIT) == 0 || Rings.validSize(ringSize) && ringSize != 0;
            return rates && ring && address >= 0 && address <= 0xffffff && maxSdu() >= 1 && pcr <= 1_000_000_000 && cdvt >= 0
                && cdvt <= 1_000_000_000_000L && timeout >= 0 && ((mode & NicRegisters.MODE_POLICE) == 0 || pcr > 0)
                && address != 0;
        }

        int maxSdu() {
            return (mode & NicRegisters.MODE_AAL5) != 0 ? (int) (mode >>> NicRegisters.MODE_MAX_SDU_SHIFT) & 0xffff : Reassembly.RAW_SDU;
        }

        /** Cells a second that are set aside. */
        long reserved() {
            return switch ((int) (mode >>> NicRegisters.MODE_CATEGORY_SHIFT) & 0xff) {
                case NicRegisters.CBR -> pcr;
                case NicRegisters.VBR -> scr;
                default -> 0;
            };
        }
    }

    Vc(int slot, Parameters p, long now) {
        this.slot = slot;
        vpi = (int) (p.address >>> 16);
        vci = (int) p.address & CellHeader.MAX_VCI;
        aal5 = (p.mode & NicRegisters.MODE_AAL5) != 0;
        transmits = (p.mode & NicRegisters.MODE_TRANSMIT) != 0;
        receives = (p.mode & NicRegisters.MODE_RECEIVE) != 0;
        large = (p.mode & NicRegisters.MODE_LARGE) != 0;
        continuity = (p.mode & NicRegisters.MODE_CONTINUITY) != 0;
        category = (int) (p.mode >>> NicRegisters.MODE_CATEGORY_SHIFT) & 0xff;
        weight = Math.max(1, (int) (p.mode >>> NicRegisters.MODE_WEIGHT_SHIFT) & 0xff);
        maxSdu = p.maxSdu();
        pcr = p.pcr;
        scr = p.scr;
        timeout = p.timeout;
        token = (int) p.token;
        out = new Outgoing(this, p.ringBase, (int) p.ringSize, p.pcr == 0 ? null : Contract.of(p.pcr, p.scr, (int) p.mbs, 0));
        in = new Reassembly(this);
        police = (p.mode & NicRegisters.MODE_POLICE) == 0 ? null : Contract.of(p.pcr, p.scr, (int) p.mbs, p.cdvt);
        heardAt = now;
        continuityAt = now;
    }

    int connection() {
        return CellHeader.connection(vpi, vci);
    }

    /** Cells a second set aside for it. */
    long reserved() {
        return category == NicRegisters.CBR ? pcr : category == NicRegisters.VBR ? scr : 0;
    }
}

package org.sluice.vm.device.atm.link;

import org.sluice.vm.device.atm.cell.CellHeader;

/**
 * One way out of a connection through a switch: a port, and the VPI and VCI cells get. Drops PDUs whole where it can: an AAL5 PDU that
 * has lost a cell is worth nothing.
 *
 * <p>States of a PDU: <i>none</i>; to <i>passing</i> when its first cell is let in, or to <i>refused</i> when it is not; from
 * <i>passing</i> to <i>cut</i> when a later cell is dropped. The last cell leads back to <i>none</i>: of a PDU that was cut it is let in, so
 * that the receiver sees where the next begins; of one that was refused it is not. The switch's lock is held.
 */
final class SwitchLeg {
    private enum Pdu { NONE, PASSING, REFUSED, CUT }

    private final SwitchPort port;
    private final int header;
    private final boolean frames;
    private Pdu pdu = Pdu.NONE;

    /** @param frames whether the connection carries AAL5 PDUs; cells are judged one by one if not */
    SwitchLeg(SwitchPort port, int vpi, int vci, boolean frames) {
        this.port = port;
        this.frames = frames;
        header = CellHeader.pack(vpi, vci, 0, false);
    }

    SwitchPort port() {
        return port;
    }

    /** Takes a cell to the port's queue, or drops it. @param refused whether the contract was broken, so that it must be dropped */
    void offer(int inHeader, byte[] cells, int offset, boolean refused) {
        boolean user = CellHeader.user(inHeader);
        boolean last = user && (CellHeader.pti(inHeader) & CellHeader.PTI_END) != 0;
        SwitchQueue.Counted reason = refused ? null : reason(user, last, CellHeader.clp(inHeader));
        boolean passes = !refused && reason == null;
        if (reason != null) {
            port.count(reason, 1);
        }
        if (user && frames) {
            pdu = last ? Pdu.NONE : next(passes);
        }
        if (passes) {
            int congestion = user && port.queue().congested() ? CellHeader.PTI_EFCI : 0;
            if (congestion != 0) {
                port.count(SwitchQueue.Counted.MARKED, 1);
            }
            port.enqueue(CellHeader.pack(CellHeader.vpi(header), CellHeader.vci(header), CellHeader.pti(inHeader) | congestion,
                CellHeader.clp(inHeader)), cells, offset);
        }
    }

    private Pdu next(boolean passes) {
        return switch (pdu) {
            case NONE -> passes ? Pdu.PASSING : Pdu.REFUSED;
            case PASSING -> passes ? Pdu.PASSING : Pdu.CUT;
            case REFUSED, CUT -> pdu;
        };
    }

    /** Why a cell is dropped; null if it is not. */
    private SwitchQueue.Counted reason(boolean user, boolean last, boolean lowPriority) {
        SwitchQueue queue = port.queue();
        if (!port.plugged()) {
            return SwitchQueue.Counted.UNPLUGGED;
        }
        if (user && frames) {
            if (pdu == Pdu.REFUSED) {
                return SwitchQueue.Counted.EARLY;
            }
            if (pdu == Pdu.CUT && !last) {
                return SwitchQueue.Counted.PARTIAL;
            }
            if (pdu == Pdu.NONE && queue.early()) {
                return SwitchQueue.Counted.EARLY;
            }
        }
        if (!queue.room(last)) {
            return SwitchQueue.Counted.FULL;
        }
        return lowPriority && queue.onlyHighPriority() && !(pdu == Pdu.CUT && last) ? SwitchQueue.Counted.LOW_PRIORITY : null;
    }
}

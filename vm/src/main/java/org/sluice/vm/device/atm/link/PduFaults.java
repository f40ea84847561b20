package org.sluice.vm.device.atm.link;

import java.util.function.Consumer;
import org.sluice.vm.device.atm.cell.Aal5;
import org.sluice.vm.time.Clock;

/** What becomes of whole PDUs in one direction of a link on which things go wrong. */
final class PduFaults {
    private final Faults faults;
    private final FaultDirection direction;
    private final Tally<FaultDirection.Counted> tally;
    /** Null unless PDUs are delayed. */
    private final DelayLine line;
    /** Null unless PDUs are overtaken. */
    private final HoldBack order;
    private final Consumer<Pdu> further;

    /**
     * One direction.
     *
     * @param line    what it delays with; null if nothing is delayed
     * @param further where PDUs go: at once, or in the clock's timers if they are late
     */
    PduFaults(Faults faults, FaultDirection direction, Tally<FaultDirection.Counted> tally, DelayLine line, Clock clock, Consumer<Pdu> further) {
        this.faults = faults;
        this.direction = direction;
        this.tally = tally;
        this.line = line;
        this.further = further;
        order = faults.reorder() > 0 ? new HoldBack(clock, further) : null;
    }

    /** Takes a PDU, which is the caller's again when this returns. */
    void take(Pdu pdu) {
        if (!faults.perPdu()) {
            if (!direction.ruins(Aal5.cells(pdu.length()))) {
                late(pdu);
            }
            return;
        }
        if (direction.loses()) {
            return;
        }
        Pdu left = faults.bitErrors() > 0 ? damaged(pdu) : pdu;
        if (left != null) {
            boolean twice = direction.doubles();
            late(left);
            if (twice) {
                late(left);
            }
        }
    }

    private Pdu damaged(Pdu pdu) {
        BytesPdu read = BytesPdu.read(pdu);
        if (read != null) {
            direction.flip((byte[]) read.bytes().heapBase().orElseThrow(), 0, read.length());
        }
        return read;
    }

    private void late(Pdu pdu) {
        int behind = order == null ? 0 : direction.overtaken(HoldBack.MOST);
        if (line == null && behind == 0) {
            on(pdu, 0);
            return;
        }
        BytesPdu kept = BytesPdu.read(pdu);
        if (kept == null) {
            return;
        }
        int cells = Aal5.cells(pdu.length());
        if (line == null) {
            on(kept, behind);
        } else if (!line.add(direction.delay(), cells, () -> on(kept, behind))) {
            tally.add(FaultDirection.Counted.OVERRUN, cells);
        }
    }

    private void on(Pdu pdu, int behind) {
        if (order == null) {
            further.accept(pdu);
        } else {
            order.pass(pdu, behind);
        }
    }
}

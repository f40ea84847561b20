package org.sluice.vm.device.atm.link;

import java.util.LinkedHashMap;
import java.util.Map;
import org.sluice.vm.device.atm.cell.Aal5;
import org.sluice.vm.device.atm.cell.CellHeader;
import org.sluice.vm.device.atm.cell.Hec;
import org.sluice.vm.device.atm.cell.Reassembler;

/**
 * Reassembly of whatever connections there are in one direction of a link. Those longest without a cell are forgotten when there are too
 * many, so that nobody can make it grow.
 */
final class PduCollector {
    static final int CONNECTIONS = 128;

    private final Map<Integer, Reassembler> connections = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Reassembler> eldest) {
            return size() > CONNECTIONS;
        }
    };

    private final Hec hec = new Hec();

    /** Whether a cell's header is good, or can be put right as its receiver will; {@link #header()} is it then. The cell stays as it is. */
    boolean check(byte[] cells, int at) {
        return hec.receive(CellHeader.get(cells, at), cells[at + CellHeader.BYTES - 1]) != Hec.BAD;
    }

    /** The header last checked. */
    int header() {
        return hec.header();
    }

    /** The reassembly of the connection a cell belongs to. */
    Reassembler of(int cellHeader) {
        return connections.computeIfAbsent(CellHeader.connection(cellHeader), c -> new Reassembler(Aal5.MAX_SDU));
    }

    int size() {
        return connections.size();
    }
}

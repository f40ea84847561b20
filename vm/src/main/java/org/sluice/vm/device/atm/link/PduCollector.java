package org.sluice.vm.device.atm.link;

import java.util.LinkedHashMap;
import java.util.Map;
import org.sluice.vm.device.atm.cell.Aal5;
import org.sluice.vm.device.atm.cell.CellHeader;
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

    /** The reassembly of the connection a cell belongs to. */
    Reassembler of(int header) {
        return connections.computeIfAbsent(CellHeader.connection(header), c -> new Reassembler(Aal5.MAX_SDU));
    }

    int size() {
        return connections.size();
    }
}

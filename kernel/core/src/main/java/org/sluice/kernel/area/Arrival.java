package org.sluice.kernel.area;

import java.util.List;
import org.sluice.abi.IoVectors;
import org.sluice.kernel.file.Taker;
import org.sluice.kernel.memory.FramePart;

/** Memory that becomes areas of a process, whose addresses go into a vector. Used by one thread. */
public final class Arrival implements Taker {
    private final AreaTable table;
    private final long[] vector;
    private Area[] admitted;

    /** @param vector with room for at least one entry */
    public Arrival(AreaTable table, long[] vector) {
        this.table = table;
        this.vector = vector;
    }

    @Override
    public int most() {
        return Math.min(IoVectors.capacity(vector), IoVectors.MAX_ENTRIES);
    }

    @Override
    public void admit(List<FramePart> parts) {
        admitted = table.admit(parts);
    }

    @Override
    public void commit(long bytes) {
        table.commit(admitted, bytes, vector);
    }

    @Override
    public void cancel() {
        table.cancel(admitted);
    }
}

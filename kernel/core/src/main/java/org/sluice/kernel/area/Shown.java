package org.sluice.kernel.area;

import org.sluice.kernel.file.Offer;
import org.sluice.kernel.memory.FramePart;

/**
 * Parts of areas that a transfer reads or writes for their holder. The areas stay where they are until {@link #done}: nobody can release,
 * send or share them, so that neither the kernel nor a device ever meets frames that are somebody else's by then.
 */
public final class Shown implements Offer {
    private final AreaTable table;
    private final Area[] areas;
    private final FramePart[] parts;

    Shown(AreaTable table, Area[] areas, FramePart[] parts) {
        this.table = table;
        this.areas = areas;
        this.parts = parts;
    }

    /** The parts. */
    public FramePart[] parts() {
        return parts;
    }

    /** Ends it; once. */
    public void done() {
        table.transferred(areas);
    }

    @Override
    public int count() {
        return parts.length;
    }

    @Override
    public FramePart part(int index) {
        return parts[index];
    }

    @Override
    public boolean given() {
        return false;
    }

    @Override
    public FramePart take(int index) {
        throw new IllegalStateException("shown, not given");
    }

    @Override
    public Account account() {
        throw new IllegalStateException("shown, not given");
    }
}

package org.sluice.kernel.file;

import java.util.List;
import org.sluice.kernel.memory.FramePart;

/** Whoever is to get memory that is read. Used by one thread, for one call: admit, then commit or cancel, and perhaps again. */
public interface Taker {
    /** Most parts it can take. */
    int most();

    /**
     * Makes room.
     *
     * @param parts what may come; the holds stay the caller's
     * @throws org.sluice.kernel.CallFailed ENOMEM, EMFILE; then nothing has changed
     */
    void admit(List<FramePart> parts);

    /** Takes over the holds of what was admitted, the first bytes of it; drops those of which no byte is among them. Cannot fail. */
    void commit(long bytes);

    /** Forgets what was admitted; the holds stay the caller's. */
    void cancel();
}

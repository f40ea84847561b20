package org.sluice.kernel.net.atm;

import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.encap.Encapsulation;

/** Whoever has a connection. Called with nothing locked, one SDU after the other; must not block. */
public interface VcUser {
    /** An SDU has come; the holds are the user's. */
    void received(Vc vc, FramePart[] parts, int flags);

    /** There may be room for {@link Vc#offer} again. */
    default void room() {
    }

    /** How its SDUs are to be read. */
    Encapsulation encapsulation();

    /** Name of the IP interface, or a minus. */
    String interfaceName();

    /** Number of the IP interface, or 0. */
    int interfaceIndex();
}

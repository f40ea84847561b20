package org.sluice.kernel.handle;

/** Rights of a handle, as a bit set. */
public final class Rights {
    public static final int READ = 1;
    public static final int WRITE = 2;
    /** Calling a port. */
    public static final int CALL = 4;
    /** Receiving and answering calls on a port. */
    public static final int RECEIVE = 8;

    private Rights() {
    }
}

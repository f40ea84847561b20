package org.sluice.abi;

/** Terminal attributes as the tty calls pass them: an {@code int[]} indexed by these constants. */
public final class Tty {
    /** Bit set of {@link #ICANON}, {@link #ECHO}, {@link #ISIG}, {@link #ICRNL}, {@link #OPOST}. */
    public static final int ATTR_MODE = 0;
    /** Raw mode: bytes a read waits for. */
    public static final int ATTR_VMIN = 1;
    /** Raw mode: tenths of a second a read waits. */
    public static final int ATTR_VTIME = 2;
    public static final int ATTR_LENGTH = 3;

    /** Lines are edited and handed over whole. */
    public static final int ICANON = 1;
    /** Input is echoed. */
    public static final int ECHO = 2;
    /** Control characters raise signals. */
    public static final int ISIG = 4;
    /** Carriage return reads as newline. */
    public static final int ICRNL = 8;
    /** Newline is written as carriage return and newline. */
    public static final int OPOST = 16;

    private Tty() {
    }
}

package org.sluice.abi;

/** Flags and options of the process calls. */
public final class Spawn {
    /** System calls of the child are written to the trace handle, its handle 2. */
    public static final int TRACE = 1;
    /** The child's process group becomes the terminal's foreground group before the child runs. */
    public static final int FOREGROUND = 2;

    /** Group argument: stay in the parent's group. */
    public static final int GROUP_INHERIT = -1;
    /** Group argument: a new group led by the child. */
    public static final int GROUP_NEW = 0;

    /** Wait option: return 0 instead of blocking. */
    public static final int WAIT_NOHANG = 1;
    /** Wait option: also report children that stopped. */
    public static final int WAIT_UNTRACED = 2;

    private Spawn() {
    }

    /** The status word of a process that ended by itself. */
    public static int exited(int status) {
        return (status & 0xff) << 8;
    }

    /** The status word of a process ended by a signal. */
    public static int signalled(int signal) {
        return signal & 0x7f;
    }

    /** The status word of a stopped process. */
    public static int stopped(int signal) {
        return signal << 8 | 0x7f;
    }

    public static boolean isStopped(int word) {
        return (word & 0xff) == 0x7f;
    }

    /** The shell's view of a status word: the exit status, or 128 plus the signal. */
    public static int exitStatus(int word) {
        return (word & 0x7f) == 0 ? word >> 8 & 0xff : 128 + (isStopped(word) ? word >> 8 & 0xff : word & 0x7f);
    }
}

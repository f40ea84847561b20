package org.sluice.kernel.network;

import org.sluice.kernel.file.ViewDirectory;

/** The network service. */
public interface NetService {
    /**
     * Makes a socket.
     *
     * @throws org.sluice.kernel.CallFailed EAFNOSUPPORT, EPROTONOSUPPORT, ENFILE
     */
    SocketSession socket(int family, int type, int protocol);

    /** What is shown under {@code /proc/net}. */
    ViewDirectory view();

    /** Carries out commands of the boot arguments, then serves timers for ever: the body of a kernel thread. */
    void run();

    /**
     * Does what is due, as {@link #run} does, for whoever has a clock of its own and no thread for it. Does not block.
     *
     * @return monotonic nanoseconds at which the next is due, or {@link WaitLock#FOREVER}
     */
    long runDue();
}

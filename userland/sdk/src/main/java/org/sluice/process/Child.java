package org.sluice.process;

import java.io.IOException;
import org.sluice.abi.Errno;
import org.sluice.abi.Spawn;
import org.sluice.abi.SystemCalls;
import org.sluice.sys.Sys;
import org.sluice.sys.SysException;

/**
 * A child process of the caller. Its end is collected once, by the first wait that sees it; later waits give the same
 * answer. One thread at a time may wait for a child.
 */
public final class Child {
    private static final int UNKNOWN = -1;

    private final SystemCalls calls;
    private final int pid;
    private final String name;
    private volatile int status = UNKNOWN;

    Child(SystemCalls calls, int pid, String name) {
        this.calls = calls;
        this.pid = pid;
        this.name = name;
    }

    /**
     * The child's process id.
     *
     * @return an id above zero
     */
    public int pid() {
        return pid;
    }

    /**
     * Waits for the child to end. Signals the caller catches in the meantime do not cut the wait short.
     *
     * @return the shell's status: the exit status 0 to 255, or 128 plus the signal that ended the child
     * @throws IOException with {@code ECHILD} when somebody else has collected the child's end
     */
    public int waitFor() throws IOException {
        int[] word = new int[1];
        while (status == UNKNOWN) {
            int result = calls.waitProcess(pid, 0, word);
            if (result != -Errno.EINTR) {
                Sys.check(result, name);
                status = Spawn.exitStatus(word[0]);
            }
        }
        return status;
    }

    /**
     * Asks without waiting whether the child has ended.
     *
     * @return the shell's status as {@link #waitFor} gives it, or -1 while the child lives
     * @throws IOException with {@code ECHILD} when somebody else has collected the child's end
     */
    public int exitStatus() throws IOException {
        if (status == UNKNOWN) {
            int[] word = new int[1];
            if (Sys.check(calls.waitProcess(pid, Spawn.WAIT_NOHANG, word), name) != 0) {
                status = Spawn.exitStatus(word[0]);
            }
        }
        return status;
    }

    /**
     * Sends the child a signal. A child that has been collected is left alone, for its id may belong to another by now.
     *
     * @param signal a number of {@link org.sluice.abi.Signals}
     * @throws SysException with {@code ESRCH} when the child is gone, {@code EINVAL} for no signal
     * @throws IOException  never otherwise
     */
    public void kill(int signal) throws IOException {
        if (status != UNKNOWN) {
            throw new SysException(Errno.ESRCH, name);
        }
        Sys.check(calls.kill(pid, signal), name);
    }
}

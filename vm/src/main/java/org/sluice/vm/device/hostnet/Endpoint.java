package org.sluice.vm.device.hostnet;

import java.io.IOException;

/**
 * One end of a connection or flow on the host: what a slot of the device stands for. Nothing waits. Used by the device's worker only. What fails
 * with an exception is told as {@link Failures} says.
 */
interface Endpoint {
    /** What cannot be done now. */
    int LATER = -1;

    /** Whether it is connected. */
    boolean opened() throws IOException;

    /** Sends bytes of a command from memory on. @return a status of {@link HostNetRegisters}, or {@link #LATER} if the host does not take all of them */
    int send(Command command) throws IOException;

    /** Receives into memory; the command notes how much. @return a status, or {@link #LATER} if there is nothing */
    int receive(Command command) throws IOException;

    /** Sends nothing more. @return a status */
    int shutdown() throws IOException;

    /** Ends it, gently or not. */
    void close(boolean reset);

    /** What the worker is to wait for. */
    void interest(boolean read, boolean write);
}

package org.sluice.kernel.driver;

/** Whom a driver of {@link HostNetDevice} tells what became of calls, on its thread. Does not block, nor call the driver. */
public interface HostNetReceiver {
    /** A connection is open, or will not be. @param address of who has connected to a forwarded port, as the machine sees it; else 0, as the port */
    void opened(int slot, int status, int address, int port);

    /** Memory that was to be sent is needed no more. */
    void sent(int slot, long cookie, int status);

    /** Memory that was to be received into is out of the device's reach. @param length bytes in it; of a datagram that is too long for it, all */
    void received(int slot, long cookie, int status, int length);

    /** A slot is free again. */
    void closed(int slot);
}

package org.sluice.net;

import org.sluice.abi.Sockets;
import org.sluice.abi.SystemCalls;
import org.sluice.sys.Sys;
import org.sluice.sys.SysException;

/** Copies of what passes the interfaces: SDUs as they are on their connections, and packets on {@code lo}. */
public final class CaptureSocket extends Socket {
    /** All interfaces. */
    public static final int ALL = -1;

    /** @param itf number of an ATM interface, or {@link #ALL} @throws SysException ENODEV, EMFILE */
    public CaptureSocket(SystemCalls calls, int itf) throws SysException {
        super(calls, Sockets.PACKET, Sockets.RAW, 0, "capture");
        long[] address = new long[Sockets.ADDRESS_LENGTH];
        address[Sockets.FAMILY] = Sockets.PACKET;
        address[Sockets.INTERFACE] = itf;
        try {
            Sys.check(calls.bind(handle, address), itf == ALL ? name : "atm" + itf);
        } catch (SysException e) {
            calls.close(handle);
            throw e;
        }
    }
}

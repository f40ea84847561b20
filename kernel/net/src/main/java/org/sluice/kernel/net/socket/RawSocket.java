package org.sluice.kernel.net.socket;

import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.packet.Packet;

/**
 * Whole IP packets to be sent, as Linux' raw sockets with protocol RAW take them, for tools that make packets of their own. Nothing is received: what
 * passes is shown by packet sockets.
 */
final class RawSocket extends MessageSocket {
    private static final int MOST = 65535;
    private static final int LEAST = 20;

    RawSocket(Context context, Sessions sessions) {
        super(context, sessions);
    }

    @Override
    void requireReceiver() {
        throw new CallFailed(Errno.ENOTCONN);
    }

    @Override
    void requireLength(long bytes, long[] address) {
        if (bytes < LEAST) {
            throw new CallFailed(Errno.EINVAL);
        }
        if (bytes > MOST) {
            throw new CallFailed(Errno.EMSGSIZE);
        }
    }

    /** Where a packet goes is what its header says, whatever address is given. */
    @Override
    void transmit(FramePart[] parts, boolean wait, long[] address) {
        Packet packet = new Packet(context().memory(), parts);
        FramePart head = null;
        int header;
        try {
            header = (packet.u8(0) & 15) * 4;
            if (packet.u8(0) >> 4 != 4 || header < LEAST || header > packet.length()) {
                throw new CallFailed(Errno.EINVAL);
            }
            head = context().pool().header(header);
        } finally {
            if (head == null) {
                packet.drop();
            }
        }
        for (int i = 0; i < header; i += 4) {
            context().memory().put32(head.address() + i, packet.u32(i));
        }
        packet.clip(header, packet.length() - header);
        context().ip().outputRaw(head, packet.take());
    }

    @Override
    public int option(int option, long[] values) {
        switch (option) {
            case Sockets.TYPE -> values[0] = Sockets.RAW;
            case Sockets.PROTOCOL -> values[0] = Sockets.RAW_IP;
            default -> {
                return super.option(option, values);
            }
        }
        return 1;
    }

    @Override
    public void name(boolean ofPeer, long[] address) {
        if (ofPeer) {
            throw new CallFailed(Errno.ENOTCONN);
        }
        Addresses.fill(address, Sockets.INET, Sockets.RAW_IP, 0, 0);
    }

    @Override
    String describe() {
        return "family=inet type=raw local=0.0.0.0:255 peer=-";
    }

    @Override
    void unplug() {
    }
}

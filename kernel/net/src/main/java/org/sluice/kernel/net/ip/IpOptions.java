package org.sluice.kernel.net.ip;

import org.sluice.kernel.net.packet.Packet;

/** Options of received packets: they are looked over, and have no effect. */
final class IpOptions {
    private static final int END = 0;
    private static final int NO_OPERATION = 1;
    private static final int LOOSE_SOURCE_ROUTE = 131;
    private static final int STRICT_SOURCE_ROUTE = 137;

    /** What to do with a packet. */
    enum Verdict { FINE, SOURCE_ROUTED, MALFORMED }

    private IpOptions() {
    }

    static Verdict look(Packet packet, int headerLength) {
        for (int at = Ipv4Header.BYTES; at < headerLength;) {
            int type = packet.u8(at);
            if (type == END) {
                return Verdict.FINE;
            }
            if (type == NO_OPERATION) {
                at++;
                continue;
            }
            int length = at + 1 < headerLength ? packet.u8(at + 1) : 0;
            if (length < 2 || at + length > headerLength) {
                return Verdict.MALFORMED;
            }
            if (type == LOOSE_SOURCE_ROUTE || type == STRICT_SOURCE_ROUTE) {
                return Verdict.SOURCE_ROUTED;
            }
            at += length;
        }
        return Verdict.FINE;
    }
}

package org.sluice.kernel.net.icmp;

import org.sluice.kernel.net.ip.Ipv4Header;
import org.sluice.kernel.net.ip.Protocol;
import org.sluice.kernel.net.packet.Packet;

/** Whoever sends echo requests and wants the answers. Called with nothing locked. */
public interface EchoReceiver {
    /** An answer has come. @param packet from the IP header on; the receiver owns it now */
    void reply(Protocol.Arrival arrival, Ipv4Header header, int identifier, Packet packet);

    /** A request was not delivered. */
    void failed(Protocol.Failure failure, Ipv4Header quoted, int identifier);
}

package org.sluice.kernel.net.gateway;

import org.sluice.kernel.file.Transfer;
import org.sluice.kernel.net.ip.Ipv4;
import org.sluice.kernel.net.packet.HeaderPool;
import org.sluice.kernel.net.packet.Memory;
import org.sluice.kernel.net.packet.Timers;
import org.sluice.kernel.network.HostNetwork;

/**
 * What relays work with.
 *
 * @param inside the end of {@code host0} that is the gateway's
 * @param guest  the machine's end
 */
record Outside(HostNetwork host, Work work, Timers timers, Memory memory, Transfer.Source source, HeaderPool pool, Ipv4 ip, PairInterface inside,
               PairInterface guest) {
    /** The machine's address. */
    int guestAddress() {
        return guest.address().ip();
    }

    /** A transfer that does not wait. */
    Transfer transfer() {
        return new Transfer(memory.physical(), source, org.sluice.abi.Transfers.NO_WAIT);
    }
}

package org.sluice.kernel.net.link;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.sluice.kernel.net.atm.Vcs;
import org.sluice.kernel.net.ip.Ipv4;
import org.sluice.kernel.net.packet.Counters;
import org.sluice.kernel.net.packet.HeaderPool;
import org.sluice.kernel.net.packet.Memory;
import org.sluice.kernel.net.packet.Timers;
import org.sluice.kernel.network.WaitLock;

/** What interfaces work with. */
public record Stack(Memory memory, HeaderPool pool, Timers timers, Supplier<WaitLock> locks, LongSupplier entropy, Vcs vcs, Ipv4 ip,
                    ArpCounters arp) {
    /** What is counted of address resolution, for all interfaces. */
    public record ArpCounters(LongAdder inRequests, LongAdder inReplies, LongAdder inNaks, LongAdder inInverseRequests,
                              LongAdder inInverseReplies, LongAdder inMalformed, LongAdder inConflicts, LongAdder inIgnored,
                              LongAdder outRequests, LongAdder outReplies, LongAdder outNaks, LongAdder outInverseRequests,
                              LongAdder outInverseReplies, LongAdder queueDropped) {
        public static ArpCounters in(Counters c) {
            return new ArpCounters(c.counter("arp_in_requests"), c.counter("arp_in_replies"), c.counter("arp_in_naks"),
                c.counter("arp_in_inverse_requests"), c.counter("arp_in_inverse_replies"), c.counter("arp_in_malformed"),
                c.counter("arp_in_conflicts"), c.counter("arp_in_ignored"), c.counter("arp_out_requests"), c.counter("arp_out_replies"),
                c.counter("arp_out_naks"), c.counter("arp_out_inverse_requests"), c.counter("arp_out_inverse_replies"),
                c.counter("arp_queue_dropped"));
        }
    }
}

package org.sluice.kernel.net.socket;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.sluice.kernel.file.Transfer;
import org.sluice.kernel.net.atm.Taps;
import org.sluice.kernel.net.atm.Vcs;
import org.sluice.kernel.net.ip.Ipv4;
import org.sluice.kernel.net.packet.Budget;
import org.sluice.kernel.net.packet.HeaderPool;
import org.sluice.kernel.net.packet.Memory;
import org.sluice.kernel.network.WaitLock;

/** What sockets work with. */
public record Context(Memory memory, Transfer.Source source, HeaderPool pool, Supplier<WaitLock> locks, LongSupplier monotonic,
                      LongSupplier realtime, Vcs vcs, Taps taps, Ipv4 ip, Budget budget) {
}

package org.sluice.kernel.network;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.sluice.kernel.file.Transfer;
import org.sluice.vm.memory.PhysicalMemory;

/** How a kernel gets its network service: a module of the boot partition provides one. */
public interface NetServiceFactory {
    /**
     * What a network service works with.
     *
     * @param interfaces the machine's ATM interfaces, in order
     * @param outside    the host's network, if the machine may have anything of it
     * @param memory     where frames are; copies are made by it, so that they are counted
     * @param pool       cleared frames for what the service builds itself
     * @param locks      a new lock a call
     * @param monotonic  nanoseconds since the machine started
     * @param realtime   nanoseconds since 1970
     * @param entropy    64 random bits a call; may block
     * @param log        a line for the kernel's log
     * @param commands   commands to carry out at the start, as those written to {@code /proc/net/control}
     */
    record Resources(List<AtmInterface> interfaces, Optional<HostNetwork> outside, PhysicalMemory memory, Transfer.Source pool, Supplier<WaitLock> locks,
                     LongSupplier monotonic, LongSupplier realtime, LongSupplier entropy, Consumer<String> log,
                     List<String> commands) {
    }

    NetService create(Resources resources);
}

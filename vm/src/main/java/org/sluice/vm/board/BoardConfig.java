package org.sluice.vm.board;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.sluice.vm.device.atm.link.LinkSpec;
import org.sluice.vm.device.console.ConsoleBackend;
import org.sluice.vm.device.hostnet.HostNetSpec;

/**
 * What a machine is to be made of.
 *
 * @param image      the disk image to boot from
 * @param memory     main memory in bytes
 * @param processors virtual processors; with a seed there is one, whatever is said here
 * @param seed       makes the machine deterministic: virtual time, seeded entropy
 * @param shares     host folders offered to the machine
 * @param links      what ATM interfaces are plugged into, one each
 * @param outside    what it may have of the host's network; with a seed it has to be nothing
 * @param console    what the console leads to; the machine closes it
 * @param arguments  boot arguments for the kernel
 */
public record BoardConfig(Path image, long memory, int processors, OptionalLong seed, List<Share> shares, List<LinkSpec> links,
                          HostNetSpec outside, ConsoleBackend console, Map<String, String> arguments) {
    /**
     * A host folder offered to the machine.
     *
     * @param hostDirectory an existing folder
     * @param mountPoint    where the machine sees it, absolute
     * @param writable      whether the machine may change it
     */
    public record Share(Path hostDirectory, String mountPoint, boolean writable) {
    }

    /** Copies the collections. */
    public BoardConfig {
        shares = List.copyOf(shares);
        links = List.copyOf(links);
        arguments = Map.copyOf(arguments);
    }
}

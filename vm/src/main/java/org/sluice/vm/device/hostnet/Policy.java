package org.sluice.vm.device.hostnet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sluice.vm.device.hostnet.HostNetSpec.Kind;

/**
 * Where the machine may go, and where that is. Two addresses stand for something of the host's: its loopback and its name server. No others
 * lead to the host's loopback, whatever is allowed.
 */
final class Policy {
    /** 10.0.2.2. */
    static final int HOST = 0x0a000202;
    /** 10.0.2.3, port 53. */
    static final int NAME_SERVER = 0x0a000203;
    static final int DNS_PORT = 53;

    private final List<HostNetSpec.Allowed> allowed;
    private final Path resolvers;

    /** @param resolvers the host's file of name servers, as resolv.conf(5) has it */
    Policy(List<HostNetSpec.Allowed> allowed, Path resolvers) {
        this.allowed = allowed;
        this.resolvers = resolvers;
    }

    /** Where an address and port of the machine's lead; nothing if the machine may not go there. */
    Optional<InetSocketAddress> target(int address, int port) {
        if (port == 0) {
            return Optional.empty();
        }
        if (address == HOST) {
            return any(Kind.HOST, port) ? Optional.of(new InetSocketAddress(HostNetSpec.address(0x7f000001), port)) : Optional.empty();
        }
        if (address == NAME_SERVER) {
            return port == DNS_PORT && any(Kind.DNS, port) ? nameServer() : Optional.empty();
        }
        if (nowhere(address) || allowed.stream().noneMatch(a -> a.has(address, port))) {
            return Optional.empty();
        }
        return Optional.of(new InetSocketAddress(HostNetSpec.address(address), port));
    }

    private boolean any(Kind kind, int port) {
        return allowed.stream().anyMatch(a -> a.kind() == kind && a.has(port));
    }

    /** Whether that is no address of one host, or one of its own: "this network", loopback, multicast, reserved and broadcast (RFC 6890). */
    private static boolean nowhere(int address) {
        int first = address >>> 24;
        return first == 0 || first == 127 || first >= 224;
    }

    /** The first name server of the host's; looked up each time, since a host that moves changes it. */
    private Optional<InetSocketAddress> nameServer() {
        try {
            for (String line : Files.readAllLines(resolvers)) {
                String[] words = line.strip().split("\\s+");
                if (words.length >= 2 && words[0].equals("nameserver") && words[1].matches("[0-9a-fA-F:.%]+[0-9a-zA-Z]*")) {
                    return Optional.of(new InetSocketAddress(InetAddress.getByName(words[1]), DNS_PORT));
                }
            }
        } catch (IOException e) {
            // a host without one
        }
        return Optional.empty();
    }
}

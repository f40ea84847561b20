package org.sluice.vm.device.hostnet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.sluice.vm.device.hostnet.HostNetSpec.Kind;

/**
 * Where the machine may go, and where that is. Two addresses stand for something of the host's: its loopback and its name server. No others
 * lead to the host's loopback, whatever is allowed. Its other addresses, where the same programs may listen, take that word too, beside a network that has
 * them. Link-local ones (RFC 3927), where clouds keep credentials, are in no network but one of their own kind.
 */
final class Policy {
    /** 10.0.2.2. */
    static final int HOST = 0x0a000202;
    /** 10.0.2.3, port 53. */
    static final int NAME_SERVER = 0x0a000203;
    static final int DNS_PORT = 53;
    /** 169.254.0.0/16. */
    private static final int LINK_LOCAL = 0xa9fe;
    private static final int LINK_LOCAL_BITS = 16;

    private final List<HostNetSpec.Allowed> allowed;
    private final Path resolvers;
    private final Predicate<InetAddress> own;

    /** @param resolvers the host's file of name servers, as resolv.conf(5) has it */
    Policy(List<HostNetSpec.Allowed> allowed, Path resolvers) {
        this(allowed, resolvers, Policy::ofThisHost);
    }

    /** @param own whether an address is the host's now */
    Policy(List<HostNetSpec.Allowed> allowed, Path resolvers, Predicate<InetAddress> own) {
        this.allowed = allowed;
        this.resolvers = resolvers;
        this.own = own;
    }

    /** Looked up each time, since interfaces come and go. What cannot be told is taken for the host's. */
    private static boolean ofThisHost(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return true;
        }
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
        if (nowhere(address) || allowed.stream().noneMatch(a -> a.has(address, port) && (!linkLocal(address) || a.bits() >= LINK_LOCAL_BITS))) {
            return Optional.empty();
        }
        InetAddress there = HostNetSpec.address(address);
        if (!any(Kind.HOST, port) && own.test(there)) {
            return Optional.empty();
        }
        return Optional.of(new InetSocketAddress(there, port));
    }

    private boolean any(Kind kind, int port) {
        return allowed.stream().anyMatch(a -> a.kind() == kind && a.has(port));
    }

    /** Whether that is no address of one host, or one of its own: "this network", loopback, multicast, reserved and broadcast (RFC 6890). */
    private static boolean nowhere(int address) {
        int first = address >>> 24;
        return first == 0 || first == 127 || first >= 224;
    }

    private static boolean linkLocal(int address) {
        return address >>> 32 - LINK_LOCAL_BITS == LINK_LOCAL;
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

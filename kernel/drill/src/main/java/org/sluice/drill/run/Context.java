package org.sluice.drill.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sluice.abi.Errno;
import org.sluice.drill.packet.Packet;
import org.sluice.drill.script.Expression;
import org.sluice.drill.script.Unsupported;
import org.sluice.drill.world.Machine;
import org.sluice.drill.world.World;
import org.sluice.kernel.CallFailed;

/** What belongs to a script that runs: its machine, its open files by the script's numbers, and its flows. */
final class Context {
    private static final int FIRST_PORT = 49_500;

    final World world;
    final Machine machine;
    final Settings settings;
    final Map<Integer, Descriptor> files = new HashMap<>();
    final List<Flow> flows = new ArrayList<>();
    /** What packets without ports are about: what was made last. */
    Flow current;
    private int ports = FIRST_PORT;

    Context(World world, Machine machine, Settings settings) {
        this.world = world;
        this.machine = machine;
        this.settings = settings;
    }

    /** The open file that an argument names. @throws CallFailed EBADF */
    Descriptor file(Expression argument) {
        int number = (int) Symbols.number(argument);
        Descriptor found = files.get(number);
        if (found == null) {
            throw new CallFailed(Errno.EBADF);
        }
        return found;
    }

    /** The socket that an argument names. @throws CallFailed EBADF, ENOTSOCK */
    Descriptor socket(Expression argument) {
        Descriptor found = file(argument);
        if (found.session == null) {
            throw new CallFailed(Errno.ENOTSOCK);
        }
        return found;
    }

    Flow flow(int protocol) {
        Flow made = new Flow(protocol);
        made.remoteIp = Addresses.parse(settings.remoteIp);
        flows.add(made);
        current = made;
        return made;
    }

    int nextPort() {
        return ports++;
    }

    /** The flow that a packet of ours belongs to, or null. */
    Flow of(Packet live) {
        for (Flow flow : flows.reversed()) {
            if (flow.protocol == live.protocol && (flow.protocol == Packet.ICMP
                || flow.localPort == live.sourcePort && flow.remotePort == live.destinationPort && flow.remoteIp == live.destination)) {
                return flow;
            }
        }
        for (Flow flow : flows.reversed()) {
            // a connect whose port was chosen by the stack
            boolean connecting = flow.state == Flow.State.CONNECTING || flow.state == Flow.State.SYN_SENT || flow.protocol == Packet.UDP;
            if (connecting && flow.protocol == live.protocol && flow.localPort == 0 && flow.remotePort == live.destinationPort
                && flow.remoteIp == live.destination) {
                flow.localPort = live.sourcePort;
                return flow;
            }
        }
        return null;
    }

    /** The flow between two ports, or null. */
    Flow between(int protocol, int localPort, int remotePort) {
        for (Flow flow : flows.reversed()) {
            if (flow.protocol == protocol && flow.state != Flow.State.LISTENING && flow.localPort == localPort && flow.remotePort == remotePort) {
                return flow;
            }
        }
        return null;
    }

    /** An address argument: "..." is the one that is meant here; a structure says it. */
    long[] address(Expression argument, String ip, int port) {
        return switch (argument) {
            case Expression.Any any -> inet(Addresses.parse(ip), port);
            case Expression.Structure s when s.get("sa_family") != null -> {
                Expression family = s.get("sa_family");
                if (family instanceof Expression.Name name && name.name().equals("AF_INET6")) {
                    throw new Unsupported(0, "addresses of IPv6");
                }
                if (family instanceof Expression.Name name && name.name().equals("AF_UNSPEC")) {
                    yield new long[org.sluice.abi.Sockets.ADDRESS_LENGTH];
                }
                Expression in = s.get("sin_addr");
                if (s.get("sin_port") == null || in == null) {
                    throw new Unsupported(0, "address " + s);
                }
                yield inet((int) Symbols.number(in), (int) Symbols.number(s.get("sin_port")));
            }
            default -> throw new Unsupported(0, "address " + argument);
        };
    }

    private static long[] inet(int ip, int port) {
        return new long[] {org.sluice.abi.Sockets.INET, port, 0, ip & 0xffffffffL};
    }
}

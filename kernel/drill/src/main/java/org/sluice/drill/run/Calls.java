package org.sluice.drill.run;

import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.drill.packet.Packet;
import org.sluice.drill.script.Event.SystemCall;
import org.sluice.drill.script.Expression;
import org.sluice.drill.script.Unsupported;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.network.SocketSession;

/** System calls but for those that move data, options and waiting: what a call does, made ready before it is begun. */
final class Calls {
    /** A call that is ready to be begun; it may wait. */
    interface Body {
        /** @return what the call returns; @throws CallFailed with its errno; @throws Failure if something it gave is not as expected */
        long run();
    }

    private final Context c;
    private final Transfers transfers;
    private final SocketOptions options;
    private final Polling polling;

    Calls(Context context) {
        c = context;
        transfers = new Transfers(context);
        options = new SocketOptions(context);
        polling = new Polling(context);
    }

    SocketOptions options() {
        return options;
    }

    /** Makes a call ready. @throws Unsupported if there is no such call here */
    Body prepare(SystemCall call) {
        List<Expression> a = call.arguments();
        return switch (call.name()) {
            case "socket" -> count(call, 3, () -> socket(call));
            case "bind" -> count(call, 3, () -> bind(a));
            case "listen" -> count(call, 2, () -> listen(a));
            case "accept" -> count(call, 3, () -> accept(call, 0));
            case "accept4" -> count(call, 4, () -> accept(call, Symbols.number(a.get(3))));
            case "connect" -> count(call, 3, () -> connect(a));
            case "close" -> count(call, 1, () -> close(a));
            case "shutdown" -> count(call, 2, () -> {
                c.socket(a.get(0)).session.shutdown((int) Symbols.number(a.get(1)));
                return 0;
            });
            case "fcntl" -> fcntl(call);
            case "ioctl" -> count(call, 3, () -> ioctl(a));
            case "read", "recv", "recvfrom", "recvmsg", "readv", "write", "send", "sendto", "sendmsg", "writev" -> transfers.prepare(call);
            case "getsockopt" -> count(call, 5, () -> options.get(a));
            case "setsockopt" -> count(call, 5, () -> options.set(a));
            case "poll", "epoll_create", "epoll_create1", "epoll_ctl", "epoll_wait" -> polling.prepare(call);
            default -> throw new Unsupported(0, "system call " + call.name());
        };
    }

    static Body count(SystemCall call, int count, Body body) {
        if (call.arguments().size() != count) {
            throw new Unsupported(0, "syntax: " + call.name() + " takes " + count + " arguments, not " + call.arguments().size());
        }
        return body;
    }

    /** The number that a script gives to a new file: the result it expects. */
    static int expectedNumber(SystemCall call) {
        return call.result() instanceof Expression.Any ? -1 : (int) Symbols.number(call.result());
    }

    private long socket(SystemCall call) {
        List<Expression> a = call.arguments();
        if (!(a.get(0) instanceof Expression.Any)) {
            long family = Symbols.number(a.get(0));
            if (family != Sockets.INET) {
                throw new Unsupported(0, "sockets of family " + a.get(0));
            }
        }
        long type = Symbols.number(a.get(1));
        int protocol = (int) Symbols.number(a.get(2));
        int kind = (int) (type & 15);
        if (kind == Sockets.RAW) {
            throw new Unsupported(0, "raw sockets");
        }
        SocketSession session = c.machine.socket(Sockets.INET, kind, protocol);
        if ((type & Symbols.O_NONBLOCK) != 0) {
            session.setOption(Sockets.NON_BLOCKING, new long[] {1});
        }
        int carried = protocol != 0 ? protocol : kind == Sockets.STREAM ? Packet.TCP : Packet.UDP;
        Flow flow = c.flow(carried);
        Descriptor made = new Descriptor(session, kind, carried, flow);
        flow.descriptor = made;
        int number = expectedNumber(call);
        c.files.put(number, made);
        return number;
    }

    private long bind(List<Expression> a) {
        Descriptor d = c.socket(a.get(0));
        long[] address = c.address(a.get(1), c.settings.localIp, d.protocol == Sockets.ICMP ? 0 : c.settings.bindPort);
        d.session.bind(address);
        d.flow.localPort = (int) address[Sockets.PORT];
        if (d.protocol == Packet.UDP) {
            d.flow.remotePort = c.settings.connectPort;
        }
        return 0;
    }

    private long listen(List<Expression> a) {
        Descriptor d = c.socket(a.get(0));
        d.session.listen((int) Symbols.number(a.get(1)));
        d.flow.state = Flow.State.LISTENING;
        c.current = d.flow;
        return 0;
    }

    private long accept(SystemCall call, long flags) {
        Descriptor listener = c.socket(call.arguments().get(0));
        long[] peer = new long[Sockets.MESSAGE_LENGTH];
        SocketSession session = listener.session.accept((flags & Symbols.O_NONBLOCK) != 0 ? Sockets.ACCEPT_NON_BLOCKING : 0, peer);
        Flow flow = null;
        for (Flow candidate : c.flows) {
            boolean free = candidate.descriptor == null || !c.files.containsValue(candidate.descriptor);
            if (free && candidate.protocol == Packet.TCP && candidate.remotePort == peer[Sockets.PORT]) {
                flow = candidate;
            }
        }
        if (flow == null) {
            throw new Failure("accept: a connection from port " + peer[Sockets.PORT] + ", from which the script has sent nothing");
        }
        Descriptor made = new Descriptor(session, Sockets.STREAM, Packet.TCP, flow);
        flow.descriptor = made;
        int number = expectedNumber(call);
        c.files.put(number, made);
        return number;
    }

    private long connect(List<Expression> a) {
        Descriptor d = c.socket(a.get(0));
        long[] address = c.address(a.get(1), c.settings.remoteIp, d.protocol == Packet.ICMP ? 0 : c.settings.connectPort);
        connecting(d, address);
        d.session.connect(address);
        learnPort(d);
        return 0;
    }

    /** Notes which port the stack has chosen for datagrams. */
    static void learnPort(Descriptor d) {
        if (d.protocol == Packet.UDP && d.flow.localPort == 0) {
            long[] name = new long[Sockets.ADDRESS_LENGTH];
            d.session.name(false, name);
            d.flow.localPort = (int) name[Sockets.PORT];
        }
    }

    /** Notes who a socket connects to. */
    static void connecting(Descriptor d, long[] address) {
        if (d.flow.state == Flow.State.NEW && address[Sockets.FAMILY] == Sockets.INET) {
            d.flow.state = d.protocol == Packet.TCP ? Flow.State.CONNECTING : Flow.State.OPEN;
            d.flow.remoteIp = (int) address[Sockets.LOW];
            d.flow.remotePort = (int) address[Sockets.PORT];
        }
    }

    private long close(List<Expression> a) {
        Descriptor d = c.file(a.get(0));
        c.files.remove((int) Symbols.number(a.get(0)));
        if (d.epoll != null) {
            d.epoll.close();
        } else {
            d.session.close();
        }
        return 0;
    }

    private Body fcntl(SystemCall call) {
        List<Expression> a = call.arguments();
        int command = a.size() < 2 ? -1 : (int) Symbols.number(a.get(1));
        if (command == Symbols.F_GETFL && a.size() == 2) {
            return () -> {
                long[] value = new long[1];
                c.socket(a.get(0)).session.option(Sockets.NON_BLOCKING, value);
                return Symbols.O_RDWR | (value[0] != 0 ? Symbols.O_NONBLOCK : 0);
            };
        }
        if (command == Symbols.F_SETFL && a.size() == 3) {
            long flags = Symbols.number(a.get(2));
            return () -> {
                c.socket(a.get(0)).session.setOption(Sockets.NON_BLOCKING, new long[] {(flags & Symbols.O_NONBLOCK) != 0 ? 1 : 0});
                return 0;
            };
        }
        throw new Unsupported(0, "fcntl(" + (a.size() > 1 ? a.get(1) : "") + ") with " + a.size() + " arguments");
    }

    private long ioctl(List<Expression> a) {
        Descriptor d = c.socket(a.get(0));
        int command = (int) Symbols.number(a.get(1));
        long actual;
        switch (command) {
            case Symbols.SIOCINQ -> {
                long[] listening = new long[1];
                if (d.protocol == Packet.TCP) {
                    d.session.option(Sockets.ACCEPTING, listening);
                }
                if (listening[0] != 0) {
                    throw new CallFailed(Errno.EINVAL);
                }
                actual = d.session.available();
            }
            case Symbols.SIOCOUTQ, Symbols.SIOCOUTQNSD -> {
                long[] value = new long[1];
                d.session.option(command == Symbols.SIOCOUTQ ? Sockets.OUTSTANDING : Sockets.UNSENT, value);
                actual = value[0];
            }
            default -> throw new Unsupported(0, "ioctl " + a.get(1));
        }
        if (!(a.get(2) instanceof Expression.Any)) {
            long expected = Symbols.number(a.get(2));
            if (actual != expected) {
                throw new Failure("ioctl " + a.get(1) + ": expected " + expected + ", actual " + actual);
            }
        }
        return 0;
    }
}

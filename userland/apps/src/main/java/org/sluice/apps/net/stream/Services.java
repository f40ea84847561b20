package org.sluice.apps.net.stream;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;
import org.sluice.apps.Reasons;
import org.sluice.apps.net.Acceptor;
import org.sluice.apps.net.Hosts;
import org.sluice.apps.net.Interrupt;
import org.sluice.apps.net.Loop;
import org.sluice.apps.net.Ranges;
import org.sluice.io.Area;
import org.sluice.net.InetEndpoint;
import org.sluice.net.StreamServer;
import org.sluice.net.StreamSocket;
import org.sluice.net.UdpSocket;
import org.sluice.sys.SysException;

/** {@code services}: echo, discard, daytime and chargen, over TCP and UDP. */
public final class Services extends Command {
    private static final int BACKLOG = 128;
    private static final int MOST_BASE = 65535 - 19;

    private int base;
    private String address;
    private boolean streams = true;
    private boolean datagrams = true;
    private boolean verbose;
    private Loop loop;
    private Area pattern;

    public Services() {
        super("services");
    }

    public static void main(String[] args) {
        new Services().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("p/base: b/bind: t/tcp u/udp v/verbose", args);
        boolean only = false;
        while (options.next()) {
            switch (options.name()) {
                case "p" -> base = (int) Ranges.number(options, "base", 0, MOST_BASE);
                case "b" -> address = options.value();
                case "v" -> verbose = true;
                default -> {
                    streams = only && streams || options.name().equals("t");
                    datagrams = only && datagrams || options.name().equals("u");
                    only = true;
                }
            }
        }
        Set<Service> wanted = EnumSet.noneOf(Service.class);
        for (String name : options.operands()) {
            wanted.add(Service.of(name));
        }
        if (wanted.isEmpty()) {
            wanted = EnumSet.allOf(Service.class);
        }
        loop = new Loop(io.calls());
        Interrupt interrupt = Interrupt.catchIt(io.calls());
        try {
            pattern = Area.allocate(io.calls(), Service.pattern().length, true);
            pattern.buffer().put(Service.pattern());
            pattern.unmap();
            for (Service service : wanted) {
                open(service);
            }
            while (!interrupt.came() && loop.size() > 0) {
                loop.turn();
            }
        } finally {
            loop.close();
        }
        return status();
    }

    private void open(Service service) throws IOException {
        InetEndpoint own = address == null ? InetEndpoint.any(base + service.port()) : Hosts.endpoint(io, address, base + service.port());
        try {
            if (streams) {
                loop.add(new Acceptor(loop, StreamServer.listen(io.calls(), own, BACKLOG), (socket, peer) -> connection(service, socket)));
            }
            if (datagrams) {
                UdpSocket socket = new UdpSocket(io.calls());
                loop.add(new ServiceDatagrams(service, socket, this::isService, this::second));
                socket.bind(own);
                socket.nonBlocking(true);
            }
        } catch (SysException e) {
            throw new Failure(1, service.name().toLowerCase(java.util.Locale.ROOT) + " at " + own + ": " + Reasons.of(e));
        }
    }

    private boolean isService(int port) {
        for (Service service : Service.values()) {
            if (port == service.port() || port == base + service.port()) {
                return true;
            }
        }
        return false;
    }

    private long second() {
        return io.now() / 1000;
    }

    private Loop.Handler connection(Service service, StreamSocket socket) {
        Area greeting = null;
        if (service == Service.DAYTIME) {
            try {
                byte[] line = Service.daytime(second());
                greeting = Area.allocate(io.calls(), line.length, false);
                greeting.buffer().put(line);
                greeting.unmap();
            } catch (SysException e) {
                ended("DAYTIME " + socket.name(), e);
            }
        }
        return new ServiceConnection(loop, service, socket, greeting, pattern, this::ended);
    }

    private void ended(String who, Exception cause) {
        if (verbose) {
            out.println(who + (cause == null ? "" : ": " + (cause instanceof IOException e ? Reasons.of(e) : cause.toString())));
            out.flush();
        }
    }
}

package org.sluice.apps.net.http;

import java.io.IOException;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;
import org.sluice.apps.Reasons;
import org.sluice.apps.net.Acceptor;
import org.sluice.apps.net.Hosts;
import org.sluice.apps.net.Interrupt;
import org.sluice.apps.net.Loop;
import org.sluice.net.InetEndpoint;
import org.sluice.net.StreamServer;
import org.sluice.sys.SysException;

/** {@code httpd}: serves the files of a folder. They go from where they lie, the page cache, to the network without being copied. */
public final class Httpd extends Command {
    private static final int PORT = 80;
    private static final int BACKLOG = 1024;

    public Httpd() {
        super("httpd");
    }

    public static void main(String[] args) {
        new Httpd().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("p/port: b/bind: v/verbose", args);
        int port = PORT;
        String address = null;
        boolean verbose = false;
        while (options.next()) {
            switch (options.name()) {
                case "p" -> port = Hosts.port(options.value(), 0);
                case "b" -> address = options.value();
                default -> verbose = true;
            }
        }
        String[] operands = options.operandsOr(".");
        if (operands.length > 1) {
            throw new Failure.Usage("extra operand '" + operands[1] + "'");
        }
        Site site = new Site(io, operands[0]);
        InetEndpoint own = address == null ? InetEndpoint.any(port) : Hosts.endpoint(io, address, port);
        Loop loop = new Loop(io.calls());
        HttpLog log = new HttpLog(out, verbose);
        Interrupt interrupt = Interrupt.catchIt(io.calls());
        StreamServer server = listen(own);
        try {
            if (verbose) {
                out.println("serving " + operands[0] + " at " + server.local());
                out.flush();
            }
            Acceptor acceptor = new Acceptor(loop, server, (socket, peer) -> new HttpConnection(io, loop, site, log, socket, peer));
            loop.add(acceptor);
            while (!interrupt.came() && loop.size() > 0) {
                loop.turn();
            }
        } finally {
            loop.close();
        }
        if (verbose) {
            out.println(log.summary());
        }
        return status();
    }

    private StreamServer listen(InetEndpoint own) {
        try {
            return StreamServer.listen(io.calls(), own, BACKLOG);
        } catch (SysException e) {
            throw new Failure(1, own + ": " + Reasons.of(e));
        }
    }
}

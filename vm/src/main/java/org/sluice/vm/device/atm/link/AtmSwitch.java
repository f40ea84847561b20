package org.sluice.vm.device.atm.link;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.sluice.vm.device.atm.cell.CellHeader;
import org.sluice.vm.device.atm.cell.Contract;
import org.sluice.vm.device.atm.cell.Hec;
import org.sluice.vm.time.Clock;

/**
 * A switch of permanent connections. Each port takes an interface of the same process or a link; cells get new VPI and VCI by a table,
 * may go to several ports, and are held to a contract if there is one (usage parameter control, ITU-T I.371). A port has a queue and, if
 * wanted, a rate; when the queue grows, PDUs are dropped whole, and cells of low priority first.
 */
public final class AtmSwitch implements AutoCloseable {
    /** Cells judged before ports are emptied, so that a long run of them is no congestion by itself. */
    private static final int CHUNK = 64;

    /** One end of a connection. @param port numbered from 1 */
    public record End(int port, int vpi, int vci) {
        @Override
        public String toString() {
            return port + ":" + vpi + "." + vci;
        }
    }

    /**
     * What a connection is held to.
     *
     * @param pcr  peak cell rate, cells a second
     * @param scr  sustainable cell rate, 0 for none
     * @param mbs  cells of a burst above that
     * @param cdvt nanoseconds a cell may be early
     * @param tag  whether cells beyond get low priority instead of being dropped, if they have not got it
     */
    public record Policing(long pcr, long scr, int mbs, long cdvt, boolean tag) {
    }

    private enum Counted {
        POLICED("cells dropped, contract broken"), TAGGED("cells given low priority, contract broken");

        private final String text;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private record Route(End from, List<SwitchLeg> legs, Policing policing, Contract contract, Tally<Counted> tally) {
    }

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<SwitchPort> ports = new CopyOnWriteArrayList<>();
    private final List<AtmLink> attached = new CopyOnWriteArrayList<>();
    /** By port number and VPI and VCI. */
    private final Map<Long, Route> routes = new HashMap<>();
    private final Map<End, Route> inOrder = new LinkedHashMap<>();

    /** A switch without ports. */
    public AtmSwitch(Clock clock) {
        this.clock = clock;
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    /**
     * Adds a port with nothing plugged in.
     *
     * @param rate  cells a second it sends, 0 for no limit
     * @param queue cells that may wait, 32 to 1048576
     * @return its number, from 1
     */
    public int addPort(double rate, int queue) {
        lock();
        try {
            SwitchPort port = new SwitchPort(ports.size() + 1, this, clock, rate, SwitchQueue.Limits.of(queue));
            ports.add(port);
            return port.number();
        } finally {
            unlock();
        }
    }

    /** The link to plug an interface of this process into a port. */
    public AtmLink link(int port) {
        return new PortLink(this, port(port));
    }

    /** Plugs a link into a port, and closes it with the switch. @param link carries cells */
    public void attach(int port, AtmLink link) {
        if (link.carriage() != AtmLink.Carriage.CELLS) {
            throw new IllegalArgumentException(link.describe() + " carries no cells");
        }
        SwitchPort target = port(port);
        attached.add(link);
        link.connect(new AtmLink.Arrivals() {
            @Override
            public void cells(byte[] cells, int offset, int count) {
                input(target, cells, offset, count);
            }

            @Override
            public void pdu(Pdu pdu) {
                target.count(SwitchPort.In.PDUS, 1);
            }

            @Override
            public void state(boolean up) {
                plug(target, up ? new SwitchPort.Out() {
                    @Override
                    public long freeAt() {
                        return link.freeAt();
                    }

                    @Override
                    public void cells(byte[] cells, int offset, int count) {
                        link.send(cells, offset, count);
                    }
                } : null);
            }
        });
    }

    void plug(SwitchPort port, SwitchPort.Out out) {
        lock();
        try {
            port.plug(out);
        } finally {
            unlock();
        }
    }

    private SwitchPort port(int number) {
        if (number < 1 || number > ports.size()) {
            throw new IllegalArgumentException("port " + number + ": there are ports 1 to " + ports.size());
        }
        return ports.get(number - 1);
    }

    /**
     * Sets up one direction of a connection, or replaces it.
     *
     * @param to       one end, or several for point to multipoint
     * @param frames   whether it carries AAL5 PDUs, which are then dropped whole
     * @param policing null for none
     * @throws IllegalArgumentException for ports there are not
     */
    public void connect(End from, List<End> to, boolean frames, Policing policing) {
        port(from.port());
        List<SwitchLeg> legs = to.stream().map(end -> new SwitchLeg(port(end.port()), end.vpi(), end.vci(), frames)).toList();
        Contract contract = policing == null ? null : Contract.of(policing.pcr(), policing.scr(), policing.mbs(), policing.cdvt());
        Route route = new Route(from, legs, policing, contract, new Tally<>(Counted.values()));
        lock();
        try {
            routes.put(key(from.port(), CellHeader.connection(from.vpi(), from.vci())), route);
            inOrder.put(from, route);
        } finally {
            unlock();
        }
    }

    /** Takes one direction of a connection away. */
    public void disconnect(End from) {
        lock();
        try {
            routes.remove(key(from.port(), CellHeader.connection(from.vpi(), from.vci())));
            inOrder.remove(from);
        } finally {
            unlock();
        }
    }

    private static long key(int port, int connection) {
        return (long) port << 24 | connection;
    }

    /** Cells that came in at a port. */
    void input(SwitchPort port, byte[] cells, int offset, int count) {
        for (int done = 0; done < count; done += CHUNK) {
            int part = Math.min(CHUNK, count - done);
            lock();
            try {
                long now = clock.monotonicNanos();
                port.count(SwitchPort.In.RECEIVED, part);
                for (int i = 0; i < part; i++) {
                    cell(port, now, cells, offset + (done + i) * CellHeader.CELL);
                }
            } finally {
                unlock();
            }
            ports.forEach(SwitchPort::serve);
        }
    }

    private void cell(SwitchPort port, long now, byte[] cells, int at) {
        int checked = port.hec().receive(CellHeader.get(cells, at), cells[at + CellHeader.BYTES - 1]);
        if (checked == Hec.BAD) {
            port.count(SwitchPort.In.BAD_HEADER, 1);
            return;
        }
        if (checked == Hec.CORRECTED) {
            port.count(SwitchPort.In.CORRECTED, 1);
        }
        int header = port.hec().header();
        Route route = routes.get(key(port.number(), CellHeader.connection(header)));
        if (route == null) {
            port.count(SwitchPort.In.UNKNOWN, 1);
            return;
        }
        boolean refused = false;
        if (route.contract != null && !route.contract.police(now)) {
            refused = !route.policing.tag() || CellHeader.clp(header);
            route.tally.add(refused ? Counted.POLICED : Counted.TAGGED, 1);
            header |= CellHeader.CLP;
        }
        for (SwitchLeg leg : route.legs) {
            leg.offer(header, cells, at, refused);
        }
    }

    /** What was counted, of all ports in order, then of connections that are held to a contract. */
    public List<AtmLink.Counter> counters() {
        List<AtmLink.Counter> all = new ArrayList<>();
        lock();
        try {
            for (SwitchPort port : ports) {
                port.counters().forEach(c -> all.add(new AtmLink.Counter("port " + port.number() + ": " + c.name(), c.value())));
            }
            for (Route route : inOrder.values()) {
                if (route.contract != null) {
                    route.tally.followedBy(List.of()).forEach(c -> all.add(new AtmLink.Counter(route.from + ": " + c.name(), c.value())));
                }
            }
        } finally {
            unlock();
        }
        return all;
    }

    /** Closes what is attached. */
    @Override
    public void close() {
        attached.forEach(AtmLink::close);
    }
}

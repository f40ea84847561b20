package org.sluice.vm.device.atm.link;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.vm.time.Clock;

/**
 * A link as people ask for it: a kind, then options behind commas, each of which goes around all that is to the left of it.
 *
 * <pre>
 *  loopback
 *  cells:HOST:PORT    listen:cells:[HOST:]PORT      cells over TCP
 *  atmtcp:HOST:PORT   listen:atmtcp:[HOST:]PORT     PDUs over TCP, as Linux' atmtcp
 *  switch:HOST:PORT                                 cells, to a port of "sluice switch"
 *  tun:NAME[:VPI.VCI]                               IP packets, to a TUN device of a Linux host
 *
 *  cells  rate=RATE  loss=P  biterrors=P  misinsert=P  duplicate=P  reorder=P  delay=TIME  jitter=TIME  per=cell|pdu  seed=N
 *  pcap=FILE  counters=FILE
 * </pre>
 *
 * {@code cells} has PDUs cut into cells on a loopback, too. All that may go wrong goes around the link as one, in the place of the first such option;
 * with a TUN device it goes wrong with PDUs unless told otherwise.
 *
 * @param host   empty for a loopback; the name of a TUN device
 * @param port   of TCP; with a TUN device the connection, VPI * 65536 + VCI; 0 for a loopback
 * @param around what goes around the link, the innermost first
 */
public record LinkSpec(Kind kind, String host, int port, List<Wrapping> around) {
    /** Where to listen unless told. */
    private static final String LOCAL = "127.0.0.1";
    private static final Pattern CONNECTION = Pattern.compile("(\\d{1,3})\\.(\\d{1,5})");
    private static final int MAX_PORT = 65535;
    private static final String KINDS = "expected loopback, cells:HOST:PORT, atmtcp:HOST:PORT, switch:HOST:PORT, listen:cells:PORT, "
        + "listen:atmtcp:PORT or tun:NAME";
    private static final String OPTIONS = "cells, rate, loss, biterrors, misinsert, duplicate, reorder, delay, jitter, per, seed, pcap, counters";
    /** Where packets of a TUN device travel unless told. */
    private static final int TUN_VCI = 100;
    private static final int MAX_VPI = 255;

    /** Kinds of links. */
    public enum Kind { LOOPBACK, CELLS, LISTEN_CELLS, ATMTCP, LISTEN_ATMTCP, SWITCH, TUN }

    /** What goes around a link. */
    public sealed interface Wrapping {
    }

    /** PDUs are to travel as cells. */
    public record AsCells() implements Wrapping {
    }

    /** A rate in cells a second. */
    public record Rate(double cells) implements Wrapping {
    }

    /** What goes wrong. */
    public record Wrong(Faults faults) implements Wrapping {
    }

    /** A capture. */
    public record Capture(Path file) implements Wrapping {
    }

    /** What has been counted, written at the end. */
    public record Counted(Path file) implements Wrapping {
    }

    /** Copies the list. */
    public LinkSpec {
        around = List.copyOf(around);
    }

    /** A loopback with nothing around it. */
    public static LinkSpec loopback() {
        return new LinkSpec(Kind.LOOPBACK, "", 0, List.of());
    }

    /** Reads a specification. @throws IllegalArgumentException with a message that says what is wrong */
    public static LinkSpec parse(String text) {
        int comma = text.indexOf(',');
        LinkSpec bare = parseKind(comma < 0 ? text : text.substring(0, comma));
        return comma < 0 ? bare : bare.with(text.substring(comma + 1));
    }

    private static LinkSpec parseKind(String text) {
        boolean listen = text.startsWith("listen:");
        String rest = listen ? text.substring("listen:".length()) : text;
        int colon = rest.indexOf(':');
        String name = colon < 0 ? rest : rest.substring(0, colon);
        Kind kind = switch (name) {
            case "loopback" -> Kind.LOOPBACK;
            case "cells" -> listen ? Kind.LISTEN_CELLS : Kind.CELLS;
            case "atmtcp" -> listen ? Kind.LISTEN_ATMTCP : Kind.ATMTCP;
            case "switch" -> Kind.SWITCH;
            case "tun" -> Kind.TUN;
            default -> throw new IllegalArgumentException("'" + text + "': " + KINDS);
        };
        if (listen && (kind == Kind.LOOPBACK || kind == Kind.SWITCH || kind == Kind.TUN)) {
            throw new IllegalArgumentException("'" + text + "': only cells and atmtcp can listen");
        }
        if (kind == Kind.LOOPBACK) {
            if (colon >= 0) {
                throw new IllegalArgumentException("'" + text + "': a loopback leads nowhere else");
            }
            return loopback();
        }
        if (kind == Kind.TUN) {
            return parseTun(colon < 0 ? "" : rest.substring(colon + 1), text);
        }
        Address address = Address.parse(colon < 0 ? "" : rest.substring(colon + 1), listen ? LOCAL : "", text);
        return new LinkSpec(kind, address.host, address.port, List.of());
    }

    private static LinkSpec parseTun(String rest, String all) {
        int colon = rest.indexOf(':');
        String name = colon < 0 ? rest : rest.substring(0, colon);
        if (!TunDevice.isName(name)) {
            throw new IllegalArgumentException("'" + all + "': expected tun:NAME, with the name of a network interface");
        }
        if (colon < 0) {
            return new LinkSpec(Kind.TUN, name, TUN_VCI, List.of());
        }
        Matcher m = CONNECTION.matcher(rest.substring(colon + 1));
        int vpi = m.matches() ? Integer.parseInt(m.group(1)) : -1;
        int vci = m.matches() ? Integer.parseInt(m.group(2)) : -1;
        if (vpi < 0 || vpi > MAX_VPI || vci > 0xffff || vpi == 0 && vci == 0) {
            throw new IllegalArgumentException("'" + all + "': expected VPI.VCI of 0.1 to 255.65535 behind the name, such as 0.100");
        }
        return new LinkSpec(Kind.TUN, name, vpi << 16 | vci, List.of());
    }

    /** VPI of the connection that packets of a TUN device travel on. */
    public int vpi() {
        return port >> 16;
    }

    /** VCI of that. */
    public int vci() {
        return port & 0xffff;
    }

    /**
     * A host and a port of TCP.
     *
     * @param port 0 for any, where one listens
     */
    public record Address(String host, int port) {
        /** Reads {@code HOST:PORT}, or {@code PORT} for the local host; the host of IPv6 in brackets. @throws IllegalArgumentException */
        public static Address listening(String text) {
            return parse(text, LOCAL, text);
        }

        private static Address parse(String text, String defaultHost, String all) {
            int colon = text.lastIndexOf(':');
            String host = colon < 0 ? defaultHost : text.substring(0, colon);
            String port = text.substring(colon + 1);
            if (host.startsWith("[") && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
            } else if (host.contains(":")) {
                throw new IllegalArgumentException("'" + all + "': expected one host and one port; an IPv6 address goes into brackets");
            }
            if (host.isEmpty()) {
                throw new IllegalArgumentException("'" + all + "': expected HOST:PORT");
            }
            boolean number = !port.isEmpty() && port.length() <= 5 && port.chars().allMatch(c -> c >= '0' && c <= '9');
            int value = number ? Integer.parseInt(port) : -1;
            if (value < (defaultHost.isEmpty() ? 1 : 0) || value > MAX_PORT) {
                throw new IllegalArgumentException("'" + all + "': port '" + port + "' is none of 1 to " + MAX_PORT);
            }
            return new Address(host, value);
        }
    }

    /** This with more options around it. @throws IllegalArgumentException as {@link #parse} */
    public LinkSpec with(String options) {
        List<Wrapping> all = new ArrayList<>(around);
        int wrong = -1;
        FaultOptions faults = new FaultOptions(kind == Kind.TUN);
        for (String option : options.split(",", -1)) {
            if (option.equals("cells")) {
                all.add(asCells());
                continue;
            }
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            String value = equals < 0 ? "" : option.substring(equals + 1);
            if (value.isEmpty()) {
                throw new IllegalArgumentException("'" + option + "': expected an option with a value; there are " + OPTIONS);
            }
            if (name.equals("rate")) {
                all.add(new Rate(Rates.parse(value)));
            } else if (name.equals("pcap")) {
                all.add(new Capture(Path.of(value)));
            } else if (name.equals("counters")) {
                all.add(new Counted(Path.of(value)));
            } else if (faults.set(name, value)) {
                if (wrong < 0) {
                    wrong = all.size();
                    all.add(new Wrong(Faults.NONE));
                }
            } else {
                throw new IllegalArgumentException("'" + name + "': no such option; there are " + OPTIONS);
            }
        }
        if (wrong >= 0) {
            all.set(wrong, new Wrong(faults.faults()));
            if (faults.faults().perPdu() && !carriesPdus()) {
                throw new IllegalArgumentException("per=pdu: this link carries cells, things happen to those");
            }
        }
        return new LinkSpec(kind, host, port, all);
    }

    /** This with a capture around it. */
    public LinkSpec captured(String file) {
        List<Wrapping> all = new ArrayList<>(around);
        all.add(new Capture(Path.of(file)));
        return new LinkSpec(kind, host, port, all);
    }

    private AsCells asCells() {
        if (carriesPdus()) {
            throw new IllegalArgumentException("'cells': " + (kind == Kind.TUN ? "a TUN device" : "atmtcp") + " carries no cells");
        }
        return new AsCells();
    }

    private boolean carriesPdus() {
        return kind == Kind.ATMTCP || kind == Kind.LISTEN_ATMTCP || kind == Kind.TUN;
    }

    /** Whether it leads out of the machine, so that what happens on it depends on others. */
    public boolean leadsOut() {
        return kind != Kind.LOOPBACK;
    }

    /**
     * Makes the link with all that goes around it.
     *
     * @param tolerance nanoseconds a sender may be late without losing rate
     * @throws LinkFailure if it cannot be made; nothing is left open then
     */
    public AtmLink open(Clock clock, long tolerance) throws LinkFailure {
        boolean cells = around.stream().anyMatch(w -> w instanceof Wrong || w instanceof AsCells);
        AtmLink link = switch (kind) {
            case LOOPBACK -> new LoopbackLink(cells);
            case CELLS -> CellsLink.connecting("cells", host, port, clock);
            case SWITCH -> CellsLink.connecting("switch", host, port, clock);
            case LISTEN_CELLS -> CellsLink.listening(host, port, clock);
            case ATMTCP -> AtmTcpLink.connecting(host, port, clock);
            case LISTEN_ATMTCP -> AtmTcpLink.listening(host, port, clock);
            case TUN -> TunLink.open(host, vpi(), vci());
        };
        try {
            for (Wrapping wrapping : around) {
                link = switch (wrapping) {
                    case AsCells all -> link;
                    case Rate rate -> new RateLink(link, rate.cells(), tolerance, clock);
                    case Wrong wrong -> new FaultLink(link, wrong.faults(), kind == Kind.LOOPBACK, clock);
                    case Capture capture -> new PcapLink(link, capture.file(), clock);
                    case Counted counted -> new CountersLink(link, counted.file());
                };
            }
            return link;
        } catch (LinkFailure e) {
            link.close();
            throw e;
        }
    }
}

package org.sluice.kernel.net.icmp;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.ip.ErrorReporter;
import org.sluice.kernel.net.ip.Ip;
import org.sluice.kernel.net.ip.Ipv4;
import org.sluice.kernel.net.ip.Ipv4Header;
import org.sluice.kernel.net.ip.Outgoing;
import org.sluice.kernel.net.ip.Protocol;
import org.sluice.kernel.net.packet.Checksum;
import org.sluice.kernel.net.packet.Counters;
import org.sluice.kernel.net.packet.HeaderPool;
import org.sluice.kernel.net.packet.Memory;
import org.sluice.kernel.net.packet.Packet;
import org.sluice.kernel.net.packet.Parts;
import org.sluice.kernel.network.WaitLock;

/** ICMP for IPv4. */
public final class Icmp implements Protocol, ErrorReporter {
    public static final int NUMBER = 1;
    /** Bytes of every message's header. */
    public static final int HEADER = 8;
    public static final int ECHO_REPLY = 0;
    public static final int UNREACHABLE = 3;
    public static final int ECHO_REQUEST = 8;
    public static final int TIME_EXCEEDED = 11;
    public static final int PARAMETER_PROBLEM = 12;
    private static final int NEEDS_FRAGMENTING = 4;
    /** Bytes quoted of what an error is about: as many as go into 576 bytes (RFC 1812 4.3.2.3). */
    private static final int MOST_QUOTED = 576 - Ipv4Header.BYTES - HEADER;
    private static final int ERRORS_PER_SECOND = 100;
    private static final int ERROR_BURST = 50;

    private final Memory memory;
    private final HeaderPool pool;
    private final Ipv4 ip;
    private final EchoReceiver echo;
    private final RateLimit limit;
    private final LongAdder received;
    private final LongAdder malformed;
    private final LongAdder badChecksum;
    private final LongAdder requests;
    private final LongAdder requestsToAll;
    private final LongAdder replies;
    private final LongAdder errors;
    private final LongAdder unknown;
    private final LongAdder repliesSent;
    private final LongAdder errorsSent;
    private final LongAdder limited;
    private final LongAdder notSent;

    /** @param echo gets the answers to echo requests that were sent from here */
    public Icmp(Memory memory, HeaderPool pool, Ipv4 ip, EchoReceiver echo, WaitLock lock, LongSupplier clock, Counters counters) {
        this.memory = memory;
        this.pool = pool;
        this.ip = ip;
        this.echo = echo;
        limit = new RateLimit(lock, clock, ERRORS_PER_SECOND, ERROR_BURST);
        received = counters.counter("icmp_in_received");
        malformed = counters.counter("icmp_in_malformed");
        badChecksum = counters.counter("icmp_in_bad_checksum");
        requests = counters.counter("icmp_in_echo_requests");
        requestsToAll = counters.counter("icmp_in_echo_requests_to_all");
        replies = counters.counter("icmp_in_echo_replies");
        errors = counters.counter("icmp_in_errors");
        unknown = counters.counter("icmp_in_ignored");
        repliesSent = counters.counter("icmp_out_echo_replies");
        errorsSent = counters.counter("icmp_out_errors");
        limited = counters.counter("icmp_out_rate_limited");
        notSent = counters.counter("icmp_out_not_sent");
    }

    // ---- in

    @Override
    public void receive(Arrival arrival, Ipv4Header header, Packet packet) {
        received.increment();
        int at = header.headerLength();
        if (header.payload() < HEADER) {
            malformed.increment();
            packet.drop();
        } else if (packet.sum(at, header.payload()) != 0xffff) {
            badChecksum.increment();
            packet.drop();
        } else {
            dispatch(arrival, header, packet, at);
        }
    }

    private void dispatch(Arrival arrival, Ipv4Header header, Packet packet, int at) {
        switch (packet.u8(at)) {
            case ECHO_REQUEST -> {
                if (arrival.toAll()) {
                    requestsToAll.increment();
                    packet.drop();
                } else {
                    requests.increment();
                    answer(arrival, header, packet, at);
                }
            }
            case ECHO_REPLY -> {
                replies.increment();
                echo.reply(arrival, header, packet.u16(at + 4), packet);
            }
            case UNREACHABLE, TIME_EXCEEDED, PARAMETER_PROBLEM -> {
                errors.increment();
                error(header, packet, at);
                packet.drop();
            }
            default -> {
                unknown.increment();
                packet.drop();
            }
        }
    }

    /** Sends a request's data back, where they lie, behind a header of this machine's. */
    private void answer(Arrival arrival, Ipv4Header header, Packet request, int at) {
        FramePart head = null;
        try {
            head = pool.header(HEADER);
        } finally {
            if (head == null) {
                request.drop();
            }
        }
        int checksum = Checksum.changed(request.u16(at + 2), ECHO_REQUEST << 8 | request.u8(at + 1), request.u8(at + 1));
        memory.put8(head.address() + 1, request.u8(at + 1));
        memory.put16(head.address() + 2, checksum);
        memory.put32(head.address() + 4, request.u32(at + 4));
        request.clip(at + HEADER, header.payload() - HEADER);
        repliesSent.increment();
        send(new Outgoing(header.destination(), header.source(), NUMBER, Outgoing.DEFAULT_TTL, header.tos(), false, arrival.through()),
            head, request.take());
    }

    private void send(Outgoing out, FramePart head, FramePart[] rest) {
        try {
            ip.output(out, head, rest);
        } catch (CallFailed e) {
            notSent.increment();
        }
    }

    private void error(Ipv4Header header, Packet packet, int at) {
        int quote = at + HEADER;
        int there = header.payload() - HEADER;
        if (there < Ipv4Header.BYTES || packet.u8(quote) >> 4 != 4) {
            malformed.increment();
            return;
        }
        Ipv4Header quoted = Ipv4Header.parse(packet, quote);
        if (quoted.headerLength() < Ipv4Header.BYTES || there < quoted.headerLength() + 8 || quoted.offset() != 0
            || !ip.interfaces().own(quoted.source())) {
            malformed.increment();
            return;
        }
        int type = packet.u8(at);
        int code = packet.u8(at + 1);
        int mtu = type == UNREACHABLE && code == NEEDS_FRAGMENTING ? packet.u16(at + 6) : 0;
        ip.failed(new Failure(errno(type, code), type, code, mtu, header.source()), quoted, packet, quote + quoted.headerLength());
    }

    private static int errno(int type, int code) {
        return switch (type) {
            case UNREACHABLE -> switch (code) {
                case 0, 6, 9, 11 -> Errno.ENETUNREACH;
                case 2 -> Errno.ENOPROTOOPT;
                case 3 -> Errno.ECONNREFUSED;
                case NEEDS_FRAGMENTING -> Errno.EMSGSIZE;
                default -> Errno.EHOSTUNREACH;
            };
            case TIME_EXCEEDED -> Errno.EHOSTUNREACH;
            default -> Errno.EIO;
        };
    }

    @Override
    public void failed(Failure failure, Ipv4Header quoted, Packet packet, int at) {
        if (packet.length() >= at + HEADER && packet.u8(at) == ECHO_REQUEST) {
            echo.failed(failure, quoted, packet.u16(at + 4));
        }
    }

    // ---- errors that are sent

    @Override
    public void unreachable(Arrival arrival, Ipv4Header header, Packet packet, int code) {
        report(arrival, header, packet, UNREACHABLE, code, 0);
    }

    @Override
    public void tooBig(Arrival arrival, Ipv4Header header, Packet packet, int mtu) {
        report(arrival, header, packet, UNREACHABLE, NEEDS_FRAGMENTING, mtu);
    }

    @Override
    public void expired(Arrival arrival, Ipv4Header header, Packet packet) {
        report(arrival, header, packet, TIME_EXCEEDED, 0, 0);
    }

    @Override
    public void reassemblyTimedOut(Arrival arrival, Ipv4Header header, Packet first) {
        report(arrival, header, first, TIME_EXCEEDED, 1, 0);
    }

    /**
     * Reports an error, unless that is forbidden (RFC 1122 3.2.2) or too much. What is quoted is quoted where it lies.
     *
     * @param value what stands behind the checksum: an MTU, or 0
     */
    private void report(Arrival arrival, Ipv4Header header, Packet packet, int type, int code, int value) {
        boolean aboutError = header.protocol() == NUMBER && header.offset() == 0 && (packet.length() <= header.headerLength()
            || packet.u8(header.headerLength()) != ECHO_REQUEST && packet.u8(header.headerLength()) != ECHO_REPLY);
        if (arrival.toAll() || header.offset() != 0 || aboutError || !Ip.host(header.source())) {
            return;
        }
        if (!limit.take()) {
            limited.increment();
            return;
        }
        FramePart head;
        try {
            head = pool.header(HEADER);
        } catch (CallFailed e) {
            notSent.increment();
            return;
        }
        FramePart[] quote = packet.share(0, Math.min(packet.length(), MOST_QUOTED));
        memory.put16(head.address(), type << 8 | code);
        memory.put16(head.address() + 2, Checksum.of((type << 8 | code) + value + (long) Checksum.sum(memory, quote)));
        memory.put32(head.address() + 4, value);
        errorsSent.increment();
        // about what was for others, from the interface it came through
        int source = ip.interfaces().own(header.destination()) ? header.destination() : arrival.through().address().ip();
        send(new Outgoing(source, header.source(), NUMBER, Outgoing.DEFAULT_TTL, 0, false, arrival.through()), head, quote);
    }
}

package org.sluice.kernel.net.tcp;

import org.sluice.abi.Errno;

/** What a segment does to a connection, in the order of RFC 9293 3.10.7, with RFC 5961 against those who guess. Called with the connection's lock held. */
final class Input {
    /** What is to be answered once the lock is free. */
    enum Answer { NONE, RESET }

    private final Connection c;
    /** When something that was not acceptable was answered last. */
    private long answeredAt = Long.MIN_VALUE / 2;

    Input(Connection connection) {
        c = connection;
    }

    /** @param s its packet has only data any more; what is not kept stays in it */
    Answer process(Segment s, long now) {
        c.receiver.segmentsIn++;
        return switch (c.state) {
            case CLOSED, TIME_WAIT -> s.has(TcpHeader.RST) ? Answer.NONE : Answer.RESET;
            case SYN_SENT -> synSent(s, now);
            default -> others(s, now);
        };
    }

    // ---- SYN-SENT (3.10.7.3)

    private Answer synSent(Segment s, long now) {
        boolean ack = s.has(TcpHeader.ACK);
        if (ack) {
            long position = c.sender.position(s.acknowledgement);
            if (position <= 0 || position > c.sender.nxt) {
                return s.has(TcpHeader.RST) ? Answer.NONE : Answer.RESET;
            }
            if (c.offerTimestamps && s.timestamps && s.echo != 0 && c.clock(now) - s.echo < 0) {
                // an echo of what was never sent: of a connection before this one
                c.tcp.counters.pawsActive.increment();
                return s.has(TcpHeader.RST) ? Answer.NONE : Answer.RESET;
            }
        }
        if (s.has(TcpHeader.RST)) {
            if (ack) {
                c.end(Errno.ECONNREFUSED, false);
            }
            return Answer.NONE;
        }
        if (!s.has(TcpHeader.SYN)) {
            return Answer.NONE;
        }
        agree(s);
        c.receiver.begin(s.sequence, now);
        if (s.timestamps && c.timestampsOk) {
            c.receiver.setRecent(s.timestamp, now);
        }
        if (!ack) {
            // simultaneous open (3.5)
            c.state = State.SYN_RECEIVED;
            c.sender.window = s.window;
            c.receiver.acks.oweAnother();
            return Answer.NONE;
        }
        c.ecnOk = c.askEcn && (s.flags & (TcpHeader.ECE | TcpHeader.CWR)) == TcpHeader.ECE;
        c.sender.acknowledged(s, 0, c.sender.position(s.acknowledgement), now);
        c.established(now);
        c.receiver.acks.oweAnother();
        if (s.length > 0 || s.has(TcpHeader.FIN)) {
            data(s, 1, now);
        }
        return Answer.NONE;
    }

    /** What both SYNs have in common is used from now on. */
    void agree(Segment s) {
        c.sender.peerMss = s.mss == 0 ? 536 : s.mss;
        if (c.offeredScale >= 0 && s.scale >= 0) {
            c.sender.scale = s.scale;
        } else {
            c.sender.scale = 0;
            c.receiver.scale = 0;
            c.offeredScale = -1;
        }
        c.sackOk = c.offerSack && s.sackPermitted;
        c.timestampsOk = c.offerTimestamps && s.timestamps;
        c.offerSack = c.sackOk;
        c.offerTimestamps = c.timestampsOk;
    }

    // ---- other states (3.10.7.4)

    private Answer others(Segment s, long now) {
        long at = c.receiver.position(s.sequence);
        long end = at + s.span();
        boolean rst = s.has(TcpHeader.RST);
        boolean syn = s.has(TcpHeader.SYN);
        if (c.state == State.SYN_RECEIVED && syn && !rst && at == 0 && !s.has(TcpHeader.ACK)) {
            // their SYN once more
            c.receiver.acks.oweAnother();
            return Answer.NONE;
        }
        if (c.state == State.SYN_RECEIVED && syn && s.has(TcpHeader.ACK) && at == 0) {
            // the second half of a simultaneous open
            at++;
        } else {
            if (c.timestampsOk && s.timestamps && c.receiver.outdated(s, now) && !rst) {
                c.tcp.counters.pawsEstablished.increment();
                refuse(s, at, end, now);
                return Answer.NONE;
            }
            if (!c.receiver.acceptable(at, end)) {
                if (!rst) {
                    refuse(s, at, end, now);
                }
                return Answer.NONE;
            }
            if (rst) {
                reset(at, now);
                return Answer.NONE;
            }
            if (syn) {
                // RFC 5961 4: not even an acceptable one is believed
                c.tcp.counters.synChallenges.increment();
                challenge(now);
                return Answer.NONE;
            }
        }
        if (!s.has(TcpHeader.ACK)) {
            return Answer.NONE;
        }
        return acknowledgement(s, at, now);
    }

    /** Keeps the timestamp of a segment of which everything was found acceptable, its acknowledgement too. */
    private void keepTimestamp(Segment s, long at, long now) {
        if (c.timestampsOk && s.timestamps) {
            c.receiver.timestamp(s, at, now);
        }
    }

    /** RFC 5961 3: only the number that is expected resets; another in the window is asked about. */
    private void reset(long at, long now) {
        if (at != c.receiver.next) {
            challenge(now);
            return;
        }
        int errno = switch (c.state) {
            case SYN_RECEIVED -> c.orphan ? 0 : Errno.ECONNREFUSED;
            case CLOSE_WAIT -> Errno.EPIPE;
            default -> Errno.ECONNRESET;
        };
        c.end(errno, false);
    }

    /** RFC 5961 7: for one connection seldom, for all not too often. */
    private void challenge(long now) {
        if (now - answeredAt < c.tcp.settings.invalidRateLimit.get() * 1_000_000L) {
            c.tcp.counters.acksSkipped.increment();
        } else if (c.tcp.challenge()) {
            answeredAt = now;
            c.tcp.counters.challengeAcks.increment();
            c.receiver.acks.oweAnother();
        }
    }

    /** Not acceptable: answered with what is expected, though not without bound, or two ends could keep that up between them. */
    private void refuse(Segment s, long at, long end, long now) {
        if (s.length > 0 && end <= c.receiver.next) {
            c.receiver.acks.old(at, end);
        }
        if (s.length == 0 || s.has(TcpHeader.SYN)) {
            if (now - answeredAt < c.tcp.settings.invalidRateLimit.get() * 1_000_000L) {
                c.tcp.counters.acksSkipped.increment();
                return;
            }
            answeredAt = now;
        }
        c.receiver.acks.oweAnother();
    }

    private Answer acknowledgement(Segment s, long at, long now) {
        long position = c.sender.position(s.acknowledgement);
        if (c.state == State.SYN_RECEIVED) {
            if (position <= 0 || position > c.sender.nxt) {
                return Answer.RESET;
            }
            keepTimestamp(s, at, now);
            c.sender.acknowledged(s, at, position, now);
            boolean closing = c.sender.fin;
            c.established(now);
            if (closing) {
                c.state = State.FIN_WAIT_1;
            }
        } else if (position > c.sender.nxt || position < c.sender.una - c.sender.mostWindow) {
            // RFC 5961 5
            challenge(now);
            return Answer.NONE;
        } else {
            if (s.length == 0) {
                c.tcp.counters.pureAcks.increment();
            }
            c.heard(now);
            keepTimestamp(s, at, now);
            c.sender.acknowledged(s, at, position, now);
        }
        if (c.sender.finAcknowledged()) {
            switch (c.state) {
                case FIN_WAIT_1 -> c.finWait2(now);
                case CLOSING -> c.timeWait();
                case LAST_ACK -> c.end(0, false);
                default -> { }
            }
        }
        if (s.length > 0 || s.has(TcpHeader.FIN)) {
            return data(s, at, now);
        }
        return Answer.NONE;
    }

    // ---- data and FIN

    private Answer data(Segment s, long at, long now) {
        if (!c.state.receives()) {
            return Answer.NONE;
        }
        if (s.length > 0 && c.receiveShut | c.orphan && c.state != State.ESTABLISHED && at + s.length > c.receiver.next) {
            // nobody will read that any more (RFC 1122 4.2.2.13)
            c.tcp.counters.abortOnData.increment();
            c.end(0, false);
            return Answer.RESET;
        }
        if (c.ecnOk && s.ecnCapable()) {
            c.ecnSeen = true;
        }
        boolean more = c.receiver.data(s, at, now);
        if (c.receiver.finReceived()) {
            switch (c.state) {
                case ESTABLISHED -> c.state = State.CLOSE_WAIT;
                case FIN_WAIT_1 -> c.state = State.CLOSING;
                case FIN_WAIT_2 -> c.timeWait();
                default -> { }
            }
            more = true;
        }
        if (more) {
            c.lock.wakeAll();
        }
        return Answer.NONE;
    }
}

package org.sluice.drill.script;

import java.util.List;
import org.sluice.drill.packet.Packet;

/**
 * Something that happens in a script.
 *
 * @param line of the script, from 1
 * @param time when
 */
public record Event(int line, Time time, Action action) {
    /** How a time is meant. */
    public enum Kind { ABSOLUTE, RELATIVE, ANY, ABSOLUTE_RANGE, RELATIVE_RANGE }

    /** A time, and the end of a range, in nanoseconds. */
    public record Time(Kind kind, long from, long to) {
        /** Whether it counts from what happened before. */
        public boolean relative() {
            return kind == Kind.RELATIVE || kind == Kind.RELATIVE_RANGE || kind == Kind.ANY;
        }
    }

    /** What happens. */
    public sealed interface Action {
    }

    /**
     * A call.
     *
     * @param end    nanoseconds at which it returns, as its time is meant; -1 if it returns at once
     * @param errno  the error's name, or null
     */
    public record SystemCall(String name, List<Expression> arguments, long end, Expression result, String errno) implements Action {
        @Override
        public String toString() {
            String list = arguments.toString();
            return name + "(" + list.substring(1, list.length() - 1) + ")";
        }
    }

    /** Commands of a shell. */
    public record Command(String text) implements Action {
    }

    /** Statements about what is known of a connection. */
    public record Code(String text) implements Action {
    }

    /** How the type of service is checked or set. */
    public enum Tos { NOT, ECN, ANY_ECT, WHOLE }

    /** What is said of the IP header. @param ttl 0 if nothing is */
    public record IpInfo(Tos tos, int value, int ttl) {
        /** Nothing. */
        public static final IpInfo NONE = new IpInfo(Tos.NOT, 0, 0);
    }

    /**
     * A packet.
     *
     * @param packet       what it is, in the script's own numbers; ports are 0 unless they were given
     * @param ace          whether the three ECN flags are a number (RFC 9768)
     * @param windowGiven  whether the window is checked
     * @param anyOptions   whether options are not checked
     * @param quoted       what an ICMP error is about, or null
     */
    public record PacketEvent(boolean inbound, IpInfo ip, Packet packet, boolean ace, boolean windowGiven, boolean anyOptions, Quoted quoted)
        implements Action {
        @Override
        public String toString() {
            return (inbound ? "< " : "> ") + packet;
        }
    }

    /** A packet in an ICMP error: its protocol, sequence number and length. */
    public record Quoted(int protocol, long sequence, int bytes) {
    }
}

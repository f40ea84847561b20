package org.sluice.drill.run;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sluice.drill.packet.Packet;
import org.sluice.drill.packet.Packet.Option;

/**
 * What a script's packets are about: a connection, or a socket that may come to have one. It maps the script's numbers to those on the wire and
 * back: in segments with SYN sequence numbers are the script's own, in all others they count from the SYN's.
 */
final class Flow {
    private static final long U32 = 0xffffffffL;

    /** How far it is, as far as packets are mapped differently. */
    enum State { NEW, LISTENING, CONNECTING, SYN_SENT, SYN_RECEIVED, OPEN }

    final int protocol;
    State state = State.NEW;
    int localPort;
    int remotePort;
    int remoteIp;
    private long scriptLocal;
    private long liveLocal;
    private long scriptRemote;
    private long liveRemote;
    private boolean localKnown;
    private long lastSyn = -1;
    private final Map<Long, Long> timestamps = new HashMap<>();
    private boolean timed;
    private long firstScript;
    private long firstLive;
    private long lastLive = -1;
    /** What is written here, and what the peer writes. */
    final Bytes out = new Bytes();
    final Bytes in = new Bytes();
    long written;
    long read;
    /** Who reads and writes, if anybody does already. */
    Descriptor descriptor;

    Flow(int protocol) {
        this.protocol = protocol;
    }

    // ---- from the script to the wire

    /** An inbound segment has brought a SYN. */
    void remoteSyn(long sequence) {
        lastSyn = sequence;
        if (state != State.OPEN) {
            scriptRemote = sequence;
            liveRemote = sequence;
        }
    }

    /** The packet that is injected for one of the script's. */
    void toLive(Packet p) {
        boolean syn = p.has(Packet.SYN);
        p.sequence = p.sequence + (syn ? liveRemote - scriptRemote : liveRemote) & U32;
        long offset = localOffset(syn);
        if (p.has(Packet.ACK)) {
            p.acknowledgement = p.acknowledgement + offset & U32;
        }
        List<Option> options = new ArrayList<>();
        for (Option option : p.options) {
            options.add(switch (option.kind()) {
                case Option.SACK -> shifted(option, offset);
                case Option.TIMESTAMP -> p.has(Packet.ACK) ? option.with(1, liveEcho(option.word(1))) : option;
                default -> option;
            });
        }
        p.options = options;
    }

    private long localOffset(boolean syn) {
        return syn ? liveLocal - scriptLocal : liveLocal;
    }

    /** The number on the wire for one in a segment of ours that is quoted. */
    long quoted(long sequence) {
        return sequence + liveLocal & U32;
    }

    private static Option shifted(Option sack, long offset) {
        ByteBuffer blocks = ByteBuffer.wrap(sack.data().clone());
        for (int i = 0; i + 4 <= blocks.capacity(); i += 4) {
            blocks.putInt(i, (int) (blocks.getInt(i) + offset));
        }
        return new Option(Option.SACK, blocks.array());
    }

    /** What an inbound echo of one of the script's timestamps is: the one sent where the script has that, else by the distance to the first. */
    private long liveEcho(long script) {
        Long live = timestamps.get(script);
        if (live != null) {
            return live;
        }
        return timed ? script - firstScript + firstLive & U32 : lastLive >= 0 ? lastLive : script;
    }

    // ---- from the wire to the script

    /** A segment with SYN is expected, with this number in the script, and has come, with that on the wire. */
    void localSyn(Packet script, Packet live) {
        boolean known = localKnown && liveLocal == live.sequence;
        if (!known) {
            scriptLocal = script.sequence;
            liveLocal = live.sequence;
            localKnown = true;
            if (state == State.OPEN && lastSyn >= 0) {
                // another connection between the same ends
                scriptRemote = lastSyn;
                liveRemote = lastSyn;
                written = 0;
                read = 0;
            }
        }
        if (state == State.CONNECTING || state == State.NEW) {
            state = State.SYN_SENT;
        } else if (state == State.SYN_RECEIVED && script.has(Packet.ACK)) {
            state = State.OPEN;
        }
    }

    /** Changes a sniffed segment to what the script would have it. */
    void toScript(Packet live) {
        boolean syn = live.has(Packet.SYN);
        long remote = syn ? liveRemote - scriptRemote : liveRemote;
        live.sequence = live.sequence - localOffset(syn) & U32;
        if (live.has(Packet.ACK)) {
            live.acknowledgement = live.acknowledgement - remote & U32;
        }
        Option timestamp = live.option(Option.TIMESTAMP);
        if (timestamp != null && timestamp.data().length == 8) {
            lastLive = timestamp.word(0);
        }
        live.options = live.options.stream().map(o -> o.kind() == Option.SACK ? shifted(o, -remote) : o).toList();
    }

    /** Learns from two timestamps what is what, and returns the one that was sent as the script would have it. */
    long timestamp(long script, long live) {
        timestamps.put(script, live);
        if (!timed) {
            timed = true;
            firstScript = script;
            firstLive = live;
        }
        return firstScript + (live - firstLive) & U32;
    }

    /** The place in the stream of a segment's first byte, its numbers being the script's. */
    long outPlace(Packet p) {
        return p.has(Packet.SYN) ? 0 : (int) (p.sequence - 1);
    }

    /** The same of an inbound segment. */
    long inPlace(Packet p) {
        return p.has(Packet.SYN) ? 0 : (int) (p.sequence - 1);
    }

    @Override
    public String toString() {
        return "port " + localPort + " to " + remotePort;
    }
}

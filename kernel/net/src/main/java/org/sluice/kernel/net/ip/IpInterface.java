package org.sluice.kernel.net.ip;

import java.util.concurrent.atomic.LongAdder;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.packet.Counters;

/** What IP packets go through. Its address, MTU and state are changed by commands only. */
public abstract class IpInterface {
    private final String name;
    private final int index;
    private volatile int mtu;
    private volatile boolean up = true;
    private volatile boolean checksums = true;
    private volatile Ip.Address address = Ip.Address.NONE;
    private final Counters counters = new Counters();
    protected final LongAdder rxPackets = counters.counter("rx_packets");
    protected final LongAdder rxBytes = counters.counter("rx_bytes");
    /** SDUs that were not formed as their encapsulation wants. */
    protected final LongAdder rxErrors = counters.counter("rx_errors");
    /** What was well formed and is not wanted, or found no room. */
    protected final LongAdder rxDropped = counters.counter("rx_dropped");
    protected final LongAdder txPackets = counters.counter("tx_packets");
    protected final LongAdder txBytes = counters.counter("tx_bytes");
    /** Packets that an open connection did not take for another reason than want of room. */
    protected final LongAdder txErrors = counters.counter("tx_errors");
    protected final LongAdder txDropped = counters.counter("tx_dropped");

    /** @param index from 1, and of no other interface */
    protected IpInterface(String name, int index, int mtu) {
        this.name = name;
        this.index = index;
        this.mtu = mtu;
    }

    public final String name() {
        return name;
    }

    public final int index() {
        return index;
    }

    public final int mtu() {
        return mtu;
    }

    public final void setMtu(int bytes) {
        mtu = bytes;
    }

    /** Whether transport protocols compute and check their checksums over it; where nothing can damage a packet they need not. */
    public final boolean checksums() {
        return checksums;
    }

    public final void setChecksums(boolean now) {
        checksums = now;
    }

    /**
     * Longest packet it takes from TCP at once: the MTU, or more where nothing between here and whoever receives it cares how
     * long packets are. What is longer than the MTU stands for the segments it would be cut into.
     */
    public int largest() {
        return mtu;
    }

    public final boolean up() {
        return up;
    }

    public final void setUp(boolean now) {
        up = now;
    }

    public final Ip.Address address() {
        return address;
    }

    public final void setAddress(Ip.Address now) {
        address = now;
    }

    public final Counters counters() {
        return counters;
    }

    /** Longest packet its connections can carry. */
    public abstract int mostMtu();

    /** Its address has changed. */
    public void addressChanged() {
    }

    /** Its Ethernet address, or a minus. */
    public String mac() {
        return "-";
    }

    /** Its connections, as {@code atm0:0.100} with commas between; a minus for none. */
    public String connections() {
        return "-";
    }

    /**
     * Sends a packet that begins with its IP header, which has room for the link's header before it and nobody else's hold. Takes the
     * holds over; what cannot be sent is counted and dropped.
     *
     * @param next the address of whoever is to get it on this link
     */
    public abstract void transmit(int next, FramePart[] packet);
}

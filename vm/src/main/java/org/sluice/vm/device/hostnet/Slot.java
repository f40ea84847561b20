package org.sluice.vm.device.hostnet;

import java.util.ArrayDeque;

/**
 * A place for one connection or flow. <i>Free</i> to <i>waiting</i> by ACCEPT, to <i>opening</i> by OPEN; from these to <i>open</i>, or <i>free</i> if it
 * fails or by CLOSE; <i>open</i> to <i>free</i> by CLOSE. The worker's.
 */
final class Slot {
    /** Commands of each kind that a slot keeps. */
    static final int MOST = 16;

    final int number;
    /** Null while free and waiting. */
    Endpoint endpoint;
    /** The OPEN or ACCEPT that is under way, or null. */
    Command opening;
    /** SEND and SHUTDOWN, in order. */
    final ArrayDeque<Command> sends = new ArrayDeque<>();
    final ArrayDeque<Command> receives = new ArrayDeque<>();

    Slot(int number) {
        this.number = number;
    }

    boolean free() {
        return endpoint == null && opening == null;
    }

    boolean open() {
        return endpoint != null && opening == null;
    }
}

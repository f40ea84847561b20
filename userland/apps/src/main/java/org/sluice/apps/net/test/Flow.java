package org.sluice.apps.net.test;

import java.io.IOException;
import java.security.MessageDigest;
import org.sluice.abi.SystemCalls;
import org.sluice.apps.Io;
import org.sluice.apps.Reasons;

/** One direction of one connection, carried out by a thread of its own. What it has seen may be asked while it goes on. */
abstract class Flow implements Runnable {
    final Io io;
    final TestPlan plan;
    final MessageDigest digest;
    volatile long bytes;
    volatile long start;
    volatile long end;
    volatile long packets;
    long copied;
    long retransmits;
    long rtt;
    long lost;
    long disordered;
    long jitter;
    /** What went wrong, null for nothing. */
    volatile String failure;
    private String hash = "";

    Flow(Io io, TestPlan plan) {
        this.io = io;
        this.plan = plan;
        digest = plan.hash() ? DataPattern.digest() : null;
    }

    final long now() {
        return io.calls().clock(SystemCalls.CLOCK_MONOTONIC);
    }

    /** Sends or receives all of it. */
    abstract void carry() throws IOException;

    @Override
    public final void run() {
        try {
            carry();
        } catch (IOException e) {
            failure = Reasons.of(e);
        } catch (RuntimeException e) {
            failure = e.toString();
        }
        if (digest != null) {
            hash = DataPattern.hex(digest.digest());
        }
    }

    /** SHA-256 of the bytes; empty if it was not wanted. */
    final String hash() {
        return hash;
    }
}

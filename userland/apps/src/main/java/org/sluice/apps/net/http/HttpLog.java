package org.sluice.apps.net.http;

import java.io.IOException;
import org.sluice.apps.Output;
import org.sluice.apps.Reasons;

/** What the server says of requests, and counts. */
final class HttpLog {
    private final Output out;
    private final boolean verbose;
    private long requests;
    private long bytes;
    private long copied;

    /** @param verbose whether a line is written for each request */
    HttpLog(Output out, boolean verbose) {
        this.out = out;
        this.verbose = verbose;
    }

    /** A request was answered. @param size bytes of the body that was sent @param copies bytes the kernel has copied for it */
    void answered(String peer, String what, int status, long size, long copies) {
        requests++;
        bytes += size;
        copied += copies;
        say(peer + " " + printable(what) + " " + status + " " + size + " bytes, copied " + copies);
    }

    /** A connection ended otherwise than it should. */
    void failed(String peer, String what, Exception cause) {
        say(peer + " " + printable(what) + (what.isEmpty() ? "" : " ") + "- "
            + (cause instanceof IOException io ? Reasons.of(io) : cause.toString()));
    }

    /** What there was in all. */
    String summary() {
        return requests + " requests, " + bytes + " bytes, copied " + copied;
    }

    private void say(String line) {
        if (verbose) {
            out.println(line);
            out.flush();
        }
    }

    /** What a client has sent must not drive the terminal. */
    private static String printable(String text) {
        StringBuilder safe = new StringBuilder();
        text.chars().forEach(c -> safe.append(c < ' ' || c >= 127 ? '?' : (char) c));
        return safe.toString();
    }
}

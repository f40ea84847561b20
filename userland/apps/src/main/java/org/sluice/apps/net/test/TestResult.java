package org.sluice.apps.net.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What one end has seen, of all connections together.
 *
 * @param bytes       of data
 * @param nanos       from the first to the last
 * @param cpu         nanoseconds of processor time of the whole process
 * @param copied      bytes the kernel has copied
 * @param retransmits segments sent again, by {@code tcp_info}; of a sender
 * @param rtt         smoothed round-trip time in microseconds at the end; of a sender
 * @param packets     datagrams
 * @param lost        datagrams that did not come
 * @param disordered  datagrams that came after later ones
 * @param jitter      nanoseconds (RFC 3550, section 6.4.1)
 * @param hashes      SHA-256 of each connection's bytes
 */
record TestResult(long bytes, long nanos, long cpu, long copied, long retransmits, long rtt, long packets, long lost, long disordered, long jitter,
        List<String> hashes) {
    private static final double BILLION = 1e9;

    String line() {
        return "bytes=" + bytes + " nanos=" + nanos + " cpu=" + cpu + " copied=" + copied + " retransmits=" + retransmits + " rtt=" + rtt
            + " packets=" + packets + " lost=" + lost + " disordered=" + disordered + " jitter=" + jitter + " | " + String.join(",", hashes);
    }

    /** @throws IllegalArgumentException for a line out of form */
    static TestResult parse(String line) {
        int bar = line.indexOf('|');
        if (bar < 0) {
            throw new IllegalArgumentException("'" + line + "'");
        }
        Map<String, Long> v = TestPlan.values(line.substring(0, bar));
        List<String> hashes = new ArrayList<>();
        for (String hash : line.substring(bar + 1).strip().split(",")) {
            if (!hash.isEmpty()) {
                hashes.add(hash);
            }
        }
        return new TestResult(v.getOrDefault("bytes", 0L), v.getOrDefault("nanos", 0L), v.getOrDefault("cpu", 0L), v.getOrDefault("copied", 0L),
            v.getOrDefault("retransmits", 0L), v.getOrDefault("rtt", 0L), v.getOrDefault("packets", 0L), v.getOrDefault("lost", 0L),
            v.getOrDefault("disordered", 0L), v.getOrDefault("jitter", 0L), hashes);
    }

    /** Bits a second. */
    double rate() {
        return nanos == 0 ? 0 : bytes * 8 * BILLION / nanos;
    }
}

package org.sluice.apps.net.test;

import java.util.Locale;

/** Results as text and as JSON. */
final class Report {
    private static final double SECOND = 1e9;

    private Report() {
    }

    static String size(double bytes) {
        return scaled(bytes, 1024, new String[] {"B", "KiB", "MiB", "GiB", "TiB"});
    }

    static String rate(double bits) {
        return scaled(bits, 1000, new String[] {"bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"});
    }

    private static String scaled(double value, int base, String[] units) {
        int unit = 0;
        double scaled = value;
        while (scaled >= base && unit < units.length - 1) {
            scaled /= base;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : scaled < 10 ? "%.2f %s" : scaled < 100 ? "%.1f %s" : "%.0f %s", scaled, units[unit]);
    }

    /** A line for an interval. */
    static String interval(long from, long to, long bytes) {
        return String.format(Locale.ROOT, "%6.2f-%-6.2f s  %10s  %s", from / SECOND, to / SECOND, size(bytes), rate(to == from ? 0 : bytes * 8 * SECOND
            / (to - from)));
    }

    /** A line for one end. @param sender whether that end has sent */
    static String end(String who, TestResult r, boolean sender, boolean datagrams) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-8s %s in %.3f s, %s, copied %d", who, size(r.bytes()), r.nanos() / SECOND,
            rate(r.rate()), r.copied()));
        if (r.cpu() > 0 && r.bytes() > 0) {
            text.append(String.format(Locale.ROOT, ", %.3f CPU ns/byte", (double) r.cpu() / r.bytes()));
        }
        if (sender && !datagrams) {
            text.append(", ").append(r.retransmits()).append(" retransmissions, rtt ").append(r.rtt()).append(" us");
        }
        if (datagrams) {
            text.append(", ").append(r.packets()).append(" datagrams");
            if (!sender) {
                text.append(String.format(Locale.ROOT, ", %d lost (%.2f%%), %d out of order, jitter %.3f ms", r.lost(),
                    r.lost() * 100.0 / Math.max(1, r.lost() + r.packets()), r.disordered(), r.jitter() / 1e6));
            }
        }
        return text.toString();
    }

    static String json(TestPlan plan, TestResult sender, TestResult receiver, String client) {
        return "{\"client\":\"" + client + "\",\"protocol\":\"" + (plan.datagrams() ? "udp" : "tcp") + "\",\"parallel\":" + plan.parallel()
            + ",\"write_size\":" + plan.writeSize() + ",\"zero_copy\":" + plan.zeroCopy() + ",\"touch\":" + plan.touch() + ",\"reverse\":" + plan.reverse()
            + ",\"sender\":" + json(sender) + ",\"receiver\":" + json(receiver)
            + (plan.hash() ? ",\"hashes_equal\":" + sender.hashes().equals(receiver.hashes()) : "") + "}";
    }

    private static String json(TestResult r) {
        StringBuilder hashes = new StringBuilder();
        for (String hash : r.hashes()) {
            hashes.append(hashes.isEmpty() ? "\"" : ",\"").append(hash).append('"');
        }
        return "{\"bytes\":" + r.bytes() + ",\"seconds\":" + String.format(Locale.ROOT, "%.6f", r.nanos() / SECOND) + ",\"bits_per_second\":"
            + String.format(Locale.ROOT, "%.0f", r.rate()) + ",\"cpu_seconds\":" + String.format(Locale.ROOT, "%.6f", r.cpu() / SECOND) + ",\"bytes_copied\":"
            + r.copied() + ",\"retransmits\":" + r.retransmits() + ",\"rtt_us\":" + r.rtt() + ",\"packets\":" + r.packets() + ",\"lost\":" + r.lost()
            + ",\"out_of_order\":" + r.disordered() + ",\"jitter_ns\":" + r.jitter() + ",\"sha256\":[" + hashes + "]}";
    }
}

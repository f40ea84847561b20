package org.sluice.kernel.net.tcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;

/** What holds for all connections, by the names of Linux' sysctls. Changed by the control command {@code set}; read without a lock. */
public final class Settings {
    /** A setting of one number or several. Times are in the unit Linux has for that name. */
    public static final class Setting {
        private final long least;
        private final long most;
        private final String[] words;
        private volatile long[] values;

        private Setting(long least, long most, String[] words, long... values) {
            this.least = least;
            this.most = most;
            this.words = words;
            this.values = values;
        }

        public long get() {
            return values[0];
        }

        long get(int index) {
            return values[index];
        }

        boolean on() {
            return values[0] != 0;
        }

        private void set(List<String> texts) {
            long[] now = new long[values.length];
            if (texts.size() != now.length) {
                throw new CallFailed(Errno.EINVAL);
            }
            for (int i = 0; i < now.length; i++) {
                now[i] = number(texts.get(i));
                if (now[i] < least || now[i] > most || i > 0 && now[i] < now[i - 1]) {
                    throw new CallFailed(Errno.EINVAL);
                }
            }
            values = now;
        }

        private long number(String text) {
            for (int i = 0; words != null && i < words.length; i++) {
                if (words[i].equals(text)) {
                    return i;
                }
            }
            if (!text.matches("-?[0-9]{1,18}") || words != null) {
                throw new CallFailed(Errno.EINVAL);
            }
            return Long.parseLong(text);
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            for (long value : values) {
                text.append(text.isEmpty() ? "" : " ").append(words == null ? Long.toString(value) : words[(int) value]);
            }
            return text.toString();
        }
    }

    private static final long MOST_BUFFER = 64 << 20;
    private static final long SECOND = 1_000_000_000L;

    private final Map<String, Setting> all = new TreeMap<>();

    final Setting sack = flag("tcp_sack", 1);
    final Setting dsack = flag("tcp_dsack", 1);
    final Setting timestamps = number("tcp_timestamps", 0, 2, 1);
    final Setting windowScaling = flag("tcp_window_scaling", 1);
    /** 0 never, 1 always, 2 when the peer asks. */
    final Setting ecn = number("tcp_ecn", 0, 2, 2);
    final Setting congestion = words("tcp_congestion_control", new String[] {"reno", "cubic"}, 1);
    /** 0 never, 1 when the queue of SYNs is full, 2 always. */
    final Setting syncookies = number("tcp_syncookies", 0, 2, 1);
    final Setting rmem = number("tcp_rmem", 4096, MOST_BUFFER, 4096, 131_072, 6_291_456);
    final Setting wmem = number("tcp_wmem", 4096, MOST_BUFFER, 4096, 16_384, 4_194_304);
    final Setting moderateReceiveBuffer = flag("tcp_moderate_rcvbuf", 1);
    /** Seconds. */
    final Setting finTimeout = number("tcp_fin_timeout", 1, 3600, 60);
    final Setting keepaliveTime = number("tcp_keepalive_time", 1, 32767, 7200);
    final Setting keepaliveInterval = number("tcp_keepalive_intvl", 1, 32767, 75);
    final Setting keepaliveProbes = number("tcp_keepalive_probes", 1, 127, 9);
    final Setting retries1 = number("tcp_retries1", 0, 255, 3);
    final Setting retries2 = number("tcp_retries2", 1, 255, 15);
    final Setting synRetries = number("tcp_syn_retries", 1, 127, 6);
    final Setting synAckRetries = number("tcp_synack_retries", 0, 255, 5);
    final Setting orphanRetries = number("tcp_orphan_retries", 0, 255, 0);
    final Setting maxOrphans = number("tcp_max_orphans", 0, 1 << 20, 4096);
    final Setting maxTimeWait = number("tcp_max_tw_buckets", 0, 1 << 20, 16_384);
    final Setting abortOnOverflow = flag("tcp_abort_on_overflow", 0);
    final Setting maxSynBacklog = number("tcp_max_syn_backlog", 0, 1 << 20, 512);
    final Setting somaxconn = number("somaxconn", 0, 65_535, 4096);
    final Setting earlyRetransmission = number("tcp_early_retrans", 0, 4, 3);
    final Setting recovery = number("tcp_recovery", 0, 7, 1);
    final Setting frto = number("tcp_frto", 0, 2, 2);
    final Setting slowStartAfterIdle = flag("tcp_slow_start_after_idle", 1);
    /** Challenge ACKs a second, of all connections (RFC 5961 7). */
    final Setting challengeAckLimit = number("tcp_challenge_ack_limit", 0, Integer.MAX_VALUE, 1000);
    /** Milliseconds between answers of one connection to what is not acceptable. */
    final Setting invalidRateLimit = number("tcp_invalid_ratelimit", 0, 60_000, 500);
    final Setting reordering = number("tcp_reordering", 1, 300, 3);
    final Setting maxReordering = number("tcp_max_reordering", 1, 300, 300);
    final Setting rfc1337 = flag("tcp_rfc1337", 0);
    /** Milliseconds. */
    final Setting minimumTimeout = number("tcp_min_rto_ms", 1, 120_000, 200);
    final Setting maximumTimeout = number("tcp_rto_max_ms", 1000, 120_000, 120_000);
    final Setting initialTimeout = number("tcp_rto_initial_ms", 100, 120_000, 1000);
    final Setting initialWindow = number("tcp_init_cwnd", 1, 1024, 10);
    final Setting hystart = flag("tcp_hystart", 1);
    final Setting limitedTransmit = flag("tcp_limited_transmit", 1);
    /** Milliseconds; what an acknowledgement waits at most, and at least. */
    final Setting delayedAckMost = number("tcp_delack_max_ms", 1, 500, 200);
    final Setting delayedAckLeast = number("tcp_delack_min_ms", 0, 500, 40);
    /** 0 never, 1 always, 2 on lo. */
    final Setting timeWaitReuse = number("tcp_tw_reuse", 0, 2, 2);
    final Setting autocorking = flag("tcp_autocorking", 0);
    final Setting baseMss = number("tcp_base_mss", 48, 65_495, 1024);
    final Setting minimumSendMss = number("tcp_min_snd_mss", 48, 65_495, 48);
    final Setting portRange = number("ip_local_port_range", 1, 65_535, 32_768, 60_999);
    final Setting defaultTtl = number("ip_default_ttl", 1, 255, 64);

    private Setting number(String name, long least, long most, long... values) {
        return words(name, least, most, null, values);
    }

    private Setting flag(String name, long value) {
        return words(name, 0, 1, null, value);
    }

    private Setting words(String name, String[] words, long value) {
        return words(name, 0, words.length - 1, words, value);
    }

    private Setting words(String name, long least, long most, String[] words, long... values) {
        Setting setting = new Setting(least, most, words, values);
        all.put(name, setting);
        return setting;
    }

    /**
     * Changes a setting.
     *
     * @throws CallFailed ENOENT if there is none of that name; EINVAL for another number of values or one out of range
     */
    public void set(String name, List<String> values) {
        Setting setting = all.get(name);
        if (setting == null) {
            throw new CallFailed(Errno.ENOENT);
        }
        setting.set(values);
    }

    public long receiveBuffer() {
        return rmem.get(1) / 2;
    }

    public long sendBuffer() {
        return wmem.get(1);
    }

    public long ttl() {
        return defaultTtl.get();
    }

    /** Nanoseconds. */
    public long keepIdle() {
        return keepaliveTime.get() * SECOND;
    }

    /** Nanoseconds. */
    public long keepInterval() {
        return keepaliveInterval.get() * SECOND;
    }

    public long keepCount() {
        return keepaliveProbes.get();
    }

    public long congestion() {
        return congestion.get();
    }

    public long synCount() {
        return synRetries.get();
    }

    /** Nanoseconds. */
    public long linger2() {
        return finTimeout.get() * SECOND;
    }

    /** A line for each: its name, {@code =}, its values with spaces between. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (String name : new ArrayList<>(all.keySet())) {
            text.append(name).append('=').append(all.get(name)).append('\n');
        }
        return text.toString();
    }
}

package org.sluice.drill.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.abi.Errno;
import org.sluice.drill.script.Unsupported;
import org.sluice.kernel.CallFailed;

/**
 * What scripts have a shell do, as far as it is settings of the stack: sysctl, files of such commands, and the MTU. Anything else is named,
 * but for what has no meaning here.
 */
final class Shell {
    private static final Pattern SETTING = Pattern.compile("(?:/proc/sys/)?net[./]ipv4[./]([a-z0-9_./]+)=(.*)", Pattern.DOTALL);
    private static final Pattern ARITHMETIC = Pattern.compile("\\$\\(\\(([-+*/()0-9 ]+)\\)\\)");
    private static final Pattern WORD = Pattern.compile("(?:\"((?:\\\\.|[^\"\\\\])*)\"|'([^']*)'|\\\\(.)|([^\\s\"'\\\\]))");
    private static final int DEEPEST = 8;

    /** What public scripts expect of the file that most of them begin with, for where it is not beside them. */
    private static final Map<String, String> DEFAULTS = Map.ofEntries(Map.entry("tcp_rmem", "4096 540000 15728640"),
        Map.entry("tcp_wmem", "4096 262144 4194304"), Map.entry("tcp_timestamps", "1"), Map.entry("tcp_syn_retries", "5"),
        Map.entry("tcp_synack_retries", "5"), Map.entry("tcp_frto", "2"), Map.entry("tcp_sack", "1"), Map.entry("tcp_dsack", "1"),
        Map.entry("tcp_reordering", "3"), Map.entry("tcp_congestion_control", "cubic"), Map.entry("tcp_slow_start_after_idle", "0"),
        Map.entry("tcp_early_retrans", "4"), Map.entry("tcp_recovery", "1"), Map.entry("tcp_ecn", "0"),
        Map.entry("tcp_syncookies", "1"));

    /** Commands without a meaning here: there is one queue, no cache of metrics, no offload that a script would see. */
    private static final Pattern WITHOUT_EFFECT = Pattern.compile(
        "ip tcp_metrics flush.*|tc qdisc (?:add|replace|change) dev tun0 root p?fifo.*|nstat -n.*|ethtool -K tun0 .*|:|true|set [-+][a-z]+.*|sync"
            + "|export .*|exit 0|return 0|ip route flush cache.*|tc qdisc (?:add|replace) dev tun0 root (?:fq|pfifo_fast)( |$).*");
    private static final Pattern MTU = Pattern.compile("(?:ip link set(?: dev)? tun0|ifconfig tun0) mtu (\\d+)");
    private static final Pattern ECHO = Pattern.compile("echo (?:-n )?(.*?) ?> ?/proc/sys/net/ipv4/([a-z0-9_]+)");

    /**
     * Settings of Linux without an effect that packets or calls show here: how it paces, batches and accounts, and what it does between a
     * host's connections.
     */
    private static final Set<String> NO_MATTER = Set.of("tcp_tso_win_divisor", "tcp_pacing_ss_ratio", "tcp_pacing_ca_ratio", "tcp_fack",
        "tcp_no_metrics_save", "tcp_min_tso_segs", "tcp_tso_rtt_log", "tcp_limit_output_bytes", "tcp_autocorking", "tcp_mem",
        "tcp_low_latency", "tcp_available_congestion_control", "tcp_allowed_congestion_control", "tcp_fwmark_accept", "tcp_moderate_rcvbuf",
        "ip_local_port_range", "tcp_plb_enabled", "tcp_backlog_ack_defer", "tcp_comp_sack_nr", "tcp_comp_sack_delay_ns",
        "tcp_comp_sack_slack_ns", "tcp_workaround_signed_windows", "tcp_adv_win_scale", "tcp_app_win", "tcp_min_rtt_wlen",
        "tcp_max_orphans", "tcp_orphan_retries_min", "tcp_max_tw_buckets", "tcp_migrate_req", "tcp_reflect_tos", "tcp_retrans_collapse",
        // scripts that want fast open ask for it by options or flags, which are not supported
        "tcp_fastopen", "tcp_fastopen_key", "tcp_tw_reuse_delay", "tcp_rto_max_ms_default", "fib_multipath_hash_policy", "neigh/default/gc_stale_time");

    private final Context c;
    private final Path directory;

    /** @param directory where files are that a script names */
    Shell(Context context, Path directory) {
        c = context;
        this.directory = directory;
    }

    /** Carries out commands. @throws Unsupported naming the first that cannot be */
    void run(String text) {
        run(text, directory, 0);
    }

    private void run(String text, Path from, int depth) {
        String joined = text.replaceAll("\\\\\n", " ");
        for (String line : split(joined)) {
            String command = withoutRedirection(line.strip());
            if (!command.isEmpty() && !command.startsWith("#")) {
                command(command, from, depth);
            }
        }
    }

    /** Commands between line ends, semicolons and "and", outside of quotes. */
    private static List<String> split(String text) {
        List<String> commands = new ArrayList<>();
        StringBuilder command = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char ch = text.charAt(i);
            if (quote != 0) {
                quote = ch == quote ? 0 : quote;
            } else if (ch == '"' || ch == '\'') {
                quote = ch;
            } else if (ch == '#' && (i == 0 || Character.isWhitespace(text.charAt(i - 1)))) {
                while (i + 1 < text.length() && text.charAt(i + 1) != '\n') {
                    i++;
                }
                continue;
            } else if (ch == '\n' || ch == ';' || ch == '&' && i + 1 < text.length() && text.charAt(i + 1) == '&') {
                commands.add(command.toString());
                command.setLength(0);
                i += ch == '&' ? 1 : 0;
                continue;
            }
            command.append(ch);
        }
        commands.add(command.toString());
        return commands;
    }

    private static String withoutRedirection(String command) {
        return command.replaceAll("\\s*2>&1", "").replaceAll("\\s*[12&]?>\\s*/dev/null", "").strip();
    }

    private void command(String command, Path from, int depth) {
        Matcher mtu = MTU.matcher(command);
        Matcher echo = ECHO.matcher(command);
        if (WITHOUT_EFFECT.matcher(command).matches() || command.contains("/tmp/sysctl_restore")) {
            return;
        }
        if (mtu.matches()) {
            c.machine.control("mtu clip0 " + mtu.group(1));
        } else if (echo.matches()) {
            set(echo.group(2), echo.group(1), command);
        } else {
            List<String> words = words(command);
            String name = words.getFirst();
            if (name.equals("sysctl")) {
                settings(words.subList(1, words.size()), command);
            } else if (name.endsWith("set_sysctls.py")) {
                settings(words.subList(1, words.size()), command);
            } else if (name.endsWith(".sh") || name.equals(".") || name.equals("source")) {
                include(name.endsWith(".sh") ? name : words.getLast(), from, depth);
            } else if (name.equals("sleep") && words.size() == 2 && words.get(1).matches("\\d+(\\.\\d+)?")) {
                c.world.runUntil(c.world.now() + (long) (Double.parseDouble(words.get(1)) * 1e9));
            } else {
                throw new Unsupported(0, "command '" + command + "'");
            }
        }
    }

    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher m = WORD.matcher(command);
        int end = -1;
        while (m.find()) {
            String part = m.group(1) != null ? m.group(1) : m.group(2) != null ? m.group(2) : m.group(3) != null ? m.group(3) : m.group(4);
            if (m.start() == end) {
                words.set(words.size() - 1, words.getLast() + part);
            } else {
                words.add(part);
            }
            end = m.end();
        }
        return words;
    }

    private void settings(List<String> words, String command) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.matches("-[a-z]+")) {
                continue;
            }
            Matcher m = SETTING.matcher(word);
            if (m.matches()) {
                set(m.group(1), m.group(2), command);
            } else if (!word.matches("(?:/proc/sys/)?net[./](?:core|mptcp|unix|ipv6)[./].*")) {
                throw new Unsupported(0, "command '" + command + "'");
            }
        }
    }

    private void set(String name, String value, String command) {
        if (NO_MATTER.contains(name)) {
            return;
        }
        String computed = ARITHMETIC.matcher(value).replaceAll(m -> Long.toString(new Arithmetic(m.group(1)).value())).strip();
        if (computed.matches("0x[0-9a-fA-F]{1,8}")) {
            computed = Long.toString(Long.parseLong(computed.substring(2), 16));
        }
        if (name.equals("tcp_notsent_lowat") && (computed.equals("4294967295") || computed.equals("-1"))) {
            return;
        }
        try {
            c.machine.control("set " + name + " " + computed.replaceAll("\\s+", " "));
        } catch (CallFailed e) {
            throw new Unsupported(0, "setting " + name + "=" + computed + " (" + Errno.name(e.errno()) + ") in '" + command + "'");
        }
    }

    private void include(String name, Path from, int depth) {
        Path file = from.resolve(name).normalize();
        if (depth == DEEPEST) {
            throw new Unsupported(0, "files of commands that include each other: " + name);
        }
        if (!Files.exists(file)) {
            if (file.getFileName().toString().equals("defaults.sh")) {
                DEFAULTS.forEach((setting, value) -> set(setting, value, name));
                return;
            }
            throw new Unsupported(0, "file of commands '" + name + "', which is not there");
        }
        try {
            run(Files.readString(file), file.getParent(), depth + 1);
        } catch (IOException e) {
            throw new Unsupported(0, "file of commands '" + name + "': " + e.getMessage());
        }
    }

    /** Whole numbers with the four operations and parentheses. */
    private static final class Arithmetic {
        private final String text;
        private int at;

        Arithmetic(String text) {
            this.text = text.replace(" ", "");
        }

        long value() {
            long sum = product();
            while (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                sum += text.charAt(at++) == '+' ? product() : -product();
            }
            return sum;
        }

        private long product() {
            long product = factor();
            while (at < text.length() && (text.charAt(at) == '*' || text.charAt(at) == '/')) {
                product = text.charAt(at++) == '*' ? product * factor() : product / factor();
            }
            return product;
        }

        private long factor() {
            if (at < text.length() && text.charAt(at) == '(') {
                at++;
                long inner = value();
                at++;
                return inner;
            }
            int from = at;
            while (at < text.length() && Character.isDigit(text.charAt(at))) {
                at++;
            }
            if (from == at) {
                throw new Unsupported(0, "arithmetic '" + text + "'");
            }
            return Long.parseLong(text.substring(from, at));
        }
    }
}

package org.sluice.apps.net.dns;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sluice.abi.SystemCalls;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;
import org.sluice.apps.net.Hosts;
import org.sluice.net.dns.DnsFormatException;
import org.sluice.net.dns.DnsMessage;
import org.sluice.net.dns.DnsName;
import org.sluice.net.dns.DnsRecord;
import org.sluice.net.dns.DnsType;
import org.sluice.net.dns.IpText;
import org.sluice.net.dns.Resolver;
import org.sluice.net.dns.ResolverConfig;

/** {@code dig}: asks a name server and shows its answer. */
public final class Dig extends Command {
    private static final int NO_REPLY = 9;
    private static final long SECOND = 1_000_000_000L;

    private byte[] server;
    private String name;
    private int type = DnsType.A;
    private boolean typed;
    private boolean stream;
    private boolean brief;
    private boolean answersOnly;
    private int tries = 3;
    private int timeout = 5;

    public Dig() {
        super("dig");
    }

    public static void main(String[] args) {
        new Dig().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        List<String> rest = new ArrayList<>();
        for (String arg : args) {
            if (arg.startsWith("+") && arg.length() > 1) {
                plus(arg.substring(1));
            } else {
                rest.add(arg);
            }
        }
        Options options = new Options("t/type: x/reverse: q/name:", rest.toArray(new String[0]));
        while (options.next()) {
            switch (options.name()) {
                case "t" -> {
                    type = Host.type(options.value());
                    typed = true;
                }
                case "x" -> reverse(options.value());
                default -> name = options.value();
            }
        }
        for (String operand : options.operands()) {
            operand(operand);
        }
        if (name == null) {
            name = ".";
            type = typed ? type : DnsType.NS;
        }
        return ask();
    }

    private void plus(String word) {
        int equals = word.indexOf('=');
        String key = equals < 0 ? word : word.substring(0, equals);
        switch (key) {
            case "tcp", "vc" -> stream = true;
            case "notcp", "novc" -> stream = false;
            case "short" -> brief = true;
            case "noall" -> answersOnly = true;
            case "answer", "all", "noshort", "recurse", "nocomments", "nostats", "nocmd" -> { } // how it is anyway
            case "tries" -> tries = number(word, 1, 10);
            case "time", "timeout" -> timeout = number(word, 1, 60);
            default -> throw new Failure.Usage("unknown option '+" + word + "'");
        }
    }

    private static int number(String word, int least, int most) {
        int value = (int) Math.min(Integer.MAX_VALUE, org.sluice.apps.Numbers.parse(word.substring(word.indexOf('=') + 1), "number in +" + word));
        if (value < least || value > most) {
            throw new Failure.Usage("+" + word + ": must be " + least + " to " + most);
        }
        return value;
    }

    private void reverse(String address) {
        byte[] bytes = IpText.parse(address);
        if (bytes == null) {
            throw new Failure.Usage("'" + address + "' is no address");
        }
        name = DnsName.reverse(bytes);
        type = typed ? type : DnsType.PTR;
    }

    private void operand(String word) {
        if (word.startsWith("@")) {
            server = Host.bytes(Hosts.address(io, word.substring(1), 1));
        } else if (word.equalsIgnoreCase("IN")) {
            return; // the only class there is
        } else if (DnsType.of(word) >= 0 && name != null) {
            type = DnsType.of(word);
        } else if (name == null) {
            name = word;
        } else {
            throw new Failure.Usage("extra operand '" + word + "'");
        }
    }

    private int ask() throws IOException {
        ResolverConfig usual = ResolverConfig.parse(read(ResolverConfig.FILE), null, stream ? "use-vc" : null);
        List<byte[]> servers = server == null ? usual.servers() : List.of(server);
        Resolver resolver = new Resolver(new ResolverConfig(servers, List.of(), 0, timeout, tries, usual.stream()),
            new org.sluice.net.dns.HostsFile(null), Resolver.system(io.calls()).transport());
        long start = io.calls().clock(SystemCalls.CLOCK_MONOTONIC);
        if (!brief) {
            out.println("; <<>> dig <<>> " + name + " " + DnsType.name(type));
            out.flush();
        }
        try {
            for (int i = 0; i < tries; i++) {
                for (byte[] one : servers) {
                    DnsMessage answer = resolver.ask(one, name, type, timeout * SECOND);
                    if (answer != null) {
                        show(answer, one, (io.calls().clock(SystemCalls.CLOCK_MONOTONIC) - start) / 1_000_000);
                        return 0;
                    }
                }
            }
        } catch (DnsFormatException e) {
            throw new Failure(1, "'" + name + "': " + e.getMessage());
        }
        out.flush();
        throw new Failure(NO_REPLY, "no servers could be reached: " + String.join(", ", servers.stream().map(IpText::format).toList()));
    }

    private String read(String file) {
        try {
            return io.readText(file);
        } catch (IOException e) {
            return null;
        }
    }

    private void show(DnsMessage answer, byte[] from, long millis) {
        if (brief) {
            answer.answers().forEach(record -> out.println(record.data().toString()));
            return;
        }
        if (answersOnly) {
            answer.answers().forEach(record -> out.println(record.toString()));
            return;
        }
        int flags = answer.flags();
        out.println(";; ->>HEADER<<- opcode: QUERY, status: " + DnsType.responseName(answer.responseCode()) + ", id: " + answer.id());
        String set = ((flags & DnsMessage.RESPONSE) != 0 ? " qr" : "") + ((flags & DnsMessage.AUTHORITATIVE) != 0 ? " aa" : "")
            + (answer.isTruncated() ? " tc" : "") + ((flags & DnsMessage.RECURSION_DESIRED) != 0 ? " rd" : "")
            + ((flags & DnsMessage.RECURSION_AVAILABLE) != 0 ? " ra" : "");
        out.println(";; flags:" + set + "; QUERY: " + answer.questions().size() + ", ANSWER: " + answer.answers().size() + ", AUTHORITY: "
            + answer.authorities().size() + ", ADDITIONAL: " + answer.additionals().size());
        out.println("\n;; QUESTION SECTION:");
        answer.questions().forEach(q -> out.println(";" + q.name() + "\tIN\t" + DnsType.name(q.type())));
        section("ANSWER", answer.answers());
        section("AUTHORITY", answer.authorities());
        section("ADDITIONAL", answer.additionals().stream().filter(r -> r.type() != DnsType.OPT).toList());
        out.println("\n;; Query time: " + millis + " msec");
        out.println(";; SERVER: " + IpText.format(from) + "#53 (" + (stream ? "TCP" : "UDP") + ")");
        out.println(";; WHEN: " + org.sluice.apps.LocalTime.utc(io.now() / 1000).isoWithNanos(0).toUpperCase(Locale.ROOT));
    }

    private void section(String title, List<DnsRecord> records) {
        if (!records.isEmpty()) {
            out.println("\n;; " + title + " SECTION:");
            records.forEach(record -> out.println(record.toString()));
        }
    }
}

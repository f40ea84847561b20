package org.sluice.apps.net.dns;

import java.io.IOException;
import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;
import org.sluice.apps.net.Hosts;
import org.sluice.net.Ipv4;
import org.sluice.net.dns.DnsFormatException;
import org.sluice.net.dns.DnsMessage;
import org.sluice.net.dns.DnsName;
import org.sluice.net.dns.DnsRecord;
import org.sluice.net.dns.DnsType;
import org.sluice.net.dns.Resolver;

/** {@code host}: what the DNS says of a name or an address. */
public final class Host extends Command {
    private static final long TIMEOUT = 5_000_000_000L;

    public Host() {
        super("host");
    }

    public static void main(String[] args) {
        new Host().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("t/type: a/all", args);
        int type = 0;
        while (options.next()) {
            type = options.name().equals("a") ? DnsType.ANY : type(options.value());
        }
        String[] operands = options.operands();
        if (operands.length == 0 || operands.length > 2) {
            throw new Failure.Usage(operands.length == 0 ? "missing name" : "extra operand '" + operands[2] + "'");
        }
        byte[] server = operands.length > 1 ? bytes(Hosts.address(io, operands[1], 1)) : null;
        Resolver resolver = Resolver.system(io.calls());
        byte[] address = address(operands[0]);
        if (address != null) {
            ask(resolver, server, DnsName.reverse(address), DnsType.PTR, true);
        } else if (type != 0) {
            ask(resolver, server, operands[0], type, true);
        } else {
            // as the command does it: addresses of both families, and who takes mail
            if (ask(resolver, server, operands[0], DnsType.A, true)) {
                ask(resolver, server, operands[0], DnsType.AAAA, false);
                ask(resolver, server, operands[0], DnsType.MX, false);
            }
        }
        return status();
    }

    /** @throws Failure.Usage for what is no type of record */
    static int type(String name) {
        int type = DnsType.of(name);
        if (type < 0) {
            throw new Failure.Usage("'" + name + "' is no type of record");
        }
        return type;
    }

    static byte[] bytes(int address) {
        return new byte[] {(byte) (address >>> 24), (byte) (address >>> 16), (byte) (address >>> 8), (byte) address};
    }

    private static byte[] address(String text) {
        try {
            return bytes(Ipv4.parse(text));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** @param must whether it is an error that there is nothing @return whether there was an answer without an error */
    private boolean ask(Resolver resolver, byte[] server, String name, int type, boolean must) {
        DnsMessage answer;
        try {
            answer = server == null ? resolver.ask(name, type) : resolver.ask(server, name, type, TIMEOUT);
        } catch (DnsFormatException e) {
            throw new Failure(1, "'" + name + "': " + e.getMessage());
        }
        if (answer == null) {
            throw new Failure(1, name + ": " + Errno.message(Errno.ETIMEDOUT) + "; no servers could be reached");
        }
        if (answer.responseCode() != DnsType.NO_ERROR) {
            out.println("Host " + name + " not found: " + answer.responseCode() + "(" + DnsType.responseName(answer.responseCode()) + ")");
            fail();
            return false;
        }
        List<DnsRecord> records = answer.answers();
        for (DnsRecord record : records) {
            out.println(line(record));
        }
        if (records.isEmpty() && must) {
            out.println(name + " has no " + DnsType.name(type) + " record");
            fail();
        }
        return true;
    }

    private static String line(DnsRecord record) {
        String name = plain(record.name());
        return switch (record.type()) {
            case DnsType.A -> name + " has address " + record.data();
            case DnsType.AAAA -> name + " has IPv6 address " + record.data();
            case DnsType.CNAME -> name + " is an alias for " + record.data();
            case DnsType.PTR -> name + " domain name pointer " + record.data();
            case DnsType.MX -> name + " mail is handled by " + record.data();
            case DnsType.NS -> name + " name server " + record.data();
            case DnsType.TXT -> name + " descriptive text " + record.data();
            default -> name + " has " + DnsType.name(record.type()) + " record " + record.data();
        };
    }

    private static String plain(String name) {
        return name.length() > 1 && name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}

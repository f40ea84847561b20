package org.sluice.apps.net;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sluice.abi.Errno;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;
import org.sluice.sys.SysException;

/** {@code ip}: addresses, links, routes and neighbours. */
public final class Ip extends Command {
    private static final List<String> OBJECTS = List.of("address", "link", "route", "neighbour");
    private static final Map<String, List<String>> VERBS = Map.of("address", List.of("show", "add", "replace", "del", "delete"), "link",
        List.of("show", "set"), "route", List.of("show", "get", "add", "replace", "del", "delete"), "neighbour",
        List.of("show", "add", "del", "delete", "flush"));

    public Ip() {
        super("ip");
    }

    public static void main(String[] args) {
        new Ip().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("+ s/stats", args);
        boolean stats = false;
        while (options.next()) {
            stats = true;
        }
        String[] words = options.operands();
        if (words.length == 0) {
            throw new Failure.Usage("missing object: " + String.join(", ", OBJECTS));
        }
        for (String word : words) {
            Words.one(word);
        }
        String object = abbreviated(words[0].equals("neighbor") ? "neighbour" : words[0], OBJECTS, "object");
        String verb = words.length == 1 ? "show" : abbreviated(words[1].equals("list") || words[1].equals("ls") ? "show" : words[1],
            VERBS.get(object), "command");
        String[] rest = Arrays.copyOfRange(words, Math.min(2, words.length), words.length);
        switch (object + " " + (verb.equals("delete") ? "del" : verb)) {
            case "address show", "link show" -> links(object.equals("address"), stats, device(rest));
            case "address add", "address replace" -> {
                only(rest, 1, "dev");
                control("address " + required(rest, "dev") + " " + prefix(rest, "/32"), rest);
            }
            case "address del" -> addressDel(rest);
            case "link set" -> linkSet(rest);
            case "route show" -> {
                only(rest, 0);
                routes();
            }
            case "route get" -> {
                only(rest, 1);
                routeGet(rest);
            }
            case "route add" -> routeAdd(rest);
            case "route replace" -> {
                String destination = destination(rest);
                if (NetFiles.read(io, "route").stream().anyMatch(r -> r.word(0).equals(destination) && r.value("kind").equals("static"))) {
                    control("route del " + destination, rest);
                }
                routeAdd(rest);
            }
            case "route del" -> {
                only(rest, 1, "via", "dev");
                control("route del " + destination(rest) + optional(rest, "via") + optional(rest, "dev"), rest);
            }
            case "neighbour show" -> neighbours(device(rest));
            case "neighbour add" -> {
                only(rest, 1, "dev", "lladdr");
                control("arp add " + first(rest) + " " + required(rest, "dev") + " " + required(rest, "lladdr"), rest);
            }
            case "neighbour del" -> {
                only(rest, 1);
                control("arp del " + first(rest), rest);
            }
            case "neighbour flush" -> {
                only(rest, 0);
                control("arp flush", rest);
            }
            default -> throw new Failure.Usage("'" + object + "' has no command '" + verb + "'");
        }
        return status();
    }

    private static String abbreviated(String word, List<String> names, String what) {
        for (String name : names) {
            if (name.startsWith(word)) {
                return name;
            }
        }
        throw new Failure.Usage("unknown " + what + " '" + word + "': one of " + String.join(", ", names));
    }

    /** Refuses what is neither one of the first words nor a key of those named, with its value. */
    private static void only(String[] words, int first, String... keys) {
        for (int i = first; i < words.length; i += 2) {
            if (!List.of(keys).contains(words[i])) {
                throw new Failure.Usage("'" + words[i] + "' was not expected");
            }
        }
    }

    private void routeAdd(String[] words) throws IOException {
        String destination = destination(words);
        only(words, 1, "via", "dev");
        if (value(words, "via") == null && value(words, "dev") == null) {
            throw new Failure.Usage("missing 'via' or 'dev'");
        }
        control("route add " + destination + optional(words, "via") + optional(words, "dev"), words);
    }

    /** An interface has one address, which must be the one named. */
    private void addressDel(String[] words) throws IOException {
        only(words, 1, "dev");
        String name = required(words, "dev");
        NetFiles.Entry link = NetFiles.link(io, name);
        String address = link.value("address");
        if (!address.equals(prefix(words, address.substring(Math.max(0, address.indexOf('/')))))) {
            throw new Failure(1, words[0] + ": " + Errno.message(Errno.EADDRNOTAVAIL));
        }
        control("address " + name + " none", words);
    }

    private static String first(String[] words) {
        if (words.length == 0) {
            throw new Failure.Usage("missing address");
        }
        Prefixes.requireAddress(words[0]);
        return words[0];
    }

    private static String prefix(String[] words, String fallback) {
        String address = first(words);
        return address.indexOf('/') < 0 ? address + fallback : address;
    }

    private static String destination(String[] words) {
        return words.length > 0 && words[0].equals("default") ? "0.0.0.0/0" : prefix(words, "/32");
    }

    private static String value(String[] words, String key) {
        for (int i = 0; i < words.length; i++) {
            if (words[i].equals(key)) {
                if (i + 1 == words.length) {
                    throw new Failure.Usage("'" + key + "' takes a value");
                }
                return words[i + 1];
            }
        }
        return null;
    }

    private static String required(String[] words, String key) {
        String value = value(words, key);
        if (value == null) {
            throw new Failure.Usage("missing '" + key + "'");
        }
        return value;
    }

    private static String optional(String[] words, String key) {
        String value = value(words, key);
        return value == null ? "" : " " + key + " " + value;
    }

    /** The device named with or without the word {@code dev}, null for none. */
    private static String device(String[] words) {
        String named = value(words, "dev");
        if (words.length > (named != null ? 2 : 1)) {
            throw new Failure.Usage("'" + words[words.length - 1] + "' was not expected");
        }
        return named != null ? named : words.length > 0 ? words[0] : null;
    }

    private void control(String command, String[] about) throws IOException {
        try {
            NetFiles.control(io, command);
        } catch (SysException e) {
            warn((about.length == 0 ? "" : about[0] + ": ") + (e.errno() == Errno.ENOENT ? "no such entry" : Errno.message(e.errno())));
        }
    }

    private void linkSet(String[] words) throws IOException {
        int at = words.length > 0 && words[0].equals("dev") ? 1 : 0;
        if (at == words.length) {
            throw new Failure.Usage("missing 'dev'");
        }
        String name = words[at++];
        if (at == words.length) {
            throw new Failure.Usage("nothing to set: up, down or mtu N");
        }
        while (at < words.length) {
            switch (words[at]) {
                case "up", "down" -> control(words[at] + " " + name, new String[] {name});
                case "mtu" -> {
                    if (++at == words.length) {
                        throw new Failure.Usage("'mtu' takes a value");
                    }
                    control("mtu " + name + " " + words[at], new String[] {name});
                }
                default -> throw new Failure.Usage("'" + words[at] + "' was not expected: up, down or mtu N");
            }
            at++;
        }
    }

    private void links(boolean addresses, boolean stats, String device) throws IOException {
        boolean found = false;
        for (NetFiles.Entry link : NetFiles.read(io, "links")) {
            if (device != null && !device.equals(link.word(0))) {
                continue;
            }
            found = true;
            boolean up = link.value("state").equals("up");
            out.println(link.value("index") + ": " + link.word(0) + ": <" + (link.word(0).equals("lo") ? "LOOPBACK" : "ATM")
                + (up ? ",UP" : "") + "> mtu " + link.value("mtu") + " state " + (up ? "UP" : "DOWN"));
            out.println("    link/" + (link.value("mac").equals("-") ? link.word(0).equals("lo") ? "loopback" : "atm" : "ether "
                + link.value("mac")) + (link.value("pvcs").equals("-") ? "" : " " + link.value("pvcs")));
            if (addresses && !link.value("address").equals("-")) {
                out.println("    inet " + link.value("address") + " scope " + (link.word(0).equals("lo") ? "host" : "global") + " "
                    + link.word(0));
            }
            if (stats) {
                out.print(NetFiles.counters(link.counters(), true));
            }
        }
        if (!found && device != null) {
            throw new Failure(1, "device " + device + ": " + Errno.message(Errno.ENODEV));
        }
    }

    private void routes() throws IOException {
        for (NetFiles.Entry route : NetFiles.read(io, "route")) {
            out.println(line(route));
        }
    }

    private static String line(NetFiles.Entry route) {
        String destination = route.word(0).equals("0.0.0.0/0") ? "default" : route.word(0);
        Map<String, String> v = route.values();
        return destination + ("-".equals(v.getOrDefault("via", "-")) ? "" : " via " + v.get("via")) + " dev " + route.value("dev")
            + ("-".equals(route.value("kind")) ? "" : " " + route.value("kind"));
    }

    /** The longest prefix that matches, as the network service chooses; of equals the first. */
    private void routeGet(String[] words) throws IOException {
        int address = org.sluice.net.Ipv4.parse(first(words));
        NetFiles.Entry best = null;
        int longest = -1;
        for (NetFiles.Entry route : NetFiles.read(io, "route")) {
            int slash = route.word(0).indexOf('/');
            int length = Integer.parseInt(route.word(0).substring(slash + 1));
            int network = org.sluice.net.Ipv4.parse(route.word(0).substring(0, slash));
            int mask = length == 0 ? 0 : -1 << 32 - length;
            if ((address & mask) == (network & mask) && length > longest) {
                best = route;
                longest = length;
            }
        }
        if (best == null) {
            throw new Failure(2, Errno.message(Errno.ENETUNREACH));
        }
        out.println(words[0] + ("-".equals(best.value("via")) ? "" : " via " + best.value("via")) + " dev " + best.value("dev"));
    }

    private void neighbours(String device) throws IOException {
        if (device != null) {
            NetFiles.link(io, device);
        }
        for (NetFiles.Entry e : NetFiles.read(io, "arp")) {
            if (device == null || device.equals(e.value("interface"))) {
                out.println(e.word(0) + " dev " + e.value("interface") + " lladdr " + (e.value("mac").equals("-") ? e.value("pvc")
                    : e.value("mac")) + " " + e.value("state").toUpperCase(java.util.Locale.ROOT));
            }
        }
    }
}

package org.sluice.images.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.vm.device.atm.link.LinkSpec;
import org.sluice.vm.device.hostnet.HostNetSpec;
import picocli.CommandLine.Option;

/** Options on the machine's ATM interfaces: what they are plugged into, and what the network is to be configured with. */
final class NetworkOptions {
    private static final String NONE = "none";
    private static final Pattern PVC = Pattern.compile("(?:atm(\\d{1,3}) +|(\\d{1,3})\\.)?(\\d{1,5})\\.(\\d{1,5})");
    private static final Pattern ADDRESS = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final List<String> ENCAPSULATIONS = List.of("llc", "vc", "llc-routed", "vc-routed", "llc-bridged", "vc-bridged");
    private static final int MAX_VPI = 255;
    private static final int MAX_VCI = 65535;

    @Option(names = "--atm", paramLabel = "LINK",
        description = {"What an ATM interface is plugged into: loopback (the default), cells:HOST:PORT, atmtcp:HOST:PORT, switch:HOST:PORT, "
            + "listen:cells:PORT, listen:atmtcp:PORT, tun:NAME; options follow behind commas, such as rate=stm1,loss=0.01. none for no interface. "
            + "May be repeated: atm0, atm1, ..."})
    private List<String> atm = new ArrayList<>();

    @Option(names = "--pcap", paramLabel = "FILE", description = "Captures what passes the interface; of several, each into a file of its own.")
    private String pcap;

    @Option(names = "--fault", paramLabel = "FAULTS", description = "What goes wrong on every link, such as loss=0.01,biterrors=1e-6,delay=1ms,seed=7.")
    private String fault;

    @Option(names = "--address", paramLabel = "A.B.C.D/N[,GATEWAY]", description = "Runs IP on VPI 0, VCI 100 of atm0, or the connection of its TUN device, with this address.")
    private String address;

    @Option(names = "--pvc", paramLabel = "'[atmN] VPI.VCI [KEY=VALUE]...'",
        description = "Opens a connection for IP, as the command 'atm open' does (man atm). May be repeated.")
    private List<String> pvcs = new ArrayList<>();

    @Option(names = "--forward", paramLabel = "tcp:[ADDR:]HOSTPORT:GUESTPORT",
        description = {"A port of the host, on 127.0.0.1 unless an address is given, that leads to a port of the machine; udp: likewise. May be "
            + "repeated."})
    private List<String> forwards = new ArrayList<>();

    @Option(names = "--allow-net", paramLabel = "WHERE",
        description = {"Where programs of the machine may connect to: A.B.C.D/N, all, host (the host's loopback, which they know as 10.0.2.2) or dns "
            + "(the host's name server, 10.0.2.3; all has it too). The host's own addresses take host beside a network that has them, 169.254.0.0/16 a "
            + "network within. Ports may follow, such as 10.0.0.0/8:80,8000-8100. May be repeated; nowhere unless given."})
    private List<String> allowed = new ArrayList<>();

    /** What the machine may have of the host's network. @param seeded whether the machine is deterministic */
    HostNetSpec outside(boolean seeded) {
        List<HostNetSpec.Forward> ports = new ArrayList<>();
        for (String text : forwards) {
            refuseSeed("--forward " + text, seeded);
            ports.add(parse("--forward " + text, () -> HostNetSpec.Forward.parse(text)));
        }
        List<HostNetSpec.Allowed> places = new ArrayList<>();
        for (String text : allowed) {
            refuseSeed("--allow-net " + text, seeded);
            places.addAll(parse("--allow-net " + text, () -> HostNetSpec.Allowed.parse(text)));
        }
        return parse("--forward", () -> new HostNetSpec(ports, places));
    }

    private static void refuseSeed(String option, boolean seeded) {
        if (seeded) {
            throw MachineOptions.usage(option + ": depends on others; with --seed there is no way to the host's network");
        }
    }

    /** The links asked for, one for each interface. @param seeded whether the machine is deterministic */
    List<LinkSpec> links(boolean seeded) {
        List<LinkSpec> links = new ArrayList<>();
        for (String text : atm.isEmpty() ? List.of("loopback") : atm) {
            if (text.equals(NONE)) {
                if (atm.size() > 1) {
                    throw MachineOptions.usage("--atm none: there are other interfaces");
                }
                break;
            }
            LinkSpec link = parse("--atm " + text, () -> LinkSpec.parse(text));
            if (seeded && link.leadsOut()) {
                throw MachineOptions.usage("--atm " + text + ": depends on others; with --seed there are loopback links only");
            }
            links.add(link);
        }
        for (int i = 0; i < links.size(); i++) {
            links.set(i, around(links.get(i), i, links.size()));
        }
        return links;
    }

    private LinkSpec around(LinkSpec link, int number, int count) {
        LinkSpec result = link;
        if (fault != null) {
            result = parse("--fault " + fault, () -> link.with(fault));
            int more = result.around().size() - link.around().size();
            if (more != 1 || !(result.around().getLast() instanceof LinkSpec.Wrong)) {
                throw MachineOptions.usage("--fault " + fault + ": expected loss, biterrors, misinsert, duplicate, reorder, delay, jitter, per "
                    + "or seed only");
            }
        }
        if (pcap != null) {
            LinkSpec inner = result;
            String file = count == 1 ? pcap : numbered(pcap, number);
            result = parse("--pcap " + pcap, () -> inner.captured(file));
        }
        return result;
    }

    /** {@code a/b.pcap} to {@code a/b-atm1.pcap}. */
    private static String numbered(String file, int number) {
        int dot = file.lastIndexOf('.');
        int end = dot > file.lastIndexOf('/') + 1 ? dot : file.length();
        return file.substring(0, end) + "-atm" + number + file.substring(end);
    }

    private static <T> T parse(String what, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException e) {
            throw MachineOptions.usage(what + ": " + e.getMessage());
        }
    }

    /** Adds what the network is to be configured with to boot arguments: {@code net.0}, {@code net.1}, ... @param links those there are */
    void configure(Map<String, String> arguments, List<LinkSpec> links) {
        List<String> commands = new ArrayList<>();
        if (address != null) {
            address(commands, links);
        }
        for (String pvc : pvcs) {
            commands.add(open(pvc, links.size()));
        }
        for (int i = 0; i < commands.size(); i++) {
            arguments.put("net." + i, commands.get(i));
        }
    }

    private void address(List<String> commands, List<LinkSpec> links) {
        String option = "--address " + address;
        int comma = address.indexOf(',');
        String own = comma < 0 ? address : address.substring(0, comma);
        checkPrefix(option, own);
        checkInterface(option, 0, links.size());
        LinkSpec link = links.getFirst();
        commands.add("open atm0 " + (link.kind() == LinkSpec.Kind.TUN ? link.vpi() + "." + link.vci() + " encap=vc" : "0.100 encap=llc")
            + " address=" + own);
        if (comma >= 0) {
            String gateway = address.substring(comma + 1);
            checkAddress(option, gateway);
            commands.add("route add 0.0.0.0/0 via " + gateway);
        }
    }

    private static String open(String pvc, int interfaces) {
        String option = "--pvc '" + pvc + "'";
        String[] words = pvc.strip().split(" +");
        int first = words[0].startsWith("atm") && words.length > 1 ? 2 : 1;
        Matcher m = PVC.matcher(String.join(" ", List.of(words).subList(0, first)));
        if (!m.matches()) {
            throw MachineOptions.usage(option + ": expected VPI.VCI, such as 0.100, or atm1 0.100, then KEY=VALUE...");
        }
        int number = m.group(1) != null ? Integer.parseInt(m.group(1)) : m.group(2) != null ? Integer.parseInt(m.group(2)) : 0;
        checkInterface(option, number, interfaces);
        int vpi = Integer.parseInt(m.group(3));
        int vci = Integer.parseInt(m.group(4));
        if (vpi > MAX_VPI || vci > MAX_VCI || vpi == 0 && vci == 0) {
            throw MachineOptions.usage(option + ": VPI.VCI is 0.1 to " + MAX_VPI + "." + MAX_VCI);
        }
        StringBuilder command = new StringBuilder("open atm" + number + " " + vpi + "." + vci);
        for (String word : List.of(words).subList(first, words.length)) {
            int equals = word.indexOf('=');
            if (equals < 1 || equals == word.length() - 1 || word.indexOf('\n') >= 0) {
                throw MachineOptions.usage(option + ": '" + word + "' is not KEY=VALUE");
            }
            if (word.startsWith("address=")) {
                checkPrefix(option, word.substring(equals + 1));
            } else if (word.startsWith("encap=") && !ENCAPSULATIONS.contains(word.substring(equals + 1))) {
                throw MachineOptions.usage(option + ": '" + word + "': encap is one of " + String.join(", ", ENCAPSULATIONS));
            } else if (word.startsWith("peer=")) {
                checkAddress(option, word.substring(equals + 1));
            }
            command.append(' ').append(word);
        }
        return command.toString();
    }

    private static void checkInterface(String option, int number, int interfaces) {
        if (number >= interfaces) {
            throw MachineOptions.usage(option + ": there is no interface atm" + number);
        }
    }

    private static void checkPrefix(String option, String text) {
        int slash = text.indexOf('/');
        String length = slash < 0 ? "" : text.substring(slash + 1);
        if (slash < 0 || !length.matches("\\d{1,2}") || Integer.parseInt(length) > 32) {
            throw MachineOptions.usage(option + ": '" + text + "' is no address with its network, such as 10.1.0.2/24");
        }
        checkAddress(option, text.substring(0, slash));
        int bits = 32 - Integer.parseInt(length);
        long host = 0;
        for (String number : text.substring(0, slash).split("\\.")) {
            host = host << 8 | Integer.parseInt(number);
        }
        long all = (1L << bits) - 1;
        if (bits > 1 && ((host & all) == 0 || (host & all) == all)) {
            throw MachineOptions.usage(option + ": '" + text + "' is the " + ((host & all) == 0 ? "network itself" : "address of all")
                + ", not that of a host");
        }
    }

    private static void checkAddress(String option, String text) {
        Matcher m = ADDRESS.matcher(text);
        boolean good = m.matches();
        for (int i = 1; good && i <= 4; i++) {
            good = Integer.parseInt(m.group(i)) <= 255;
        }
        if (!good) {
            throw MachineOptions.usage(option + ": '" + text + "' is no address, such as 10.1.0.2");
        }
    }
}

package guest.java.net;

import guest.java.util.ArrayList;
import guest.java.util.List;
import guest.rt.Files;

/** The IP interfaces of the machine, as {@code /proc/net/links} tells: {@code NAME KEY=VALUE...} a line, counters behind a blank. */
final class InterfaceList {
    private static final String FILE = "/proc/net/links";

    /** An interface. @param mac {@code null} without one @param address {@code null} without one */
    record Link(String name, int index, boolean up, int mtu, Inet4Address address, int prefix, byte[] mac) {
        boolean isLoopback() {
            return name.equals("lo");
        }

        InetAddress[] addresses() {
            return address == null ? new InetAddress[0] : new InetAddress[] {address};
        }
    }

    private InterfaceList() {
    }

    static Link[] read() {
        List<Link> links = new ArrayList<>();
        byte[] text = Files.readAll(FILE);
        if (text != null) {
            for (String line : Files.decode(text, 0, text.length).split("\n")) {
                if (!line.isEmpty() && line.charAt(0) != ' ') {
                    links.add(parse(line));
                }
            }
        }
        return links.toArray(new Link[0]);
    }

    static Link byName(String name) {
        for (Link link : read()) {
            if (link.name().equals(name)) {
                return link;
            }
        }
        return null;
    }

    static Link byIndex(int index) {
        for (Link link : read()) {
            if (link.index() == index) {
                return link;
            }
        }
        return null;
    }

    static Link byAddress(InetAddress address) {
        for (Link link : read()) {
            if (address.equals(link.address())) {
                return link;
            }
        }
        return null;
    }

    private static Link parse(String line) {
        String[] words = line.split(" ");
        String address = value(words, "address");
        int slash = address.indexOf('/');
        Inet4Address parsed = slash < 0 ? null : Inet4Address.ofLiteral(address.substring(0, slash));
        int prefix = slash < 0 ? 0 : number(address.substring(slash + 1));
        return new Link(words[0], number(value(words, "index")), value(words, "state").equals("up"), number(value(words, "mtu")),
            parsed, prefix, mac(value(words, "mac")));
    }

    private static String value(String[] words, String key) {
        for (int i = 1; i < words.length; i++) {
            if (words[i].startsWith(key) && words[i].startsWith("=", key.length())) {
                return words[i].substring(key.length() + 1);
            }
        }
        return "";
    }

    private static int number(String text) {
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    private static byte[] mac(String text) {
        String[] parts = text.split(":");
        if (parts.length != 6) {
            return null;
        }
        byte[] mac = new byte[parts.length];
        for (int i = 0; i < mac.length; i++) {
            mac[i] = (byte) Integer.parseInt(parts[i], 16);
        }
        return mac;
    }
}

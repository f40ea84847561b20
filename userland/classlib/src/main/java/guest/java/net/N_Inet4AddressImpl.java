package guest.java.net;

import guest.rt.Files;

/** Natives of Inet4AddressImpl: names of {@code /etc/hosts} and the machine's own. */
final class N_Inet4AddressImpl {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private N_Inet4AddressImpl() {
    }

    static String getLocalHostName(Inet4AddressImpl self) {
        byte[] name = Files.readAll("/etc/hostname");
        String text = name == null ? "" : Files.decode(name, 0, name.length).strip();
        return text.isEmpty() ? "localhost" : text;
    }

    static InetAddress[] lookupAllHostAddr(Inet4AddressImpl self, String host) throws UnknownHostException {
        if (host.equals("localhost") || host.equals(getLocalHostName(self))) {
            return new InetAddress[] {InetAddress.getByAddress(host, LOOPBACK)};
        }
        byte[] hosts = Files.readAll("/etc/hosts");
        if (hosts != null) {
            for (String line : Files.decode(hosts, 0, hosts.length).split("\n")) {
                String[] words = line.strip().split("\\s+");
                for (int i = 1; i < words.length && !words[0].startsWith("#"); i++) {
                    if (words[i].equals(host)) {
                        return new InetAddress[] {InetAddress.getByAddress(host, InetAddress.getByName(words[0]).getAddress())};
                    }
                }
            }
        }
        throw new UnknownHostException(host + ": Name or service not known");
    }

    static String getHostByAddr(Inet4AddressImpl self, byte[] address) throws UnknownHostException {
        if (guest.java.util.Arrays.equals(address, LOOPBACK)) {
            return "localhost";
        }
        throw new UnknownHostException();
    }
}

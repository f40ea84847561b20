package org.sluice.apps.net;

import org.sluice.apps.Failure;
import org.sluice.apps.Io;
import org.sluice.net.InetEndpoint;
import org.sluice.net.Ipv4;
import org.sluice.net.dns.HostNames;
import org.sluice.net.dns.ResolveException;

/** Names of hosts and ports on command lines. Whoever wants the address of a name asks here. */
public final class Hosts {
    private static final int UNKNOWN = 2;
    private static final int MOST_PORT = 65535;

    private Hosts() {
    }

    /** The IPv4 address of a host. @throws Failure with status 2 if it has no such name */
    public static int address(Io io, String name) {
        return address(io, name, UNKNOWN);
    }

    /** The IPv4 address of a host. @param status exit status if it has no such name @throws Failure */
    public static int address(Io io, String name, int status) {
        if (!name.isEmpty() && name.chars().allMatch(c -> c == '.' || Character.isDigit(c))) {
            try {
                return Ipv4.parse(name);
            } catch (IllegalArgumentException e) {
                throw new Failure(status, e.getMessage());
            }
        }
        try {
            byte[] address = HostNames.addresses(io.calls(), name)[0];
            return (address[0] & 255) << 24 | (address[1] & 255) << 16 | (address[2] & 255) << 8 | address[3] & 255;
        } catch (ResolveException e) {
            throw new Failure(status, name + ": " + e.sentence());
        }
    }

    /** An endpoint of a host. @throws Failure with status 2 */
    public static InetEndpoint endpoint(Io io, String host, int port) {
        return InetEndpoint.ipv4(address(io, host), port);
    }

    /** A port on a command line. @throws Failure.Usage for what is no number from the least to 65535 */
    public static int port(String text, int least) {
        int port = -1;
        if (!text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            port = Integer.parseInt(text);
        }
        if (port < least || port > MOST_PORT) {
            throw new Failure.Usage("'" + text + "' is no port: must be " + least + " to " + MOST_PORT);
        }
        return port;
    }
}

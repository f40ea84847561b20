package org.sluice.apps.net;

import java.io.IOException;
import org.sluice.apps.Failure;
import org.sluice.apps.Io;
import org.sluice.net.Ipv4;

/** Names of hosts: addresses as numbers, {@code localhost}, and what {@code /etc/hosts} has. */
final class Hosts {
    private static final int UNKNOWN = 2;

    private Hosts() {
    }

    /** The IPv4 address of a host. @throws Failure with status 2 if it has no such name */
    static int address(Io io, String name) {
        if (!name.isEmpty() && Character.isDigit(name.charAt(0))) {
            try {
                return Ipv4.parse(name);
            } catch (IllegalArgumentException e) {
                throw new Failure(UNKNOWN, e.getMessage());
            }
        }
        if (name.equals("localhost")) {
            return Ipv4.parse("127.0.0.1");
        }
        try {
            for (String line : io.readText("/etc/hosts").split("\n")) {
                int comment = line.indexOf('#');
                String[] words = (comment < 0 ? line : line.substring(0, comment)).trim().split("\\s+");
                for (int i = 1; i < words.length; i++) {
                    if (words[i].equalsIgnoreCase(name) && words[0].indexOf(':') < 0) {
                        return Ipv4.parse(words[0]);
                    }
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            // no such file, or a line out of form: the name stays unknown
        }
        throw new Failure(UNKNOWN, name + ": Name or service not known");
    }
}

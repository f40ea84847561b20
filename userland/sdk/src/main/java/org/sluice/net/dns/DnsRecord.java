package org.sluice.net.dns;

import java.util.List;

/**
 * A record.
 *
 * @param name     complete, with a dot at the end
 * @param type     of {@link DnsType}
 * @param dnsClass {@link DnsType#INTERNET}; of an OPT record the sender's UDP payload in bytes
 * @param ttl      seconds it may be kept, 0 to 2^31 - 1; of an OPT record what EDNS has there
 * @param data     what it says
 */
public record DnsRecord(String name, int type, int dnsClass, long ttl, Data data) {
    /** What a record says, by its type. {@code toString} gives it as zone files have it. */
    public sealed interface Data {
    }

    /** A and AAAA. @param bytes 4 or 16 */
    public record Address(byte[] bytes) implements Data {
        @Override
        public String toString() {
            return IpText.format(bytes);
        }
    }

    /** NS, CNAME, PTR. */
    public record Target(String name) implements Data {
        @Override
        public String toString() {
            return name;
        }
    }

    /** MX: where mail goes; a lower preference goes first. */
    public record Mail(int preference, String exchange) implements Data {
        @Override
        public String toString() {
            return preference + " " + exchange;
        }
    }

    /** TXT. */
    public record Text(List<byte[]> strings) implements Data {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            for (byte[] s : strings) {
                text.append(text.isEmpty() ? "\"" : " \"");
                for (byte b : s) {
                    int c = b & 0xff;
                    if (c == '"' || c == '\\') {
                        text.append('\\').append((char) c);
                    } else if (c >= ' ' && c < 0x7f) {
                        text.append((char) c);
                    } else {
                        text.append('\\').append(c / 100).append(c / 10 % 10).append(c % 10);
                    }
                }
                text.append('"');
            }
            return text.toString();
        }
    }

    /** SOA. Times in seconds; {@code minimum} is how long one may remember that something is not there (RFC 2308). */
    public record Authority(String server, String mailbox, long serial, long refresh, long retry, long expire, long minimum)
        implements Data {
        @Override
        public String toString() {
            return server + " " + mailbox + " " + serial + " " + refresh + " " + retry + " " + expire + " " + minimum;
        }
    }

    /** SRV (RFC 2782). */
    public record Service(int priority, int weight, int port, String target) implements Data {
        @Override
        public String toString() {
            return priority + " " + weight + " " + port + " " + target;
        }
    }

    /** Any other type (RFC 3597). */
    public record Other(byte[] bytes) implements Data {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("\\# ").append(bytes.length);
            for (int i = 0; i < bytes.length; i++) {
                text.append(i == 0 ? " " : "").append(Character.forDigit(bytes[i] >> 4 & 15, 16)).append(Character.forDigit(bytes[i] & 15, 16));
            }
            return text.toString();
        }
    }

    /** {@code name ttl IN type data}. */
    @Override
    public String toString() {
        return name + " " + ttl + " " + (dnsClass == DnsType.INTERNET ? "IN" : "CLASS" + dnsClass) + " " + DnsType.name(type) + " " + data;
    }
}

package org.sluice.net.dns;

import java.util.List;

/**
 * A message (RFC 1035, 4.1). {@link #parse} takes any bytes: it fails with {@link DnsFormatException} or gives a message, in time
 * proportional to the length.
 *
 * @param id           16 bits
 * @param flags        the second word of the header, of the constants here
 * @param questions    what is asked, mostly one
 * @param answers      records that answer
 * @param authorities  records about who is responsible
 * @param additionals  records that help, and the OPT record of EDNS
 */
public record DnsMessage(int id, int flags, List<Question> questions, List<DnsRecord> answers, List<DnsRecord> authorities,
    List<DnsRecord> additionals) {
    /** It is a response. */
    public static final int RESPONSE = 0x8000;
    public static final int OPCODE = 0x7800;
    /** It is from who is responsible. */
    public static final int AUTHORITATIVE = 0x0400;
    /** It did not fit: ask by TCP. */
    public static final int TRUNCATED = 0x0200;
    public static final int RECURSION_DESIRED = 0x0100;
    public static final int RECURSION_AVAILABLE = 0x0080;
    public static final int RESPONSE_CODE = 0x000f;

    /** @param name complete, with a dot at the end */
    public record Question(String name, int type, int dnsClass) {
        /** Whether this asks the same as another. */
        public boolean same(Question other) {
            return type == other.type && dnsClass == other.dnsClass && DnsName.same(name, other.name);
        }
    }

    /** The response code, of {@link DnsType}. */
    public int responseCode() {
        return flags & RESPONSE_CODE;
    }

    public boolean isTruncated() {
        return (flags & TRUNCATED) != 0;
    }

    /** Reads a message; bytes behind it are passed over. @throws DnsFormatException if the bytes are none */
    public static DnsMessage parse(byte[] bytes, int length) throws DnsFormatException {
        return new DnsParser(bytes, length).message();
    }

    /** The message on the wire, names without compression. @throws DnsFormatException if a name or a part is too long for it */
    public byte[] toWire() throws DnsFormatException {
        return new DnsWriter().message(this);
    }

    /**
     * A question to a resolver.
     *
     * @param name    a name as {@link DnsName} reads it, taken as complete
     * @param payload bytes of UDP that the asker takes (RFC 6891), 0 to ask without EDNS
     * @throws DnsFormatException if the name is none
     */
    public static DnsMessage query(int id, String name, int type, int payload) throws DnsFormatException {
        DnsParser normal = new DnsParser(DnsName.toWire(name), DnsName.toWire(name).length);
        List<DnsRecord> more = payload == 0 ? List.of()
            : List.of(new DnsRecord(".", DnsType.OPT, payload, 0, new DnsRecord.Other(new byte[0])));
        return new DnsMessage(id, RECURSION_DESIRED, List.of(new Question(normal.name(), type, DnsType.INTERNET)), List.of(), List.of(), more);
    }
}

package org.sluice.net.dns;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads messages. Everything is checked against the message's length; pointers lead backwards only, so that names end. */
final class DnsParser {
    private static final int POINTER = 0xc0;
    private static final int POINTER_BITS = 0x3fff;
    private static final int RECORD_MIN = 11;
    private static final int QUESTION_MIN = 5;

    private final byte[] bytes;
    private final int length;
    private int at;

    DnsParser(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = Math.min(length, bytes.length);
    }

    DnsMessage message() throws DnsFormatException {
        int id = u16();
        int flags = u16();
        int questions = u16();
        int answers = u16();
        int authorities = u16();
        int additionals = u16();
        List<DnsMessage.Question> asked = new ArrayList<>();
        need(questions * QUESTION_MIN, "questions");
        for (int i = 0; i < questions; i++) {
            asked.add(new DnsMessage.Question(name(), u16(), u16()));
        }
        return new DnsMessage(id, flags, asked, records(answers), records(authorities), records(additionals));
    }

    private DnsFormatException wrong(String what) {
        return new DnsFormatException(what + " at byte " + at + " of " + length);
    }

    private void need(int n, String what) throws DnsFormatException {
        if (n > length - at) {
            throw wrong("no room for " + what);
        }
    }

    private int u8() throws DnsFormatException {
        need(1, "a byte");
        return bytes[at++] & 0xff;
    }

    private int u16() throws DnsFormatException {
        need(2, "a number");
        int value = (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
        at += 2;
        return value;
    }

    private long u32() throws DnsFormatException {
        return (long) u16() << 16 | u16();
    }

    /** A name from here on, complete. A pointer leads to a place before the one it was reached from. */
    String name() throws DnsFormatException {
        StringBuilder text = new StringBuilder();
        int place = at;
        int limit = at;
        int after = -1;
        int wire = 1;
        while (true) {
            if (place >= length) {
                throw wrong("a name without end");
            }
            int size = bytes[place] & 0xff;
            if (size == 0) {
                at = after < 0 ? place + 1 : after;
                return text.isEmpty() ? "." : text.toString();
            }
            if ((size & POINTER) == POINTER) {
                if (place + 1 >= length) {
                    throw wrong("half a pointer");
                }
                int target = (size << 8 | bytes[place + 1] & 0xff) & POINTER_BITS;
                if (target >= limit) {
                    throw wrong("a pointer that does not lead back, to " + target);
                }
                after = after < 0 ? place + 2 : after;
                limit = target;
                place = target;
                continue;
            }
            if ((size & POINTER) != 0) {
                throw wrong("an unknown kind of label");
            }
            wire += size + 1;
            if (place + 1 + size > length || wire > DnsName.MAX_NAME) {
                throw wrong("a name that is too long");
            }
            DnsName.append(text, bytes, place + 1, size);
            place += 1 + size;
        }
    }

    private List<DnsRecord> records(int count) throws DnsFormatException {
        need(count * RECORD_MIN, "records");
        List<DnsRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(record());
        }
        return records;
    }

    private DnsRecord record() throws DnsFormatException {
        String name = name();
        int type = u16();
        int dnsClass = u16();
        long ttl = u32();
        int size = u16();
        need(size, "a record's data");
        int end = at + size;
        DnsRecord.Data data = data(type, end);
        if (at != end) {
            throw wrong(DnsType.name(type) + " data whose length is not " + size);
        }
        // RFC 2181, 8: a number with the highest bit set counts as 0; in an OPT record the field is something else
        return new DnsRecord(name, type, dnsClass, type != DnsType.OPT && ttl > Integer.MAX_VALUE ? 0 : ttl, data);
    }

    private DnsRecord.Data data(int type, int end) throws DnsFormatException {
        return switch (type) {
            case DnsType.A -> new DnsRecord.Address(raw(4, end));
            case DnsType.AAAA -> new DnsRecord.Address(raw(16, end));
            case DnsType.NS, DnsType.CNAME, DnsType.PTR -> new DnsRecord.Target(name());
            case DnsType.MX -> new DnsRecord.Mail(u16(), name());
            case DnsType.TXT -> new DnsRecord.Text(strings(end));
            case DnsType.SOA -> new DnsRecord.Authority(name(), name(), u32(), u32(), u32(), u32(), u32());
            case DnsType.SRV -> new DnsRecord.Service(u16(), u16(), u16(), name());
            default -> new DnsRecord.Other(raw(end - at, end));
        };
    }

    private byte[] raw(int size, int end) throws DnsFormatException {
        if (size > end - at) {
            throw wrong("data shorter than " + size + " bytes");
        }
        at += size;
        return Arrays.copyOfRange(bytes, at - size, at);
    }

    private List<byte[]> strings(int end) throws DnsFormatException {
        List<byte[]> strings = new ArrayList<>();
        while (at < end) {
            strings.add(raw(u8(), end));
        }
        return strings;
    }
}

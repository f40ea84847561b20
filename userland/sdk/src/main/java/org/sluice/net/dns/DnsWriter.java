package org.sluice.net.dns;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** Writes messages. */
final class DnsWriter {
    private static final int MAX = 65535;
    private static final int MAX_STRING = 255;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    byte[] message(DnsMessage m) throws DnsFormatException {
        u16(m.id());
        u16(m.flags());
        u16(m.questions().size());
        u16(m.answers().size());
        u16(m.authorities().size());
        u16(m.additionals().size());
        for (DnsMessage.Question q : m.questions()) {
            out.writeBytes(DnsName.toWire(q.name()));
            u16(q.type());
            u16(q.dnsClass());
        }
        records(m.answers());
        records(m.authorities());
        records(m.additionals());
        if (out.size() > MAX) {
            throw new DnsFormatException("a message of " + out.size() + " bytes");
        }
        return out.toByteArray();
    }

    private void u16(int value) {
        out.write(value >>> 8);
        out.write(value);
    }

    private void u32(long value) {
        u16((int) (value >>> 16));
        u16((int) value);
    }

    private void records(List<DnsRecord> records) throws DnsFormatException {
        for (DnsRecord r : records) {
            out.writeBytes(DnsName.toWire(r.name()));
            u16(r.type());
            u16(r.dnsClass());
            u32(r.ttl());
            DnsWriter data = new DnsWriter();
            data.data(r.data());
            if (data.out.size() > MAX) {
                throw new DnsFormatException(r.name() + ": data of " + data.out.size() + " bytes");
            }
            u16(data.out.size());
            out.writeBytes(data.out.toByteArray());
        }
    }

    private void data(DnsRecord.Data data) throws DnsFormatException {
        switch (data) {
            case DnsRecord.Address a -> out.writeBytes(a.bytes());
            case DnsRecord.Target t -> out.writeBytes(DnsName.toWire(t.name()));
            case DnsRecord.Mail m -> {
                u16(m.preference());
                out.writeBytes(DnsName.toWire(m.exchange()));
            }
            case DnsRecord.Text t -> {
                for (byte[] s : t.strings()) {
                    if (s.length > MAX_STRING) {
                        throw new DnsFormatException("a string of " + s.length + " bytes");
                    }
                    out.write(s.length);
                    out.writeBytes(s);
                }
            }
            case DnsRecord.Authority s -> {
                out.writeBytes(DnsName.toWire(s.server()));
                out.writeBytes(DnsName.toWire(s.mailbox()));
                u32(s.serial());
                u32(s.refresh());
                u32(s.retry());
                u32(s.expire());
                u32(s.minimum());
            }
            case DnsRecord.Service s -> {
                u16(s.priority());
                u16(s.weight());
                u16(s.port());
                out.writeBytes(DnsName.toWire(s.target()));
            }
            case DnsRecord.Other o -> out.writeBytes(o.bytes());
        }
    }
}

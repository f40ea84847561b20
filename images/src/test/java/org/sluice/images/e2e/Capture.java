package org.sluice.images.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** PDUs of a capture file that a machine has written. */
final class Capture {
    private static final int FILE_HEADER = 24;
    private static final int SUNATM = 4;
    /** AA AA 03 00 00 00 and two bytes of EtherType. */
    private static final int LLC = 8;
    private static final String LLC_ROUTED = "aaaa03000000";
    private static final int ICMP = 1;
    private static final int DONT_FRAGMENT = 0x4000;

    /** A PDU. */
    record Pdu(boolean sent, int vpi, int vci, byte[] sdu) {
        /** Whether it is Classical IP's with a certain EtherType behind an LLC header. */
        boolean llc(int etherType) {
            return sdu.length > LLC && java.util.HexFormat.of().formatHex(sdu, 0, 6).equals(LLC_ROUTED)
                && (ByteBuffer.wrap(sdu).getShort(6) & 0xffff) == etherType;
        }

        /** The operation of an InATMARP or ATMARP message, 0 for anything else (RFC 2225). */
        int arpOperation() {
            return llc(0x0806) && sdu.length >= LLC + 12 ? ByteBuffer.wrap(sdu).getShort(LLC + 6) : 0;
        }

        /** Bytes of an ICMP packet over LLC, negative if it is a fragment; 0 for anything else. */
        int icmpLength() {
            if (!llc(0x0800) || sdu[LLC + 9] != ICMP) {
                return 0;
            }
            ByteBuffer ip = ByteBuffer.wrap(sdu);
            int length = ip.getShort(LLC + 2) & 0xffff;
            return (ip.getShort(LLC + 6) & ~DONT_FRAGMENT & 0xffff) == 0 ? length : -length;
        }
    }

    private Capture() {
    }

    /** Reads a file, and checks its form. */
    static List<Pdu> read(Path file) {
        try {
            ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            if (all.getInt(0) != 0xa1b23c4d || all.getInt(20) != 123) {
                throw new AssertionError(file + " is no capture of SunATM");
            }
            List<Pdu> pdus = new ArrayList<>();
            all.position(FILE_HEADER);
            while (all.hasRemaining()) {
                all.getLong();
                int length = all.getInt();
                if (all.getInt() != length) {
                    throw new AssertionError("a record of " + file + " was cut");
                }
                int flags = all.get();
                int vpi = all.get() & 0xff;
                int vci = (all.get() & 0xff) << 8 | all.get() & 0xff;
                byte[] sdu = new byte[length - SUNATM];
                all.get(sdu);
                pdus.add(new Pdu((flags & 0x80) != 0, vpi, vci, sdu));
            }
            return pdus;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

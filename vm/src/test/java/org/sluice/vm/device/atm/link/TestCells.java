package org.sluice.vm.device.atm.link;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cells made by the letter of the recommendations, without the code under test. */
final class TestCells {
    private TestCells() {
    }

    /** HEC of ITU-T I.432.1 bit by bit. */
    static int hec(int header) {
        int crc = 0;
        for (int i = 31; i >= 0; i--) {
            int top = crc >> 7 & 1 ^ header >>> i & 1;
            crc = crc << 1 & 0xff ^ (top == 1 ? 0x07 : 0);
        }
        return crc ^ 0x55;
    }

    static byte[] cell(int vpi, int vci, int pti, int clp, byte[] payload) {
        int header = vpi << 20 | vci << 4 | pti << 1 | clp;
        return ByteBuffer.allocate(53).putInt(header).put((byte) hec(header)).put(payload).array();
    }

    /** A cell whose payload is one value. */
    static byte[] cell(int vpi, int vci, int pti, int clp, int value) {
        byte[] payload = new byte[48];
        Arrays.fill(payload, (byte) value);
        return cell(vpi, vci, pti, clp, payload);
    }

    /** CRC-32 of AAL5 bit by bit, most significant first. */
    static int crc(byte[] bytes, int length) {
        int crc = -1;
        for (int i = 0; i < length * 8; i++) {
            int top = crc >>> 31 ^ bytes[i / 8] >> 7 - i % 8 & 1;
            crc = crc << 1 ^ (top == 1 ? 0x04c11db7 : 0);
        }
        return ~crc;
    }

    /** The cells of an SDU. */
    static List<byte[]> aal5(int vpi, int vci, byte[] sdu, int clp) {
        int length = (sdu.length + 8 + 47) / 48 * 48;
        byte[] pdu = Arrays.copyOf(sdu, length);
        ByteBuffer.wrap(pdu).putShort(length - 6, (short) sdu.length);
        ByteBuffer.wrap(pdu).putInt(length - 4, crc(pdu, length - 4));
        List<byte[]> cells = new ArrayList<>();
        for (int at = 0; at < length; at += 48) {
            cells.add(cell(vpi, vci, at + 48 == length ? 1 : 0, clp, Arrays.copyOfRange(pdu, at, at + 48)));
        }
        return cells;
    }

    static byte[] joined(List<byte[]> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** An SDU of some length with bytes that differ from place to place. */
    static byte[] sdu(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 7 + length);
        }
        return bytes;
    }

    static void send(AtmLink link, List<byte[]> cells) {
        link.send(joined(cells), 0, cells.size());
    }
}

package org.sluice.kernel.net;

import java.nio.ByteBuffer;
import org.sluice.kernel.net.ip.Ip;

/** Packets made for tests, with a checksum computed in another way than the service's. */
final class IpPackets {
    private IpPackets() {
    }

    static int checksum(byte[] bytes, int from, int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            sum += (bytes[from + i] & 255) << (i % 2 == 0 ? 8 : 0);
            sum = sum > 0xffff ? sum - 0xffff : sum;
        }
        return ~sum & 0xffff;
    }

    static byte[] ip(String from, String to, int protocol, int id, int fragment, byte[] payload) {
        ByteBuffer b = ByteBuffer.allocate(20 + payload.length);
        b.putShort((short) 0x4500).putShort((short) (20 + payload.length)).putShort((short) id).putShort((short) fragment)
            .put((byte) 64).put((byte) protocol).putShort((short) 0).putInt((int) Ip.parse(from)).putInt((int) Ip.parse(to)).put(payload);
        b.putShort(10, (short) checksum(b.array(), 0, 20));
        return b.array();
    }

    static byte[] icmp(int type, int code, int rest, byte[] data) {
        ByteBuffer b = ByteBuffer.allocate(8 + data.length);
        b.put((byte) type).put((byte) code).putShort((short) 0).putInt(rest).put(data);
        b.putShort(2, (short) checksum(b.array(), 0, b.capacity()));
        return b.array();
    }

    /** An echo request in hexadecimal, id 0x1234. */
    static String echo(String from, String to, int sequence, String data) {
        return Rig.hex(ip(from, to, 1, 1, 0, icmp(8, 0, 0x12340000 | sequence, Rig.hex(data))));
    }
}

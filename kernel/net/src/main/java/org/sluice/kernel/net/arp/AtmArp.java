package org.sluice.kernel.net.arp;

import java.util.Optional;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.packet.HeaderPool;
import org.sluice.kernel.net.packet.Memory;
import org.sluice.kernel.net.packet.Packet;

/**
 * A message of ATMARP or InATMARP (RFC 2225 section 8.6).
 *
 * @param sourceIp 0 if the message leaves it out
 * @param targetIp 0 if the message leaves it out
 */
public record AtmArp(int operation, AtmNumber sourceNumber, AtmNumber sourceSub, int sourceIp, AtmNumber targetNumber,
                     AtmNumber targetSub, int targetIp) {
    public static final int REQUEST = 1;
    public static final int REPLY = 2;
    public static final int IN_REQUEST = 8;
    public static final int IN_REPLY = 9;
    public static final int NAK = 10;
    private static final int FIXED = 12;
    private static final int HARDWARE = 19;
    private static final int IP = 0x0800;

    /** A message without ATM numbers, as permanent connections need none. */
    public static AtmArp pvc(int operation, int sourceIp, int targetIp) {
        return new AtmArp(operation, AtmNumber.NONE, AtmNumber.NONE, sourceIp, AtmNumber.NONE, AtmNumber.NONE, targetIp);
    }

    /** Reads a message; empty if it is none for IPv4, too short, or has fields of impossible lengths. */
    public static Optional<AtmArp> parse(Packet packet, int from, int bytes) {
        if (bytes < FIXED || packet.u16(from) != HARDWARE || packet.u16(from + 2) != IP) {
            return Optional.empty();
        }
        int shtl = packet.u8(from + 4);
        int sstl = packet.u8(from + 5);
        int spln = packet.u8(from + 8);
        int thtl = packet.u8(from + 9);
        int tstl = packet.u8(from + 10);
        int tpln = packet.u8(from + 11);
        int numbers = 0;
        for (int typeLength : new int[] {shtl, sstl, thtl, tstl}) {
            if (typeLength >= 0x80 || AtmNumber.length(typeLength) > AtmNumber.MOST) {
                return Optional.empty();
            }
            numbers += AtmNumber.length(typeLength);
        }
        if (spln != 0 && spln != 4 || tpln != 0 && tpln != 4 || bytes < FIXED + numbers + spln + tpln) {
            return Optional.empty();
        }
        int at = from + FIXED;
        AtmNumber sourceNumber = AtmNumber.parse(packet, at, shtl);
        at += sourceNumber.length();
        AtmNumber sourceSub = AtmNumber.parse(packet, at, sstl);
        at += sourceSub.length();
        int sourceIp = spln == 4 ? packet.u32(at) : 0;
        at += spln;
        AtmNumber targetNumber = AtmNumber.parse(packet, at, thtl);
        at += targetNumber.length();
        AtmNumber targetSub = AtmNumber.parse(packet, at, tstl);
        at += targetSub.length();
        int targetIp = tpln == 4 ? packet.u32(at) : 0;
        return Optional.of(new AtmArp(packet.u16(from + 6), sourceNumber, sourceSub, sourceIp, targetNumber, targetSub, targetIp));
    }

    /** The message, without an LLC header; an address that is 0 is left out. */
    public FramePart emit(Memory memory, HeaderPool pool) {
        int spln = sourceIp == 0 ? 0 : 4;
        int tpln = targetIp == 0 ? 0 : 4;
        int length = FIXED + sourceNumber.length() + sourceSub.length() + spln + targetNumber.length() + targetSub.length() + tpln;
        // numbers are written with zeros behind them, over which the next field goes; the last may reach beyond the message
        FramePart part = pool.header(length + AtmNumber.MOST).clipped(0, length);
        long at = part.address();
        memory.put16(at, HARDWARE);
        memory.put16(at + 2, IP);
        memory.put8(at + 4, sourceNumber.typeLength());
        memory.put8(at + 5, sourceSub.typeLength());
        memory.put16(at + 6, operation);
        memory.put8(at + 8, spln);
        memory.put8(at + 9, targetNumber.typeLength());
        memory.put8(at + 10, targetSub.typeLength());
        memory.put8(at + 11, tpln);
        at = number(memory, at + FIXED, sourceNumber);
        at = number(memory, at, sourceSub);
        if (spln != 0) {
            memory.put32(at, sourceIp);
        }
        at = number(memory, at + spln, targetNumber);
        at = number(memory, at, targetSub);
        if (tpln != 0) {
            memory.put32(at, targetIp);
        }
        return part;
    }

    private static long number(Memory memory, long at, AtmNumber number) {
        number.put(memory, at);
        return at + number.length();
    }
}

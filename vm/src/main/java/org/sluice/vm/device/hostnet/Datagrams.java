package org.sluice.vm.device.hostnet;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.sluice.vm.dma.DmaPort;
import org.sluice.vm.dma.DmaWindow;

/** Moves datagrams between memory and a place of the device's own: the host takes and gives them whole. The worker's. */
final class Datagrams {
    /** Longest datagram (RFC 768), and a byte to notice a longer one by. */
    private static final int ROOM = 65536;

    private final DmaPort dma;
    private final ByteBuffer place = ByteBuffer.allocateDirect(ROOM);
    private final MemorySegment memory = MemorySegment.ofBuffer(place);

    Datagrams(DmaPort dma) {
        this.dma = dma;
    }

    /** Room for a datagram. */
    ByteBuffer room() {
        return place.clear();
    }

    /** The datagram a command sends; null if it is none. */
    ByteBuffer fetch(Command c) {
        if (c.length < 0 || c.length >= ROOM) {
            return null;
        }
        for (int at = 0; at < c.length;) {
            int piece = dma.contiguous(c.operand + at, c.length - at, false);
            try (DmaWindow window = dma.window(c.operand + at, piece, false)) {
                MemorySegment.copy(window.memory(), 0, memory, at, piece);
            }
            at += piece;
        }
        return place.clear().limit(c.length);
    }

    /** Gives a command a datagram, if there is room for it. @return the status */
    int deliver(Command c, MemorySegment datagram) {
        int length = (int) datagram.byteSize();
        c.done = length;
        if (length > c.length) {
            return HostNetRegisters.TOO_SMALL;
        }
        for (int at = 0; at < length;) {
            int piece = dma.contiguous(c.operand + at, length - at, true);
            try (DmaWindow window = dma.window(c.operand + at, piece, true)) {
                MemorySegment.copy(datagram, at, window.memory(), 0, piece);
            }
            at += piece;
        }
        return HostNetRegisters.DONE;
    }

    /** A datagram that was read into the room, as long as nothing else is. */
    MemorySegment read() {
        return memory.asSlice(0, place.position());
    }

    /** The same, to keep. */
    MemorySegment kept() {
        return MemorySegment.ofArray(read().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
    }
}

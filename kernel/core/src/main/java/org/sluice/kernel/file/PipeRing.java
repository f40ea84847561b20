package org.sluice.kernel.file;

import org.sluice.kernel.memory.FrameRun;

/** The buffer of a pipe, for bytes that are copied through it. Guarded by the pipe's lock. */
final class PipeRing {
    /** Something done with {@code length} contiguous bytes at an address, {@code at} bytes behind where it began. */
    interface Piece {
        void move(long address, int at, int length);
    }

    private final FrameRun run;
    private final int capacity;
    private int start;
    private int filled;

    PipeRing(FrameRun run) {
        this.run = run;
        capacity = (int) run.bytes();
    }

    FrameRun run() {
        return run;
    }

    int room() {
        return capacity - filled;
    }

    /** Does something with the first bytes. */
    void eachPiece(int bytes, Piece piece) {
        pieces(start, bytes, piece);
    }

    /** Forgets the first bytes. */
    void consume(int bytes) {
        start = (start + bytes) % capacity;
        filled -= bytes;
    }

    /** Adds bytes, which the piece puts there. */
    void add(int bytes, Piece piece) {
        pieces((start + filled) % capacity, bytes, piece);
        filled += bytes;
    }

    private void pieces(int from, int bytes, Piece piece) {
        int first = Math.min(bytes, capacity - from);
        piece.move(run.address() + from, 0, first);
        if (bytes > first) {
            piece.move(run.address(), first, bytes - first);
        }
    }
}

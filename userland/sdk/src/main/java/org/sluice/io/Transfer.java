package org.sluice.io;

import org.sluice.abi.Transfers;

/**
 * What the kernel says of a transfer.
 *
 * @param copied   bytes it copied
 * @param moved    bytes that changed their holder, or got a further one, without being copied
 * @param byDevice bytes a device moved by DMA
 * @param reasons  why bytes were copied: bits of {@link Transfers}
 */
public record Transfer(long copied, long moved, long byDevice, long reasons) {
    /** Nothing transferred. */
    public static final Transfer NOTHING = new Transfer(0, 0, 0, 0);

    /** What a system call has reported. */
    static Transfer of(long[] report) {
        return new Transfer(report[Transfers.COPIED], report[Transfers.MOVED], report[Transfers.BY_DEVICE],
            report[Transfers.REASONS]);
    }

    /** Both together. */
    public Transfer plus(Transfer other) {
        return new Transfer(copied + other.copied, moved + other.moved, byDevice + other.byDevice, reasons | other.reasons);
    }

    /** Whether bytes were copied for a reason. @param reason of {@link Transfers} */
    public boolean copiedFor(int reason) {
        return (reasons & reason) != 0;
    }

    /** For people: {@code copied 10 (UNALIGNED), moved 4096, by device 0}. */
    @Override
    public String toString() {
        return "copied " + copied + " (" + Transfers.names(reasons) + "), moved " + moved + ", by device " + byDevice;
    }
}

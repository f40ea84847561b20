package org.sluice.kernel.fs;

import java.util.ArrayList;
import java.util.List;
import org.sluice.abi.Transfers;
import org.sluice.kernel.file.Offer;
import org.sluice.kernel.file.Taker;
import org.sluice.kernel.file.Transfer;
import org.sluice.kernel.memory.FrameAllocator;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.kernel.memory.SharedFrames;

/** What tests need to pass memory to files and to take it from them. */
final class Lending {
    private final FrameAllocator frames;

    Lending(FrameAllocator frames) {
        this.frames = frames;
    }

    /** Cleared memory with one hold. */
    FramePart fresh(int bytes) {
        FrameRun run = frames.allocate((bytes + 4095) / 4096);
        return new FramePart(new SharedFrames(run, gone -> frames.release(gone.run()), 1), 0, bytes);
    }

    FramePart of(byte[] bytes) {
        FramePart part = fresh(bytes.length);
        frames.memory().write(part.address(), bytes, 0, bytes.length);
        return part;
    }

    byte[] content(FramePart part) {
        byte[] bytes = new byte[part.length()];
        frames.memory().read(part.address(), bytes, 0, bytes.length);
        return bytes;
    }

    Transfer transfer(int flags) {
        return new Transfer(frames.memory(), this::fresh, flags);
    }

    static long[] report(Transfer transfer) {
        long[] report = new long[Transfers.REPORT_LENGTH];
        transfer.report(report);
        return report;
    }

    /** Parts to write, shown or given. */
    static final class Parts implements Offer {
        final List<FramePart> parts;
        final boolean given;
        final boolean[] taken;

        Parts(boolean given, FramePart... parts) {
            this.parts = List.of(parts);
            this.given = given;
            taken = new boolean[parts.length];
        }

        @Override
        public int count() {
            return parts.size();
        }

        @Override
        public FramePart part(int index) {
            return parts.get(index);
        }

        @Override
        public boolean given() {
            return given;
        }

        @Override
        public FramePart take(int index) {
            if (!given || taken[index]) {
                throw new IllegalStateException("part " + index + " is not to be taken");
            }
            taken[index] = true;
            return parts.get(index);
        }

        @Override
        public Account account() {
            return more -> { };
        }

        /** Drops what was not taken. */
        void dropRest() {
            for (int i = 0; i < taken.length; i++) {
                if (!taken[i]) {
                    parts.get(i).drop();
                }
            }
        }
    }

    /** Takes what it is given. */
    static final class Hands implements Taker {
        final List<FramePart> got = new ArrayList<>();
        final int most;
        RuntimeException refusal;
        private List<FramePart> admitted;

        Hands(int most) {
            this.most = most;
        }

        @Override
        public int most() {
            return most;
        }

        @Override
        public void admit(List<FramePart> parts) {
            if (refusal != null) {
                throw refusal;
            }
            admitted = parts;
        }

        @Override
        public void commit(long bytes) {
            long left = bytes;
            for (FramePart part : admitted) {
                int n = (int) Math.min(left, part.length());
                left -= n;
                if (n > 0) {
                    got.add(part.clipped(0, n));
                } else {
                    part.drop();
                }
            }
        }

        @Override
        public void cancel() {
            admitted = null;
        }

        void dropAll() {
            got.forEach(FramePart::drop);
            got.clear();
        }
    }
}

package org.sluice.vm.device.atm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.sluice.vm.device.atm.link.AtmLink;
import org.sluice.vm.device.atm.link.Pdu;
import org.sluice.vm.time.Clock;

/** Links for the interface's tests: they deliver on the sending thread. */
final class TestLinks {
    private TestLinks() {
    }

    /** One end of a wire, or with itself as peer a loop. */
    static class End implements AtmLink {
        final Carriage carriage;
        End peer;
        Arrivals arrivals;
        boolean up = true;
        long rate;
        Clock clock;
        /** When the next cell may go, in units of 1 / rate nanoseconds. */
        private long free;
        /** What becomes of the cells sent; each of 53 bytes. */
        UnaryOperator<List<byte[]>> harm = cells -> cells;
        final List<byte[]> seen = new ArrayList<>();
        final List<Long> times = new ArrayList<>();
        boolean keep;
        /** So many calls fail from now on: of send; of freeAt, which is asked before anything is sent. */
        int failingSends;
        int failingLooks;
        long sentCells;

        End(Carriage carriage) {
            this.carriage = carriage;
            this.peer = this;
        }

        static End[] pair(Carriage carriage) {
            End[] ends = {new End(carriage), new End(carriage)};
            ends[0].peer = ends[1];
            ends[1].peer = ends[0];
            return ends;
        }

        @Override
        public Carriage carriage() {
            return carriage;
        }

        @Override
        public boolean immediate() {
            return rate == 0;
        }

        @Override
        public void connect(Arrivals to) {
            arrivals = to;
            to.state(up);
        }

        @Override
        public boolean up() {
            return up;
        }

        void setUp(boolean value) {
            up = value;
            arrivals.state(value);
        }

        @Override
        public long cellsPerSecond() {
            return rate;
        }

        @Override
        public long freeAt() {
            if (failingLooks > 0) {
                failingLooks--;
                throw new OutOfMemoryError("test");
            }
            return rate == 0 ? 0 : free;
        }

        private void mayFail() {
            if (failingSends > 0) {
                failingSends--;
                throw new IllegalStateException("test");
            }
        }

        private void pace(int cells) {
            if (rate != 0) {
                free = Math.max(free, clock.monotonicNanos() - 1000) + cells * 1_000_000_000L / rate;
            }
        }

        @Override
        public void send(byte[] cells, int offset, int count) {
            mayFail();
            pace(count);
            sentCells += count;
            List<byte[]> list = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                byte[] cell = new byte[CELL];
                System.arraycopy(cells, offset + i * CELL, cell, 0, CELL);
                list.add(cell);
                if (keep) {
                    seen.add(cell);
                    times.add(clock.monotonicNanos());
                }
            }
            List<byte[]> left = harm.apply(list);
            byte[] joined = new byte[left.size() * CELL];
            for (int i = 0; i < left.size(); i++) {
                System.arraycopy(left.get(i), 0, joined, i * CELL, CELL);
            }
            if (!left.isEmpty() && peer != null) {
                peer.arrivals.cells(joined, 0, left.size());
            }
        }

        @Override
        public void send(Pdu pdu) {
            mayFail();
            pace((pdu.length() + 8 + 47) / 48);
            if (keep) {
                times.add(clock.monotonicNanos());
            }
            peer.arrivals.pdu(pdu);
        }

        @Override
        public String describe() {
            return "test " + carriage;
        }

        @Override
        public void close() {
            up = false;
        }
    }
}

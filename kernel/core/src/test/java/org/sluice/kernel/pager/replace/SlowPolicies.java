package org.sluice.kernel.pager.replace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** The policies once more, as simply as they can be said: lists, the first entry leaves first. */
final class SlowPolicies {
    private SlowPolicies() {
    }

    /** What all have. */
    abstract static class Slow implements Replacement {
        final Map<Integer, Long> keys = new HashMap<>();
        final LinkedHashSet<Long> ghosts = new LinkedHashSet<>();
        final List<List<Integer>> queues;

        Slow(int queues) {
            this.queues = new ArrayList<>();
            for (int i = 0; i < queues; i++) {
                this.queues.add(new ArrayList<>());
            }
        }

        @Override
        public void removed(int page) {
            queues.forEach(q -> q.remove((Integer) page));
            keys.remove(page);
        }

        @Override
        public int size() {
            return keys.size();
        }

        int leave(int page, int ghostLimit) {
            long key = keys.get(page);
            removed(page);
            if (ghostLimit > 0) {
                ghosts.remove(key);
                ghosts.add(key);
                while (ghosts.size() > ghostLimit) {
                    ghosts.removeFirst();
                }
            }
            return page;
        }

        static void rotate(List<Integer> from, List<Integer> to) {
            to.add(from.removeFirst());
        }

        int firstEvictable(Probe probe, int queue) {
            return queues.get(queue).stream().filter(probe::evictable).findFirst().orElse(-1);
        }
    }

    static final class SlowClock extends Slow {
        SlowClock() {
            super(1);
        }

        @Override
        public void added(int page, long key) {
            queues.getFirst().add(page);
            keys.put(page, key);
        }

        @Override
        public int victim(Probe probe) {
            List<Integer> all = queues.getFirst();
            for (int round = 0; round < 2; round++) {
                for (int i = all.size(); i > 0; i--) {
                    int page = all.getFirst();
                    if (probe.evictable(page) && !probe.takeUsed(page)) {
                        return leave(page, 0);
                    }
                    rotate(all, all);
                }
            }
            int page = firstEvictable(probe, 0);
            return page < 0 ? -1 : leave(page, 0);
        }
    }

    static final class SlowTwoQueue extends Slow {
        SlowTwoQueue() {
            super(2);
        }

        @Override
        public void added(int page, long key) {
            queues.get(ghosts.remove(key) ? 1 : 0).add(page);
            keys.put(page, key);
        }

        @Override
        public int victim(Probe probe) {
            List<Integer> in = queues.get(0);
            List<Integer> main = queues.get(1);
            if (in.size() > size() / 4 || main.stream().noneMatch(probe::evictable)) {
                int page = fromIn(probe);
                if (page >= 0) {
                    return page;
                }
            }
            for (int i = 2 * main.size(); i > 0; i--) {
                int page = main.getFirst();
                if (probe.evictable(page) && !probe.takeUsed(page)) {
                    return leave(page, 0);
                }
                rotate(main, main);
            }
            int page = fromIn(probe);
            if (page < 0) {
                page = firstEvictable(probe, 1);
                return page < 0 ? -1 : leave(page, 0);
            }
            return page;
        }

        /** The oldest that may leave; those before it go to the end. */
        private int fromIn(Probe probe) {
            List<Integer> in = queues.get(0);
            for (int i = in.size(); i > 0; i--) {
                if (probe.evictable(in.getFirst())) {
                    return leave(in.getFirst(), Math.max(1, size() / 2));
                }
                rotate(in, in);
            }
            return -1;
        }
    }

    static final class SlowS3Fifo extends Slow {
        private final Map<Integer, Integer> credit = new HashMap<>();

        SlowS3Fifo() {
            super(3);
        }

        @Override
        public void added(int page, long key) {
            queues.get(ghosts.remove(key) ? 2 : 0).add(page);
            keys.put(page, key);
            credit.put(page, 0);
        }

        @Override
        public int victim(Probe probe) {
            List<Integer> young = queues.get(0);
            List<Integer> old = queues.get(1);
            List<Integer> main = queues.get(2);
            while (young.size() > old.size()) {
                probe.takeUsed(young.getFirst());
                rotate(young, old);
            }
            int quota = Math.max(1, Math.max(size() / 10, Math.min(64, size() / 4)));
            int smallTurns = young.size() + old.size();
            int mainTurns = 4 * size();
            while (true) {
                int small = young.size() + old.size();
                boolean smallFirst = small > quota;
                boolean smallCan = smallTurns > 0 && small > 0;
                boolean mainCan = mainTurns > 0 && !main.isEmpty();
                if (smallCan && (smallFirst || !mainCan)) {
                    smallTurns--;
                    List<Integer> queue = old.isEmpty() ? young : old;
                    int page = queue.getFirst();
                    if (!probe.evictable(page)) {
                        rotate(queue, old);
                    } else if (probe.takeUsed(page)) {
                        rotate(queue, main);
                    } else {
                        return leave(page, size());
                    }
                } else if (mainCan) {
                    mainTurns--;
                    int page = main.getFirst();
                    if (probe.evictable(page)) {
                        if (probe.takeUsed(page)) {
                            credit.merge(page, 1, (had, one) -> Math.min(2, had + one));
                        } else if (credit.merge(page, -1, Integer::sum) < 0) {
                            return leave(page, 0);
                        }
                    }
                    rotate(main, main);
                } else {
                    break;
                }
            }
            for (int queue : new int[] {1, 0, 2}) {
                int page = firstEvictable(probe, queue);
                if (page >= 0) {
                    return leave(page, queue == 2 ? 0 : size());
                }
            }
            return -1;
        }
    }
}

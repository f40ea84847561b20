package org.sluice.apps.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sluice.apps.Utf8;

/** A file cut into lines, and the search for the shortest way to turn one into another (Myers, divide and conquer). */
final class DiffText {
    /** What does not count as a difference. */
    static final class Sameness {
        boolean ignoreCase;
        boolean ignoreAllSpace;
        boolean ignoreSpaceChange;
        boolean ignoreBlankLines;

        /** The form in which equal lines are the same string. */
        String key(String line) {
            String key = line;
            if (ignoreAllSpace || ignoreSpaceChange) {
                key = spaces(key);
            }
            return ignoreCase ? key.toLowerCase(java.util.Locale.ROOT) : key;
        }

        private String spaces(String line) {
            StringBuilder kept = new StringBuilder(line.length());
            boolean pending = false;
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                boolean space = c == ' ' || c >= '\t' && c <= '\r';
                if (!space) {
                    kept.append(pending && !ignoreAllSpace ? " " : "").append(c);
                }
                pending = space;
            }
            return kept.toString();
        }
    }

    /** Lines {@code [fromA, toA)} of the first text are replaced by lines {@code [fromB, toB)} of the second. */
    record Change(int fromA, int toA, int fromB, int toB) {
    }

    private final byte[] data;
    /** Where each line begins, and at the end the length of the data. */
    private final int[] starts;
    private final int count;

    DiffText(byte[] data) {
        this.data = data;
        int[] found = new int[64];
        int n = 0;
        int at = 0;
        while (at < data.length) {
            if (n + 1 >= found.length) {
                found = Arrays.copyOf(found, 2 * found.length);
            }
            found[n++] = at;
            while (at < data.length && data[at] != '\n') {
                at++;
            }
            at++;
        }
        found[n] = data.length;
        starts = found;
        count = n;
    }

    static boolean isBinary(byte[] data) {
        for (int i = 0; i < data.length && i < 32768; i++) {
            if (data[i] == 0) {
                return true;
            }
        }
        return false;
    }

    int count() {
        return count;
    }

    byte[] data() {
        return data;
    }

    int start(int line) {
        return starts[line];
    }

    /** Length of a line with its newline. */
    int length(int line) {
        return starts[line + 1] - starts[line];
    }

    /** Whether the line is the last and has no newline. */
    boolean lacksNewline(int line) {
        return line == count - 1 && data[data.length - 1] != '\n';
    }

    private String text(int line) {
        return Utf8.decode(data, starts[line], length(line));
    }

    private boolean isBlank(int line) {
        return length(line) == 1 && data[starts[line]] == '\n';
    }

    /** The differences between two texts in order. */
    static List<Change> changes(DiffText a, DiffText b, Sameness sameness) {
        Map<String, Integer> numbers = new HashMap<>();
        int[] idsA = a.ids(numbers, sameness);
        int[] idsB = b.ids(numbers, sameness);
        Search search = new Search(idsA, idsB);
        search.run(0, idsA.length, 0, idsB.length);
        search.slide();
        List<Change> changes = search.collect();
        if (sameness.ignoreBlankLines) {
            changes.removeIf(change -> a.allBlank(change.fromA(), change.toA()) && b.allBlank(change.fromB(), change.toB()));
        }
        return changes;
    }

    private boolean allBlank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isBlank(i)) {
                return false;
            }
        }
        return true;
    }

    private int[] ids(Map<String, Integer> numbers, Sameness sameness) {
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            // a missing newline at the end is a difference unless white space is ignored
            String key = sameness.key(text(i));
            Integer known = numbers.get(key);
            if (known == null) {
                known = numbers.size();
                numbers.put(key, known);
            }
            ids[i] = known;
        }
        return ids;
    }

    /** Myers' linear-space search: finds the middle of a shortest edit path, then both halves. */
    private static final class Search {
        private final int[] a;
        private final int[] b;
        private final boolean[] removed;
        private final boolean[] added;
        private final int[] forward;
        private final int[] backward;
        private final int origin;

        Search(int[] a, int[] b) {
            this.a = a;
            this.b = b;
            removed = new boolean[a.length];
            added = new boolean[b.length];
            origin = a.length + b.length + 1;
            forward = new int[2 * origin + 1];
            backward = new int[2 * origin + 1];
        }

        void run(int startA, int stopA, int startB, int stopB) {
            int fromA = startA;
            int toA = stopA;
            int fromB = startB;
            int toB = stopB;
            while (fromA < toA && fromB < toB && a[fromA] == b[fromB]) {
                fromA++;
                fromB++;
            }
            while (fromA < toA && fromB < toB && a[toA - 1] == b[toB - 1]) {
                toA--;
                toB--;
            }
            if (fromA == toA) {
                Arrays.fill(added, fromB, toB, true);
            } else if (fromB == toB) {
                Arrays.fill(removed, fromA, toA, true);
            } else {
                long middle = middle(fromA, toA, fromB, toB);
                int x = (int) (middle >> 32);
                int y = (int) middle;
                run(fromA, x, fromB, y);
                run(x, toA, y, toB);
            }
        }

        /** A point on a shortest path, neither its first nor its last: x in the upper half of the result, y in the lower. */
        private long middle(int fromA, int toA, int fromB, int toB) {
            int low = fromA - toB;
            int high = toA - fromB;
            int diagonalStart = fromA - fromB;
            int diagonalEnd = toA - toB;
            boolean odd = (diagonalStart - diagonalEnd & 1) != 0;
            int forwardMin = diagonalStart;
            int forwardMax = diagonalStart;
            int backwardMin = diagonalEnd;
            int backwardMax = diagonalEnd;
            forward[origin + diagonalStart] = fromA;
            backward[origin + diagonalEnd] = toA;
            while (true) {
                forwardMin = widenLow(forward, forwardMin, low, -1);
                forwardMax = widenHigh(forward, forwardMax, high, -1);
                for (int d = forwardMax; d >= forwardMin; d -= 2) {
                    int deletion = forward[origin + d - 1];
                    int insertion = forward[origin + d + 1];
                    int x = deletion < insertion ? insertion : deletion + 1;
                    while (x < toA && x - d < toB && a[x] == b[x - d]) {
                        x++;
                    }
                    forward[origin + d] = x;
                    if (odd && d >= backwardMin && d <= backwardMax && backward[origin + d] <= x) {
                        return (long) x << 32 | x - d;
                    }
                }
                backwardMin = widenLow(backward, backwardMin, low, Integer.MAX_VALUE);
                backwardMax = widenHigh(backward, backwardMax, high, Integer.MAX_VALUE);
                for (int d = backwardMax; d >= backwardMin; d -= 2) {
                    int deletion = backward[origin + d + 1];
                    int insertion = backward[origin + d - 1];
                    int x = insertion < deletion ? insertion : deletion - 1;
                    while (x > fromA && x - d > fromB && a[x - 1] == b[x - d - 1]) {
                        x--;
                    }
                    backward[origin + d] = x;
                    if (!odd && d >= forwardMin && d <= forwardMax && x <= forward[origin + d]) {
                        return (long) x << 32 | x - d;
                    }
                }
            }
        }

        private int widenLow(int[] furthest, int min, int low, int none) {
            if (min > low) {
                furthest[origin + min - 2] = none;
                return min - 1;
            }
            return min + 1;
        }

        private int widenHigh(int[] furthest, int max, int high, int none) {
            if (max < high) {
                furthest[origin + max + 2] = none;
                return max + 1;
            }
            return max - 1;
        }

        /**
         * Moves runs of lines that were only removed or only added down as far as the text allows, so that a change stands
         * where people expect it. A run that would meet a change of the other text stops there.
         */
        void slide() {
            int i = 0;
            int j = 0;
            while (i < a.length || j < b.length) {
                int fromA = i;
                int fromB = j;
                while (i < a.length && removed[i]) {
                    i++;
                }
                while (j < b.length && added[j]) {
                    j++;
                }
                if (i == fromA && j == fromB) {
                    i++;
                    j++;
                } else if (j == fromB) {
                    while (i < a.length && a[fromA] == a[i] && !removed[i] && (j == b.length || !added[j])) {
                        removed[fromA++] = false;
                        removed[i++] = true;
                        j++;
                        i = endOfRun(removed, i);
                    }
                } else if (i == fromA) {
                    while (j < b.length && b[fromB] == b[j] && !added[j] && (i == a.length || !removed[i])) {
                        added[fromB++] = false;
                        added[j++] = true;
                        i++;
                        j = endOfRun(added, j);
                    }
                }
            }
        }

        private static int endOfRun(boolean[] changed, int from) {
            int end = from;
            while (end < changed.length && changed[end]) {
                end++;
            }
            return end;
        }

        List<Change> collect() {
            List<Change> changes = new ArrayList<>();
            int i = 0;
            int j = 0;
            while (i < a.length || j < b.length) {
                int fromA = i;
                int fromB = j;
                while (i < a.length && removed[i]) {
                    i++;
                }
                while (j < b.length && added[j]) {
                    j++;
                }
                if (i > fromA || j > fromB) {
                    changes.add(new Change(fromA, i, fromB, j));
                } else {
                    i++;
                    j++;
                }
            }
            return changes;
        }
    }
}

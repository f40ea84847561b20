package org.sluice.images.bench.guest;

import java.util.HashMap;
import java.util.Map;
import org.sluice.abi.SystemCalls;
import org.sluice.sys.Sys;

/**
 * Sixteen compute kernels whose loops are of many kinds; each keeps its data, so that only computing is measured. As a program
 * it offers each kernel as the body of a thread named after it: who times them decides when and how often they run.
 */
public final class Kernels {
    private static double sink;

    private static final int VECTOR = 8192;
    private static final int GRID = 100;
    private static final int SPARSE_ROWS = 1000;
    private static final int SPARSE_PER_ROW = 5;
    private static final int FFT_POINTS = 1024;

    private static final int[] LEFT = ramp(VECTOR, 3);
    private static final int[] RIGHT = ramp(VECTOR, 7);
    private static final double[][] GRID_A = grid(GRID, 11);
    private static final double[][] GRID_LU = grid(GRID, 23);
    private static final double[] VALUES = noise(SPARSE_ROWS * SPARSE_PER_ROW, 5);
    private static final double[] INPUT = noise(SPARSE_ROWS, 6);
    private static final int[] ROW_STARTS = rowStarts();
    private static final int[] COLUMNS = columns();
    private static final int[][] MATRIX_A = matrix(96, 3);
    private static final int[][] MATRIX_B = matrix(96, 5);
    private static final double[] SIGNAL = noise(2 * FFT_POINTS, 7);
    private static final boolean[] COMPOSITE = new boolean[65536];
    private static final byte[] BYTES = bytes(16384);
    private static final Link LIST = list(5000);
    private static final double[][] BODIES = grid(7, 3);

    private Kernels() {
    }

    public static void main(String[] args) {
        SystemCalls calls = Sys.calls();
        String[] names = names();
        Runnable[] runs = runs();
        for (int i = 0; i < names.length; i++) {
            calls.threadStart(runs[i], names[i], 5, true);
        }
    }

    /** What the kernels are called, in the order of {@link #runs}. */
    public static String[] names() {
        return new String[] {
            "kernel vectorAdd", "kernel reduction", "kernel sparseMultiply", "kernel relaxation",
            "kernel factorLu", "kernel matrixMultiply", "kernel fourier", "kernel sieve",
            "kernel byteHash", "kernel collatz", "kernel linkedList", "kernel quicksort",
            "kernel bodies", "kernel monteCarlo", "kernel stringHash", "kernel fibonacci"
        };
    }

    /** One run of each kernel. */
    public static Runnable[] runs() {
        return new Runnable[] {
            () -> sink += vectorAdd(),
            () -> sink += reduction(),
            () -> sink += sparseMultiply(),
            () -> sink += relaxation(),
            () -> sink += factorLu(),
            () -> sink += matrixMultiply(),
            () -> sink += fourier(),
            () -> sink += sieve(),
            () -> sink += byteHash(),
            () -> sink += collatz(),
            () -> sink += linkedList(),
            () -> sink += quicksort(),
            () -> sink += bodies(),
            () -> sink += monteCarlo(),
            () -> sink += stringHash(),
            () -> sink += fibonacci()
        };
    }

    private static final class Link {
        final int value;
        final Link next;

        Link(int value, Link next) {
            this.value = value;
            this.next = next;
        }
    }

    private static int[] ramp(int length, int factor) {
        int[] result = new int[length];
        for (int i = 0; i < length; i++) {
            result[i] = i * factor;
        }
        return result;
    }

    private static double[] noise(int length, int seed) {
        double[] result = new double[length];
        int x = seed;
        for (int i = 0; i < length; i++) {
            x = x * 1103515245 + 12345;
            result[i] = (x >>> 8) * 0x1p-24;
        }
        return result;
    }

    private static double[][] grid(int size, int seed) {
        double[][] result = new double[size][];
        for (int i = 0; i < size; i++) {
            result[i] = noise(size, seed + i);
        }
        return result;
    }

    private static int[] rowStarts() {
        int[] result = new int[SPARSE_ROWS + 1];
        for (int i = 0; i <= SPARSE_ROWS; i++) {
            result[i] = i * SPARSE_PER_ROW;
        }
        return result;
    }

    private static int[] columns() {
        int[] result = new int[SPARSE_ROWS * SPARSE_PER_ROW];
        for (int i = 0; i < result.length; i++) {
            result[i] = (i * 37) % SPARSE_ROWS;
        }
        return result;
    }

    private static int[][] matrix(int size, int factor) {
        int[][] result = new int[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                result[i][j] = i * factor + j;
            }
        }
        return result;
    }

    private static byte[] bytes(int length) {
        byte[] result = new byte[length];
        for (int i = 0; i < length; i++) {
            result[i] = (byte) (i * 31);
        }
        return result;
    }

    private static Link list(int length) {
        Link head = null;
        for (int i = 0; i < length; i++) {
            head = new Link(i, head);
        }
        return head;
    }

    public static double vectorAdd() {
        int[] a = LEFT;
        int[] b = RIGHT;
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < a.length; i++) {
                a[i] += b[i] * 3;
            }
        }
        return a[9];
    }

    public static double reduction() {
        int[] a = RIGHT;
        int sum = 0;
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < a.length; i++) {
                sum += a[i] ^ round;
            }
        }
        return sum;
    }

    public static double sparseMultiply() {
        double[] y = new double[SPARSE_ROWS];
        for (int round = 0; round < 100; round++) {
            multiplyRows(y, VALUES, ROW_STARTS, COLUMNS, INPUT);
        }
        return y[5];
    }

    private static void multiplyRows(double[] y, double[] values, int[] rowStarts, int[] columns, double[] x) {
        for (int row = 0; row < y.length; row++) {
            double sum = 0;
            int from = rowStarts[row];
            int to = rowStarts[row + 1];
            for (int i = from; i < to; i++) {
                sum += x[columns[i]] * values[i];
            }
            y[row] = sum;
        }
    }

    public static double relaxation() {
        double omega = 1.25;
        double quarter = omega * 0.25;
        double rest = 1 - omega;
        double[][] grid = GRID_A;
        for (int round = 0; round < 50; round++) {
            for (int i = 1; i < grid.length - 1; i++) {
                double[] row = grid[i];
                double[] above = grid[i - 1];
                double[] below = grid[i + 1];
                int last = row.length - 1;
                for (int j = 1; j < last; j++) {
                    row[j] = quarter * (above[j] + below[j] + row[j - 1] + row[j + 1]) + rest * row[j];
                }
            }
        }
        return grid[5][5];
    }

    public static double factorLu() {
        double[][] a = new double[GRID][GRID];
        for (int i = 0; i < GRID; i++) {
            System.arraycopy(GRID_LU[i], 0, a[i], 0, GRID);
        }
        factor(a, new int[GRID]);
        return a[7][9];
    }

    private static void factor(double[][] a, int[] pivots) {
        int n = a.length;
        for (int j = 0; j < n; j++) {
            int pivot = j;
            double largest = Math.abs(a[j][j]);
            for (int i = j + 1; i < n; i++) {
                double candidate = Math.abs(a[i][j]);
                if (candidate > largest) {
                    pivot = i;
                    largest = candidate;
                }
            }
            pivots[j] = pivot;
            if (a[pivot][j] == 0) {
                return;
            }
            if (pivot != j) {
                double[] row = a[j];
                a[j] = a[pivot];
                a[pivot] = row;
            }
            double reciprocal = 1 / a[j][j];
            for (int k = j + 1; k < n; k++) {
                a[k][j] *= reciprocal;
            }
            for (int i = j + 1; i < n; i++) {
                double[] target = a[i];
                double[] source = a[j];
                double factor = target[j];
                for (int k = j + 1; k < n; k++) {
                    target[k] -= factor * source[k];
                }
            }
        }
    }

    public static double matrixMultiply() {
        int n = MATRIX_A.length;
        int[][] c = new int[n][n];
        for (int i = 0; i < n; i++) {
            int[] row = c[i];
            int[] left = MATRIX_A[i];
            for (int k = 0; k < n; k++) {
                int x = left[k];
                int[] right = MATRIX_B[k];
                for (int j = 0; j < n; j++) {
                    row[j] += x * right[j];
                }
            }
        }
        return c[3][4];
    }

    public static double fourier() {
        double[] data = SIGNAL;
        for (int round = 0; round < 10; round++) {
            transform(data, -1);
            transform(data, 1);
            for (int i = 0; i < data.length; i++) {
                data[i] *= 1.0 / FFT_POINTS;
            }
        }
        return Math.rint(data[3] * 1e6);
    }

    private static void transform(double[] data, int direction) {
        int n = data.length / 2;
        reverseBits(data, n);
        for (int dual = 1; dual < n; dual *= 2) {
            double re = 1;
            double im = 0;
            double theta = direction * Math.PI / dual;
            double sine = Math.sin(theta);
            double half = Math.sin(theta / 2);
            double twice = 2 * half * half;
            for (int a = 0; a < dual; a++) {
                if (a > 0) {
                    double next = re - sine * im - twice * re;
                    im = im + sine * re - twice * im;
                    re = next;
                }
                for (int b = 0; b < n; b += 2 * dual) {
                    int i = 2 * (b + a);
                    int j = 2 * (b + a + dual);
                    double zr = data[j];
                    double zi = data[j + 1];
                    double wr = re * zr - im * zi;
                    double wi = re * zi + im * zr;
                    data[j] = data[i] - wr;
                    data[j + 1] = data[i + 1] - wi;
                    data[i] += wr;
                    data[i + 1] += wi;
                }
            }
        }
    }

    private static void reverseBits(double[] data, int n) {
        int j = 0;
        for (int i = 0; i < n - 1; i++) {
            if (i < j) {
                double re = data[2 * i];
                double im = data[2 * i + 1];
                data[2 * i] = data[2 * j];
                data[2 * i + 1] = data[2 * j + 1];
                data[2 * j] = re;
                data[2 * j + 1] = im;
            }
            int k = n >> 1;
            while (k <= j) {
                j -= k;
                k >>= 1;
            }
            j += k;
        }
    }

    public static double sieve() {
        boolean[] composite = COMPOSITE;
        int n = composite.length;
        for (int i = 0; i < n; i++) {
            composite[i] = false;
        }
        int primes = 0;
        for (int i = 2; i < n; i++) {
            if (!composite[i]) {
                primes++;
                for (int k = i + i; k < n; k += i) {
                    composite[k] = true;
                }
            }
        }
        return primes;
    }

    public static double byteHash() {
        byte[] data = BYTES;
        int hash = 0x811c9dc5;
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < data.length; i++) {
                hash = (hash ^ data[i] & 0xff) * 0x01000193;
            }
        }
        return hash;
    }

    public static double collatz() {
        int longest = 0;
        for (int i = 1; i < 3000; i++) {
            long n = i;
            int steps = 0;
            while (n != 1) {
                n = (n & 1) == 0 ? n >> 1 : 3 * n + 1;
                steps++;
            }
            if (steps > longest) {
                longest = steps;
            }
        }
        return longest;
    }

    public static double linkedList() {
        int sum = 0;
        for (int round = 0; round < 10; round++) {
            for (Link at = LIST; at != null; at = at.next) {
                sum += at.value;
            }
        }
        return sum;
    }

    public static double quicksort() {
        int[] data = new int[4000];
        int x = 12345;
        for (int i = 0; i < data.length; i++) {
            x = x * 1103515245 + 12345;
            data[i] = x;
        }
        sort(data, 0, data.length - 1);
        return data[77];
    }

    private static void sort(int[] a, int from, int to) {
        int low = from;
        int high = to;
        while (low < high) {
            int pivot = a[low + high >>> 1];
            int i = low;
            int j = high;
            while (i <= j) {
                while (a[i] < pivot) {
                    i++;
                }
                while (a[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    int t = a[i];
                    a[i] = a[j];
                    a[j] = t;
                    i++;
                    j--;
                }
            }
            if (j - low < high - i) {
                sort(a, low, j);
                low = i;
            } else {
                sort(a, i, high);
                high = j;
            }
        }
    }

    public static double bodies() {
        double[][] bodies = BODIES;
        for (int step = 0; step < 2000; step++) {
            advance(bodies, 1e-6);
        }
        return Math.rint(bodies[0][0] * 1e6);
    }

    private static void advance(double[][] bodies, double dt) {
        for (int i = 0; i < 5; i++) {
            double[] p = bodies[i];
            for (int j = i + 1; j < 5; j++) {
                double[] q = bodies[j];
                double dx = p[0] - q[0];
                double dy = p[1] - q[1];
                double dz = p[2] - q[2];
                double square = dx * dx + dy * dy + dz * dz + 0.01;
                double force = dt / (square * Math.sqrt(square));
                p[3] -= dx * q[6] * force;
                p[4] -= dy * q[6] * force;
                p[5] -= dz * q[6] * force;
                q[3] += dx * p[6] * force;
                q[4] += dy * p[6] * force;
                q[5] += dz * p[6] * force;
            }
        }
        for (int i = 0; i < 5; i++) {
            double[] p = bodies[i];
            p[0] += dt * p[3];
            p[1] += dt * p[4];
            p[2] += dt * p[5];
        }
    }

    private static int random(int x) {
        return x * 1103515245 + 12345;
    }

    public static double monteCarlo() {
        int inside = 0;
        int seed = 113;
        for (int i = 0; i < 200_000; i++) {
            seed = random(seed);
            double x = (seed >>> 8) * 0x1p-24;
            seed = random(seed);
            double y = (seed >>> 8) * 0x1p-24;
            if (x * x + y * y <= 1) {
                inside++;
            }
        }
        return inside;
    }

    public static double stringHash() {
        Map<String, Integer> counts = new HashMap<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            text.setLength(0);
            text.append("key").append(i % 500);
            counts.merge(text.toString(), 1, Integer::sum);
        }
        int hash = 0;
        for (Map.Entry<String, Integer> entry : counts.entrySet()) {
            hash += entry.getKey().hashCode() * entry.getValue();
        }
        return hash;
    }

    public static double fibonacci() {
        return fib(27);
    }

    private static int fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }
}

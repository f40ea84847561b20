package org.sluice.vm.code.instrument;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.function.Supplier;

/** Control flow of every kind; each public method takes nothing and returns what it computed. */
public final class Shapes {
    private static final Object LOCK = new Object();

    private Shapes() {
    }

    public static Object nestedLoops() {
        long sum = 0;
        for (int i = 0; i < 17; i++) {
            for (int j = i; j < 90; j++) {
                for (int k = j; k >= 0; k -= 3) {
                    sum = sum * 31 + i * j + k;
                }
            }
        }
        return sum;
    }

    public static Object labelledJumps() {
        int hits = 0;
        outer:
        for (int i = 0; i < 300; i++) {
            for (int j = 0; j < 300; j++) {
                if ((i * j) % 7 == 3) {
                    continue outer;
                }
                if (i + j > 500) {
                    break outer;
                }
                if (j % 5 == 0) {
                    continue;
                }
                hits += j;
            }
        }
        return hits;
    }

    public static Object finallyInLoops() {
        StringBuilder trace = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            try {
                if (i % 3 == 0) {
                    continue;
                }
                if (i == 31) {
                    break;
                }
                trace.append(100 / (i % 5));
            } catch (ArithmeticException e) {
                trace.append('x');
            } finally {
                for (int j = 0; j < i % 4; j++) {
                    trace.append(j);
                }
            }
        }
        return trace.toString();
    }

    public static Object loopInTry() {
        int[] data = new int[50];
        int i = 0;
        try {
            for (; i < 1000; i++) {
                data[i] = i * 3;
            }
            return "not reached";
        } catch (ArrayIndexOutOfBoundsException e) {
            return i + Arrays.toString(data);
        }
    }

    public static Object tryInInnermostLoop() {
        int caught = 0;
        int[] data = new int[5];
        for (int i = 0; i < 200; i++) {
            try {
                data[i % 7]++;
                if (i % 11 == 0) {
                    throw new IllegalStateException();
                }
            } catch (ArrayIndexOutOfBoundsException e) {
                caught++;
            } catch (IllegalStateException e) {
                caught += 100;
            }
        }
        return caught + Arrays.toString(data);
    }

    public static Object switches() {
        int state = 0;
        long hash = 7;
        for (int i = 0; i < 5000; i++) {
            switch (state) {
                case 0 -> state = i % 3;
                case 1 -> state = 4;
                case 2 -> state = 1000;
                case 4 -> state = 0;
                default -> state = 1;
            }
            hash = hash * 17 + state;
        }
        return hash;
    }

    public static Object variableSteps() {
        long sum = 0;
        for (int step = 1; step < 40; step++) {
            for (int i = step; i < 1000; i += step) {
                sum += i;
            }
            for (int i = 1000; i > 0; i -= step * 2 + 1) {
                sum ^= i;
            }
        }
        return sum;
    }

    public static Object stepsThatAreNotPositive() {
        int[] steps = {0, -1, Integer.MIN_VALUE, 5};
        long sum = 0;
        for (int step : steps) {
            int rounds = 0;
            for (int i = 0; i < 100; i += step) {
                sum = sum * 3 + i;
                if (++rounds > 200) {
                    break;
                }
            }
        }
        return sum;
    }

    public static Object overflowUpwards() {
        long seen = 0;
        int rounds = 0;
        for (int i = Integer.MAX_VALUE - 20; i <= Integer.MAX_VALUE; i++) {
            seen = seen * 31 + i;
            if (++rounds == 50) {
                break;
            }
        }
        int limit = Integer.MAX_VALUE - rounds / 100;
        rounds = 0;
        for (int i = Integer.MAX_VALUE - 20; i < limit; i += 7) {
            seen = seen * 31 + i;
            if (++rounds == 30) {
                break;
            }
        }
        rounds = 0;
        for (int i = limit - 10; i <= limit; i++) {
            seen = seen * 31 + i;
            if (++rounds == 30) {
                break;
            }
        }
        for (int i = Integer.MIN_VALUE; i < Integer.MIN_VALUE + 1000; i++) {
            seen += i;
        }
        return seen;
    }

    public static Object overflowDownwards() {
        long seen = 0;
        int rounds = 0;
        int limit = Integer.MIN_VALUE + rounds;
        for (int i = limit + 9; i >= limit; i--) {
            seen = seen * 31 + i;
            if (++rounds == 40) {
                break;
            }
        }
        for (int i = limit + 300; i > limit; i--) {
            seen = seen * 31 + i;
        }
        rounds = 0;
        for (int i = limit + 20; i > limit + 1; i -= 6) {
            seen = seen * 31 + i;
            if (++rounds == 40) {
                break;
            }
        }
        return seen;
    }

    public static Object emptyRanges() {
        int runs = 0;
        int big = Integer.MAX_VALUE;
        int small = Integer.MIN_VALUE;
        for (int i = big; i < small; i++) {
            runs++;
        }
        for (int i = small; i > big; i--) {
            runs++;
        }
        for (int i = 5; i < 5; i++) {
            runs++;
        }
        return runs;
    }

    public static Object decreasingLoops() {
        long sum = 0;
        int[] data = new int[333];
        for (int i = data.length - 1; i >= 0; i--) {
            data[i] = i * i;
        }
        for (int i = data.length; i > 0; i -= 2) {
            sum = sum * 7 + data[i - 1];
        }
        for (int i = 300; data.length / 3 < i; i--) {
            sum += data[i];
        }
        int low = 17;
        for (int i = 300; i >= low; i--) {
            sum ^= data[i];
        }
        for (int i = 300; low < i; i -= 4) {
            sum -= data[i];
        }
        return sum;
    }

    public static Object longLoops() {
        long sum = 0;
        for (long i = 0; i < 700; i++) {
            sum = sum * 3 + i;
        }
        for (long i = 1L << 40; i > (1L << 40) - 500; i--) {
            sum ^= i;
        }
        int n = 321;
        for (long i = 0; i <= n; i += 5) {
            sum += i;
        }
        byte[] data = new byte[77];
        for (long i = 0; i < data.length; i++) {
            sum += i * 5;
        }
        int rounds = 0;
        long top = Long.MAX_VALUE - rounds;
        for (long i = Long.MAX_VALUE - 10; i <= top; i++) {
            sum = sum * 31 + i;
            if (++rounds == 25) {
                break;
            }
        }
        rounds = 0;
        for (long i = top - 10; i < top; i += 6) {
            sum = sum * 31 + i;
            if (++rounds == 25) {
                break;
            }
        }
        return sum;
    }

    public static Object computedLimits() {
        int[] data = new int[97];
        int n = data.length / 7;
        long sum = 0;
        for (int i = 1; i < data.length - 1; i++) {
            data[i] = data[i - 1] + i;
        }
        for (int i = 0; i <= data.length / 2 + n * 2; i += 2) {
            sum = sum * 3 + data[i];
        }
        for (int i = data.length - 1; i >= n - 9; i--) {
            sum ^= data[i];
        }
        for (int i = 0; n + 3 > i; i++) {
            sum += i;
        }
        for (long i = 0; i < n * 2L - 1; i++) {
            sum -= i * i;
        }
        int zero = n - n;
        try {
            for (int i = 0; i < n / zero; i++) {
                sum++;
            }
        } catch (ArithmeticException e) {
            sum *= 5;
        }
        int[] none = null;
        try {
            for (int i = 0; i < none.length - 1; i++) {
                sum++;
            }
        } catch (NullPointerException e) {
            sum *= 7;
        }
        return sum;
    }

    public static Object limitThatChanges() {
        int limit = 10;
        int sum = 0;
        for (int i = 0; i < limit; i++) {
            sum += i;
            if (limit < 400 && i % 2 == 0) {
                limit += 3;
            }
        }
        int[] data = new int[3];
        for (int i = 0; i < data.length; i++) {
            sum += data.length;
            if (data.length < 100) {
                data = new int[data.length + 4];
            }
        }
        return sum;
    }

    public static Object indexThatIsWritten() {
        int sum = 0;
        for (int i = 0; i < 5000; i++) {
            sum += i;
            if (i % 100 == 7) {
                i += 13;
            }
        }
        return sum;
    }

    public static Object whileAndDo() {
        int n = 27;
        int steps = 0;
        while (n != 1) {
            n = n % 2 == 0 ? n / 2 : 3 * n + 1;
            steps++;
        }
        int i = 0;
        do {
            steps += i;
            i += 3;
        } while (i < 400);
        while (true) {
            if (++i > 1000) {
                return steps * 10000 + i;
            }
        }
    }

    public static synchronized int synchronizedStatic(int n) {
        int sum = 0;
        for (int i = 0; i < n; i++) {
            sum += i;
        }
        return sum;
    }

    private static final class Account {
        private long balance;

        synchronized void add(int amount) {
            if (amount < 0) {
                throw new IllegalArgumentException("amount " + amount);
            }
            balance += amount;
        }

        synchronized long sum(long a, double b, Account other) {
            long total = balance + a + (long) b;
            while (total % 10 != 0) {
                total++;
            }
            synchronized (other) {
                return other.balance > total ? other.balance : total;
            }
        }

        @Override
        protected void finalize() {
            balance = -1;
        }
    }

    @SuppressWarnings("removal")
    public static Object synchronizedMethods() {
        Account account = new Account();
        Account other = new Account();
        String failure = "";
        for (int i = 5; i > -3; i--) {
            try {
                account.add(i);
            } catch (IllegalArgumentException e) {
                failure += e.getMessage();
            }
        }
        long before = account.sum(3, 4.5, other);
        account.finalize();
        return failure + before + " " + account.sum(100, 0, other) + " " + synchronizedStatic(500);
    }

    public static Object synchronizedBlocks() {
        List<Integer> seen = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            synchronized (LOCK) {
                synchronized (seen) {
                    if (i % 4 == 1) {
                        continue;
                    }
                    seen.add(i);
                }
                if (i == 25) {
                    break;
                }
            }
        }
        try {
            synchronized (nothing()) {
                seen.add(-1);
            }
        } catch (NullPointerException e) {
            seen.add(-2);
        }
        return seen;
    }

    private static Object nothing() {
        return null;
    }

    /** Frames between an allocation and its constructor call hold uninitialised objects. */
    private static final class Pair {
        final int[] values;

        Pair(int a, int b) {
            this(new int[] {a > b ? a : b, a}, a < 0);
        }

        Pair(int[] values, boolean negative) {
            int[] copy = new int[values.length];
            for (int i = 0; i < values.length; i++) {
                copy[i] = negative ? -values[i] : values[i];
            }
            this.values = copy;
        }
    }

    public static Object constructors() {
        long sum = 0;
        for (int i = -50; i < 50; i++) {
            Pair pair = new Pair(i % 3 == 0 ? i : -i, i > 0 ? new Pair(i, 2).values[0] : 3);
            for (int j = 0; j < 9; j++) {
                sum = sum * 3 + new Pair(j % 2 == 0 ? pair.values[0] : j, i).values[1];
            }
        }
        return sum;
    }

    private static int depth(int n) {
        if (n == 0) {
            throw new IllegalStateException("bottom");
        }
        try {
            return depth(n - 1);
        } finally {
            if (n % 1000 == 0) {
                n++;
            }
        }
    }

    public static Object exceptions() {
        int caught = 0;
        for (int i = 0; i < 20; i++) {
            try {
                depth(i * 10);
            } catch (IllegalStateException e) {
                caught += e.getMessage().length();
            }
        }
        return caught;
    }

    public static Object arraysOfEveryKind() {
        int n = 700 + LOCK.getClass().getName().length();
        long sum = new boolean[n].length + new byte[n].length + new char[n].length + new short[n].length + new int[n].length
                + new long[n].length + new float[n].length + new double[n].length + new String[n].length + new int[n][].length;
        int[][] grid = new int[n][3];
        int[][][] cube = new int[4][5][n];
        Object[][][] half = new Object[2][n][];
        for (int i = 0; i < grid.length; i++) {
            for (int j = 0; j < grid[i].length; j++) {
                grid[i][j] = i * j;
                sum += grid[i][j];
            }
        }
        sum += cube[3][4].length + half[1].length;
        for (int size : new int[] {-1, -700}) {
            try {
                sum += new int[size].length;
            } catch (NegativeArraySizeException e) {
                sum += e.getMessage().length();
            }
            try {
                sum += new int[3][size].length;
            } catch (NegativeArraySizeException e) {
                sum += e.getMessage().length();
            }
        }
        return sum;
    }

    public static Object lambdas() {
        IntBinaryOperator gcd = (a, b) -> {
            int x = a;
            int y = b;
            while (y != 0) {
                int t = x % y;
                x = y;
                y = t;
            }
            return x;
        };
        int sum = 0;
        for (int i = 1; i < 60; i++) {
            int fixed = i;
            Supplier<Integer> twice = () -> fixed * 2;
            sum += gcd.applyAsInt(i * 12, 90) + twice.get();
        }
        return sum;
    }

    private sealed interface Form permits Circle, Square, Group {
    }

    private record Circle(int radius) implements Form {
    }

    private record Square(int side) implements Form {
    }

    private record Group(Form first, Form second) implements Form {
    }

    private static int area(Form form) {
        return switch (form) {
            case Circle(int r) when r > 100 -> -1;
            case Circle(int r) -> 3 * r * r;
            case Square(int side) -> side * side;
            case Group(Circle c, Square s) -> area(c) * area(s);
            case Group(Form a, Form b) -> area(a) + area(b);
        };
    }

    public static Object patterns() {
        Form form = new Square(3);
        for (int i = 0; i < 12; i++) {
            form = i % 2 == 0 ? new Group(new Circle(i), form) : new Group(form, new Square(i));
        }
        return area(form) + form.toString();
    }

    private enum Colour {
        RED, GREEN, BLUE
    }

    public static Object enumsAndStrings() {
        StringBuilder text = new StringBuilder();
        for (Colour colour : Colour.values()) {
            switch (colour) {
                case RED -> text.append("r");
                case GREEN -> text.append("g").append(text.length());
                default -> text.append(colour);
            }
        }
        for (String word : "one two three four".split(" ")) {
            text.append(switch (word) {
                case "one" -> 1;
                case "three" -> 3;
                default -> word.hashCode();
            });
        }
        return text.toString();
    }

    private static final int[] TABLE = new int[600];

    static {
        for (int i = 0; i < TABLE.length; i++) {
            TABLE[i] = i ^ i >> 3;
        }
    }

    public static Object staticInitialiser() {
        return Arrays.hashCode(TABLE);
    }
}

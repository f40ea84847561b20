package org.sluice.images.bench.guest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.sluice.io.Area;
import org.sluice.process.Launch;

/**
 * Programs that do not want to end. {@code Hostile NAME} prints {@code running}, then misbehaves until it is killed; without an
 * argument it lists the names. None ends by itself, and none may survive a kill, hold anything afterwards or hold up others.
 */
public final class Hostile {
    /** A program that misbehaves. */
    interface Case {
        void run() throws Throwable;
    }

    private static final Map<String, Case> CASES = new LinkedHashMap<>();
    private static final int LARGE = 1 << 20;

    private static volatile Object sink;
    private static volatile int counter;

    private Hostile() {
    }

    static {
        // does a loop with nothing in it end?
        CASES.put("spin", Hostile::spin);
        // and one that counts, so that it looks as if it would end by itself?
        CASES.put("counted", Hostile::counted);
        // and three of them, one in another?
        CASES.put("nested", Hostile::nested);
        // and one over memory, which polls seldom even while it is interpreted?
        CASES.put("views", Hostile::views);
        // and one whose body is a switch that jumps about?
        CASES.put("switch", Hostile::switches);
        // is a program that catches everything and tries again woken by its own handler?
        CASES.put("catch-all", Hostile::catchAll);
        // does a kill get past a finally block that never ends?
        CASES.put("finally-endless", Hostile::finallyEndless);
        // and past one that throws the exception away and goes on?
        CASES.put("finally-continue", Hostile::finallyContinue);
        // and past a finally that returns out of a recursion?
        CASES.put("finally-return", Hostile::finallyReturn);
        // is the stack given back by a program that overflows it for ever?
        CASES.put("stack-overflow", Hostile::stackOverflow);
        // and when it overflows inside the class library?
        CASES.put("stack-overflow-library", Hostile::stackOverflowInLibrary);
        // does recursion without a loop end?
        CASES.put("recursion", () -> sink = binary(1 << 20));
        // do loops of the class library end: a stream that never finds?
        CASES.put("stream-iterate", () -> Stream.iterate(1, i -> i + 1).map(i -> i % 7).filter(i -> i == 9).findFirst());
        // one without any code of the program in it?
        CASES.put("stream-numbers", () -> sink = LongStream.range(0, Long.MAX_VALUE).sum());
        // one that runs on the threads of the common pool?
        CASES.put("stream-parallel", () -> sink = IntStream.iterate(0, i -> i).parallel().filter(i -> i != 0).count());
        // one that collects what it makes until memory ends?
        CASES.put("stream-collect", () -> retry(() -> sink = Stream.generate(() -> "x").toList()));
        // a regular expression that backtracks exponentially?
        CASES.put("regex", () -> sink = Pattern.matches("(x+x+)+\\1y", "x".repeat(60)));
        CASES.put("regex-split", () -> sink = "x".repeat(60).split("(x+x+)+\\1y"));
        // arithmetic on numbers of a hundred million bits?
        CASES.put("big-integer", Hostile::bigInteger);
        CASES.put("big-integer-text", () -> sink = BigInteger.TWO.pow(1 << 27).subtract(BigInteger.ONE).toString());
        // a sort whose order never settles?
        CASES.put("sort", Hostile::sort);
        // a sort of very many numbers without a comparator?
        CASES.put("sort-numbers", Hostile::sortNumbers);
        // a map all of whose keys collide?
        CASES.put("hash-collisions", Hostile::hashCollisions);
        // a function that never returns, called with a bin of a shared map locked?
        CASES.put("compute-if-absent", Hostile::computeIfAbsent);
        // quadratic loops of String, which is the host's own class?
        CASES.put("index-of", () -> repeatedly(() -> counter += "a".repeat(8 * LARGE).indexOf("a".repeat(LARGE) + "b")));
        CASES.put("last-index-of", () -> repeatedly(() -> counter += "a".repeat(8 * LARGE).lastIndexOf("b" + "a".repeat(LARGE))));
        CASES.put("string-replace", () -> repeatedly(() -> counter += "a".repeat(8 * LARGE).replace("a".repeat(LARGE) + "b", "").length()));
        // long runs inside one intrinsic of the host: fill, copy, checksum, compression?
        CASES.put("fill", Hostile::fill);
        CASES.put("checksum", Hostile::checksum);
        CASES.put("deflate", Hostile::deflate);
        // text as long as the format asks for?
        CASES.put("format", () -> retry(() -> sink = String.format("%1000000000d", 1)));
        // is memory that is asked for again and again refused, and does the refusal leave anything behind?
        CASES.put("arrays", () -> retry(() -> sink = new long[Integer.MAX_VALUE - 8]));
        CASES.put("arrays-nested", () -> retry(() -> sink = new int[4096][4096][4096]));
        CASES.put("arrays-kept", Hostile::arraysKept);
        CASES.put("string-builder", Hostile::stringBuilder);
        CASES.put("string-repeat", () -> retry(() -> sink = "abcdefgh".repeat(1 << 27)));
        CASES.put("string-concat", Hostile::stringConcat);
        CASES.put("list", Hostile::list);
        CASES.put("copies", () -> retry(() -> sink = Collections.nCopies(1_500_000_000, "x").toArray()));
        CASES.put("clones", Hostile::clones);
        CASES.put("reflected-arrays", () -> retry(() -> sink = java.lang.reflect.Array.newInstance(long.class, Integer.MAX_VALUE - 8)));
        // small objects, none of them worth counting, linked into a list that never ends?
        CASES.put("links", Hostile::links);
        // is a program that catches OutOfMemoryError for ever killed all the same?
        CASES.put("out-of-memory", Hostile::outOfMemory);
        // does a kill open the monitors of a program, also when it loops inside one?
        CASES.put("synchronized", Hostile::synchronizedLoop);
        CASES.put("synchronized-recursion", Hostile::synchronizedRecursion);
        // when all its threads wait for each other?
        CASES.put("deadlock", Hostile::deadlock);
        // when it waits, in each of the ways there are to wait?
        CASES.put("wait", Hostile::waits);
        CASES.put("sleep", () -> Thread.sleep(Long.MAX_VALUE));
        CASES.put("sleep-swallowed", Hostile::sleepSwallowed);
        CASES.put("lock", Hostile::lock);
        CASES.put("latch", () -> new CountDownLatch(1).await());
        CASES.put("future", () -> new CompletableFuture<String>().join());
        CASES.put("read", () -> sink = System.in.read());
        // can a class initialiser be killed: one that loops, sleeps, reads, waits for another thread?
        CASES.put("class-init-loop", () -> sink = InitLoops.value);
        CASES.put("class-init-sleep", () -> sink = InitSleeps.value);
        CASES.put("class-init-read", () -> sink = InitReads.value);
        CASES.put("class-init-deadlock", () -> sink = InitWaits.value);
        // are all threads of a program found that starts them faster than they can be ended?
        CASES.put("thread-bomb", Hostile::threadBomb);
        // all processes, when the group is killed?
        CASES.put("process-bomb", Hostile::processBomb);
        // is a program killed that hides its loop behind a lambda, a method handle, reflection, a proxy, an enum's method?
        CASES.put("lambda", () -> endless(() -> null));
        CASES.put("method-handle", Hostile::methodHandle);
        CASES.put("reflection", () -> Hostile.class.getDeclaredMethod("spin").invoke(null));
        CASES.put("proxy", Hostile::proxy);
        // and one that loops where the system calls it: in toString, a shutdown hook, a handler of uncaught exceptions?
        CASES.put("to-string", Hostile::toStringLoops);
        CASES.put("shutdown-hook", Hostile::shutdownHook);
        CASES.put("uncaught-handler", Hostile::uncaughtHandler);
        // what do class files do that no compiler made?
        CASES.put("malformed-class", Hostile::malformedClass);
        // and classes that are made without end?
        CASES.put("class-flood", Hostile::classFlood);
    }

    /** Names of all cases, in order. */
    static List<String> names() {
        return new ArrayList<>(CASES.keySet());
    }

    public static void main(String[] args) throws Throwable {
        if (args.length == 0) {
            names().forEach(System.out::println);
            return;
        }
        Case hostile = CASES.get(args[0]);
        if (hostile == null) {
            System.err.println("Hostile: no case " + args[0]);
            System.exit(2);
        }
        System.out.println("running");
        System.out.flush();
        hostile.run();
        System.err.println("Hostile: " + args[0] + " ended by itself");
        System.exit(3);
    }

    // ------------------------------------------------------------------ loops

    private static void spin() {
        while (true) {
        }
    }

    private static void counted() {
        int sum = 0;
        for (long i = 0; i < Long.MAX_VALUE; i++) {
            sum += (int) i;
        }
        sink = sum;
    }

    private static void nested() {
        int[] cells = new int[1024];
        for (int i = 0; i >= 0; i = (i + 1) & Integer.MAX_VALUE) {
            for (int j = 0; j < Integer.MAX_VALUE; j++) {
                for (int k = 0; k < cells.length; k++) {
                    cells[k] += j;
                }
            }
        }
        sink = cells;
    }

    private static void views() throws IOException {
        try (Area area = Area.allocate(LARGE)) {
            MemorySegment segment = area.map();
            ByteBuffer buffer = segment.asByteBuffer();
            for (int round = 0; round >= 0; round = (round + 1) & Integer.MAX_VALUE) {
                for (int i = 0; i < LARGE; i++) {
                    segment.set(ValueLayout.JAVA_BYTE, i, (byte) round);
                }
                for (int i = 0; i < LARGE; i++) {
                    buffer.put(i, (byte) (buffer.get(i) + 1));
                }
            }
        }
    }

    private static void switches() {
        int state = 0;
        while (true) {
            state = switch (state) {
                case 0 -> 3;
                case 1 -> 0;
                case 2 -> 1;
                default -> 2;
            };
        }
    }

    private static void catchAll() {
        while (true) {
            try {
                spin();
            } catch (Throwable t) {
                sink = t;
            }
        }
    }

    private static void finallyEndless() {
        try {
            spin();
        } finally {
            while (true) {
                counter++;
            }
        }
    }

    @SuppressWarnings("finally")
    private static void finallyContinue() {
        while (true) {
            try {
                spin();
            } finally {
                continue;
            }
        }
    }

    @SuppressWarnings("finally")
    private static int finallyReturn() {
        while (true) {
            try {
                counter++;
                if (counter % 50 != 0) {
                    return finallyReturn();
                }
                spin();
            } finally {
                return finallyReturn();
            }
        }
    }

    private static void stackOverflow() {
        while (true) {
            try {
                deeper(0);
            } catch (StackOverflowError e) {
                counter++;
            }
        }
    }

    private static int deeper(int depth) {
        return deeper(depth + 1) + 1;
    }

    private static void stackOverflowInLibrary() {
        List<Object> self = new ArrayList<>();
        List<Object> other = new ArrayList<>(List.of(self));
        self.add(other);
        while (true) {
            try {
                counter += self.hashCode();
            } catch (StackOverflowError e) {
                counter++;
            }
        }
    }

    private static long binary(int depth) {
        return depth == 0 ? 1 : binary(depth > 1000 ? 1000 : depth - 1) + binary(depth > 1000 ? 1000 : depth - 1);
    }

    // ------------------------------------------------------------------ loops of the class library

    private static void bigInteger() {
        BigInteger large = BigInteger.TWO.pow(1 << 28).subtract(BigInteger.ONE);
        BigInteger other = BigInteger.valueOf(3).pow(1 << 24);
        while (true) {
            sink = large.multiply(other).mod(other);
        }
    }

    private static void sort() {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            numbers.add(i * 7919 % 100_003);
        }
        while (true) {
            Collections.shuffle(numbers);
            numbers.sort((a, b) -> {
                for (int i = 0; i < 1000; i++) {
                    counter += a ^ b;
                }
                return Integer.compare(a, b);
            });
        }
    }

    private static void sortNumbers() {
        int[] numbers = new int[16 * LARGE];
        while (true) {
            int x = 1;
            for (int i = 0; i < numbers.length; i++) {
                x = x * 1103515245 + 12345;
                numbers[i] = x;
            }
            Arrays.sort(numbers);
        }
    }

    private record Colliding(int value) {
        @Override
        public int hashCode() {
            return 1;
        }
    }

    private static void hashCollisions() {
        while (true) {
            Map<Colliding, Integer> map = new HashMap<>();
            for (int i = 0; i < 200_000; i++) {
                map.put(new Colliding(i), i);
            }
            sink = map;
        }
    }

    private static void computeIfAbsent() {
        new ConcurrentHashMap<String, Object>().computeIfAbsent("key", key -> {
            while (true) {
                counter++;
            }
        });
    }

    private static void fill() {
        byte[] bytes = new byte[64 * LARGE];
        byte[] others = new byte[64 * LARGE];
        while (true) {
            Arrays.fill(bytes, (byte) 1);
            System.arraycopy(bytes, 0, others, 0, bytes.length);
            counter += Arrays.equals(bytes, others) ? 1 : 0;
            counter += Arrays.hashCode(bytes);
        }
    }

    private static void checksum() {
        byte[] bytes = new byte[64 * LARGE];
        CRC32 crc = new CRC32();
        while (true) {
            crc.update(bytes);
            counter += (int) crc.getValue();
        }
    }

    private static void deflate() {
        byte[] bytes = new byte[32 * LARGE];
        byte[] compressed = new byte[32 * LARGE];
        while (true) {
            Deflater deflater = new Deflater(9);
            deflater.setInput(bytes);
            deflater.finish();
            counter += deflater.deflate(compressed);
            deflater.end();
        }
    }

    // ------------------------------------------------------------------ memory

    private static void arraysKept() {
        List<byte[]> kept = new ArrayList<>();
        retry(() -> {
            kept.add(new byte[LARGE]);
            sink = kept;
        });
    }

    private static void stringBuilder() {
        retry(() -> {
            StringBuilder text = new StringBuilder("x");
            while (true) {
                text.append(text);
            }
        });
    }

    private static void stringConcat() {
        String[] text = {"x"};
        retry(() -> {
            text[0] = text[0] + text[0];
            sink = text[0];
        });
    }

    private static void list() {
        List<Object> all = new ArrayList<>();
        retry(() -> all.add(new Object()));
    }

    private static void clones() {
        long[] numbers = new long[LARGE];
        List<Object> kept = new ArrayList<>();
        retry(() -> kept.add(numbers.clone()));
    }

    private record Link(Link next, long a, long b) { }

    private static void links() {
        Link last = null;
        while (true) {
            last = new Link(last, counter, counter);
            sink = last;
        }
    }

    private static void outOfMemory() {
        List<byte[]> kept = new ArrayList<>();
        while (true) {
            try {
                kept.add(new byte[64 * LARGE]);
            } catch (OutOfMemoryError e) {
                counter++;
            }
        }
    }

    // ------------------------------------------------------------------ locks and waiting

    private static void synchronizedLoop() {
        Object lock = new Object();
        synchronized (lock) {
            while (true) {
                synchronized (Hostile.class) {
                    counter++;
                }
            }
        }
    }

    private static synchronized void synchronizedRecursion() {
        while (true) {
            try {
                synchronizedRecursion();
            } catch (StackOverflowError e) {
                counter++;
            }
        }
    }

    private static void deadlock() throws InterruptedException {
        Object first = new Object();
        Object second = new Object();
        CountDownLatch both = new CountDownLatch(2);
        Thread other = new Thread(() -> lockBoth(second, first, both));
        other.start();
        lockBoth(first, second, both);
        other.join();
    }

    private static void lockBoth(Object mine, Object yours, CountDownLatch both) {
        synchronized (mine) {
            both.countDown();
            try {
                both.await();
            } catch (InterruptedException e) {
                sink = e;
            }
            synchronized (yours) {
                counter++;
            }
        }
    }

    private static void waits() {
        Object lock = new Object();
        synchronized (lock) {
            while (true) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    sink = e;
                }
            }
        }
    }

    private static void sleepSwallowed() {
        while (true) {
            try {
                Thread.currentThread().interrupt();
                Thread.sleep(1000);
            } catch (InterruptedException e) {
                counter++;
            }
        }
    }

    private static void lock() throws InterruptedException {
        ReentrantLock lock = new ReentrantLock();
        lock.lock();
        Thread other = new Thread(lock::lock);
        other.start();
        other.join();
    }

    // ------------------------------------------------------------------ class initialisers

    private static final class InitLoops {
        static int value = forever();

        private static int forever() {
            while (true) {
                counter++;
            }
        }
    }

    private static final class InitSleeps {
        static int value = forever();

        private static int forever() {
            while (true) {
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException e) {
                    counter++;
                }
            }
        }
    }

    private static final class InitReads {
        static int value = forever();

        private static int forever() {
            try {
                return System.in.read();
            } catch (IOException e) {
                throw new ExceptionInInitializerError(e);
            }
        }
    }

    /** Waits for a thread that waits for this class to be initialised. */
    private static final class InitWaits {
        static int value = forever();

        private static int forever() {
            Thread thread = new Thread(() -> sink = InitWaits.value);
            thread.start();
            try {
                thread.join();
            } catch (InterruptedException e) {
                counter++;
            }
            return 1;
        }
    }

    // ------------------------------------------------------------------ bombs

    private static void threadBomb() {
        while (true) {
            try {
                new Thread(Hostile::threadBomb).start();
            } catch (OutOfMemoryError e) {
                counter++;
            }
        }
    }

    private static void processBomb() {
        String[] program = {"-cp", System.getProperty("java.class.path"), Hostile.class.getName(), "process-bomb"};
        while (true) {
            try {
                Launch.of("java", program).start();
            } catch (IOException e) {
                counter++;
            }
        }
    }

    // ------------------------------------------------------------------ wrappers

    private static void endless(Supplier<Object> supplier) {
        while (true) {
            sink = supplier.get();
        }
    }

    private static void methodHandle() throws Throwable {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        MethodHandle body = lookup.findStatic(Hostile.class, "step", MethodType.methodType(void.class, int.class));
        MethodHandle always = MethodHandles.dropArguments(MethodHandles.constant(boolean.class, true), 0, int.class);
        // the loop itself is in a class of the host
        MethodHandle loop = MethodHandles.whileLoop(null, always, body);
        loop.invoke(1);
    }

    private static void step(int n) {
        counter += n;
    }

    private static void proxy() {
        InvocationHandler handler = (self, method, arguments) -> {
            while (true) {
                counter++;
            }
        };
        ((Runnable) Proxy.newProxyInstance(Hostile.class.getClassLoader(), new Class<?>[] {Runnable.class}, handler)).run();
    }

    private static void toStringLoops() {
        Object odd = new Object() {
            @Override
            public String toString() {
                spin();
                return "never";
            }
        };
        sink = "text " + odd;
    }

    private static void shutdownHook() {
        Runtime.getRuntime().addShutdownHook(new Thread(Hostile::spin));
        System.exit(0);
    }

    private static void uncaughtHandler() throws InterruptedException {
        Thread thread = new Thread(() -> {
            throw new IllegalStateException("nobody catches this");
        });
        thread.setUncaughtExceptionHandler((t, e) -> spin());
        thread.start();
        thread.join();
    }

    // ------------------------------------------------------------------ class files

    private static final class Loader extends ClassLoader {
        Class<?> define(byte[] bytes) {
            return defineClass(null, bytes, 0, bytes.length);
        }
    }

    /** A good class file with a few bytes changed: refused, or defined and run, but never more than that. */
    private static void malformedClass() throws IOException {
        byte[] good = classFile();
        int x = 1;
        while (true) {
            byte[] bad = good.clone();
            for (int flips = 0; flips < 3; flips++) {
                x = x * 1103515245 + 12345;
                int position = (x >>> 4) % bad.length;
                bad[position] ^= (byte) (1 << (x >>> 28 & 7));
            }
            try {
                Class<?> type = new Loader().define(bad);
                type.getDeclaredMethods();
                type.getMethod("main", String[].class).invoke(null, (Object) null);
            } catch (Throwable t) {
                counter++;
            }
        }
    }

    private static byte[] classFile() throws IOException {
        try (InputStream in = Hostile.class.getResourceAsStream("Hostile$Quiet.class")) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            in.transferTo(bytes);
            return bytes.toByteArray();
        }
    }

    private static void classFlood() throws IOException {
        byte[] bytes = classFile();
        List<Class<?>> kept = new ArrayList<>();
        retry(() -> kept.add(new Loader().define(bytes)));
    }

    /** What is defined anew by the cases above: some of everything a class file has. */
    public static final class Quiet implements Supplier<String> {
        private static int runs;
        private final long[] cells = new long[4];

        private Quiet() {
        }

        @Override
        public String get() {
            synchronized (this) {
                try {
                    cells[runs & 3]++;
                    return "run " + runs + Arrays.toString(cells);
                } catch (ArrayIndexOutOfBoundsException e) {
                    return e.getMessage();
                } finally {
                    runs++;
                }
            }
        }

        public static void main(String[] args) {
            Supplier<String> quiet = new Quiet();
            for (int i = 0; i < 3; i++) {
                sink = quiet.get();
            }
        }
    }

    // ------------------------------------------------------------------ for ever

    private static void repeatedly(Runnable body) {
        while (true) {
            body.run();
        }
    }

    private static void retry(Runnable body) {
        while (true) {
            try {
                body.run();
            } catch (OutOfMemoryError | StackOverflowError e) {
                counter++;
            }
        }
    }
}

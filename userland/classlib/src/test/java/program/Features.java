package program;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.ChoiceFormat;
import java.text.DecimalFormat;
import java.text.MessageFormat;
import java.text.Normalizer;
import java.text.NumberFormat;
import java.text.SimpleDateFormat;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** One line for each part of the library that is used: its name and what it gave. Everywhere the same output. */
public final class Features {
    private interface Body {
        Object run() throws Throwable;
    }

    private Features() {
    }

    private static void check(String name, Body body) {
        String result;
        try {
            result = String.valueOf(body.run());
        } catch (Throwable e) {
            StackTraceElement[] trace = e.getStackTrace();
            result = "threw " + e + (trace.length > 0 ? " at " + trace[0] : "");
        }
        System.out.println(name + " = " + result.replace("\n", "\\n"));
    }

    /** Runs all checks. */
    public static void main(String[] args) {
        collections();
        streams();
        language();
        text();
        numbers();
        time();
        concurrency();
        inputAndOutput();
        reflection();
        objects();
        platform();
    }

    private static void collections() {
        check("hashMap", () -> {
            Map<String, Integer> m = new HashMap<>();
            for (int i = 0; i < 1000; i++) {
                m.merge("k" + i % 10, i, Integer::sum);
            }
            return new TreeMap<>(m);
        });
        check("linkedHashMap", () -> {
            LinkedHashMap<String, Integer> m = new LinkedHashMap<>(16, 0.75f, true);
            m.put("a", 1);
            m.put("b", 2);
            m.get("a");
            return m.sequencedKeySet().reversed();
        });
        check("treeMap", () -> new TreeMap<>(Map.of(3, "c", 1, "a", 2, "b")).headMap(3, true).descendingMap());
        check("list", () -> {
            List<Integer> l = new ArrayList<>(List.of(5, 3, 9, 1));
            l.sort(Comparator.reverseOrder());
            l.removeIf(x -> x == 3);
            Collections.rotate(l, 1);
            return l + " " + l.indexOf(9) + " " + l.subList(1, 3);
        });
        check("forEachLoop", () -> {
            int sum = 0;
            for (int x : List.of(1, 2, 3)) {
                sum += x;
            }
            return sum;
        });
        check("deque", () -> {
            Deque<String> d = new ArrayDeque<>(List.of("a", "b"));
            d.addFirst("z");
            d.addLast("c");
            return d.pollFirst() + d.pollLast() + d;
        });
        check("priorityQueue", () -> {
            PriorityQueue<Integer> q = new PriorityQueue<>(List.of(3, 1, 2));
            return q.poll() + "" + q.poll() + q.poll();
        });
        check("enumMap", () -> new EnumMap<>(Map.of(TimeUnit.DAYS, 1, TimeUnit.SECONDS, 2)) + " " + EnumSet.range(
            DayOfWeek.MONDAY, DayOfWeek.WEDNESDAY));
        check("bitSet", () -> {
            BitSet b = new BitSet();
            b.set(3);
            b.set(100);
            return b + " " + b.cardinality();
        });
        check("arrays", () -> {
            int[] x = {3, 1, 2};
            Arrays.sort(x);
            return Arrays.toString(x) + Arrays.hashCode(x) + Arrays.equals(x, new int[] {1, 2, 3}) + Arrays.binarySearch(x, 2)
                + Arrays.asList(1, 2) + Arrays.deepToString(new int[][] {{1}, {2}}) + Arrays.mismatch(x, new int[] {1, 2});
        });
        check("immutable", () -> {
            try {
                List.of(1).add(2);
                return "added";
            } catch (UnsupportedOperationException e) {
                return e.getStackTrace()[0].getClassName();
            }
        });
        check("weakHashMap", () -> {
            WeakHashMap<Object, String> w = new WeakHashMap<>();
            Object key = new Object();
            w.put(key, "v");
            return w.get(key);
        });
        check("iterable", () -> {
            Iterable<Integer> three = () -> List.of(1, 2, 3).iterator();
            StringBuilder b = new StringBuilder();
            three.forEach(b::append);
            return b;
        });
    }

    private static void streams() {
        check("streamSort", () -> Stream.of("b", "a", "c").sorted(Comparator.reverseOrder()).map(String::toUpperCase)
            .collect(Collectors.joining(",", "[", "]")));
        check("streamGroup", () -> IntStream.range(0, 10).boxed().collect(Collectors.groupingBy(i -> i % 3, TreeMap::new,
            Collectors.summingInt(i -> i))));
        check("streamParallel", () -> IntStream.range(0, 100_000).parallel().mapToLong(i -> i).sum());
        check("streamFlat", () -> Stream.of(List.of(1, 2), List.of(3)).flatMap(List::stream).map(x -> x * x).toList());
        check("streamIterate", () -> Stream.iterate(1, x -> x * 2).takeWhile(x -> x < 100).reduce(Integer::sum));
        check("streamStatistics", () -> IntStream.of(4, 8, 15).summaryStatistics());
        check("optional", () -> Optional.of(3).map(x -> x * 2).filter(x -> x > 5).orElse(0) + "" + OptionalInt.empty());
        check("partition", () -> Stream.of(1, 2, 3, 4).collect(Collectors.partitioningBy(x -> x > 2)));
        check("chars", () -> "abc".chars().sum() + " " + "a\u00e9\ud83d\ude00".codePoints().count() + " "
            + new StringBuilder("xy").chars().max().getAsInt());
    }

    record Point(int x, int y, List<String> tags) {
    }

    enum Color {
        RED, GREEN {
            @Override
            int value() {
                return 5;
            }
        },
        BLUE;

        int value() {
            return 1;
        }
    }

    sealed interface Shape permits Circle, Square {
    }

    record Circle(double r) implements Shape {
    }

    record Square(double s) implements Shape {
    }

    private static String describe(Object o) {
        return switch (o) {
            case Circle(double r) when r > 5 -> "big";
            case Circle(var r) -> "c" + r;
            case Square s -> "s" + s.s();
            case String s -> "text " + s;
            case Color c when c == Color.RED -> "red";
            case TimeUnit.DAYS -> "days";
            case Integer i when i > 9 -> "large";
            case null -> "null";
            default -> "?";
        };
    }

    private static void language() {
        check("record", () -> new Point(1, 2, List.of("x")) + " " + new Point(1, 2, null).equals(new Point(1, 2, null)) + " "
            + (new Point(1, 2, null).hashCode() == new Point(1, 2, null).hashCode()));
        check("enumConstants", () -> Color.valueOf("GREEN").value() + Arrays.toString(Color.values()) + Color.BLUE.compareTo(Color.RED));
        check("enumSwitch", () -> switch (Color.GREEN) {
            case RED -> 1;
            case GREEN -> 2;
            case BLUE -> 3;
        });
        check("patternSwitch", () -> describe(new Circle(9)) + describe(new Circle(1)) + describe(new Square(2)) + describe("x")
            + describe(Color.RED) + describe(TimeUnit.DAYS) + describe(11) + describe(1) + describe(null));
        check("stringSwitch", () -> switch ("two") {
            case "one" -> 1;
            case "two" -> 2;
            default -> 0;
        });
        check("lambda", () -> {
            Function<Integer, Function<Integer, Integer>> add = a -> b -> a + b;
            return add.apply(2).apply(3) + ((Function<String, Integer>) Integer::valueOf).andThen(x -> x + 1).apply("4");
        });
        check("concatenation", () -> {
            Object none = null;
            return "" + 1 + 'c' + 2L + 1.5f + none + List.of(1) + true + Color.RED + new int[0].length + HashMap.class;
        });
        check("exceptions", () -> {
            try {
                throw new IOException("outer", new IllegalStateException("inner"));
            } catch (IOException e) {
                return e + "/" + e.getCause() + "/" + e.getCause().getMessage();
            }
        });
        check("tryWithResources", () -> {
            StringBuilder order = new StringBuilder();
            try (AutoCloseable a = () -> order.append("a"); AutoCloseable b = () -> order.append("b")) {
                order.append("body");
            }
            return order;
        });
        check("suppressed", () -> {
            Exception e = new Exception("x");
            e.addSuppressed(new RuntimeException("y"));
            return e.getSuppressed()[0].getMessage();
        });
        check("nullPointerText", () -> {
            try {
                List<String> none = null;
                return none.size();
            } catch (NullPointerException e) {
                return e.getMessage();
            }
        });
        check("classCastText", () -> {
            try {
                Object o = new ArrayList<>();
                return ((Map<?, ?>) o).size();
            } catch (ClassCastException e) {
                return e.getMessage().substring(0, 57);
            }
        });
        check("stackOverflow", () -> {
            try {
                return recurse(0);
            } catch (StackOverflowError e) {
                return "overflow";
            }
        });
        check("printStackTrace", () -> {
            StringWriter text = new StringWriter();
            new IOException("boom", new IllegalStateException("in")).printStackTrace(new PrintWriter(text, true));
            String[] lines = text.toString().split("\n");
            return lines[0] + "|" + lines[1].startsWith("\tat program.Features") + "|"
                + text.toString().contains("Caused by: java.lang.IllegalStateException: in");
        });
        check("ownPrintStackTrace", () -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            Throwable own = new Own("q");
            own.printStackTrace(new PrintStream(bytes, true));
            return bytes.toString().trim();
        });
    }

    private static int recurse(int depth) {
        return recurse(depth + 1) + 1;
    }

    private static final class Own extends RuntimeException {
        Own(String message) {
            super(message);
        }

        @Override
        public void printStackTrace(PrintStream s) {
            s.println("own:" + getMessage());
        }
    }

    private static final class Letters implements CharSequence {
        @Override
        public int length() {
            return 3;
        }

        @Override
        public char charAt(int i) {
            return (char) ('a' + i);
        }

        @Override
        public CharSequence subSequence(int a, int b) {
            return "abc".substring(a, b);
        }

        @Override
        public String toString() {
            return "abc";
        }

        @Override
        public IntStream chars() {
            return IntStream.of(42);
        }
    }

    private static void text() {
        check("format", () -> String.format("%5d|%-5s|%08.3f|%x|%,d|%s|%e|%b|%c|%tY", 42, "ab", 3.14159, 255, 1234567, List.of(1),
            12345.678, true, 'c', LocalDate.of(2024, 1, 2)));
        check("strings", () -> " a ".strip() + "ab".repeat(2) + "a\nb".lines().toList() + String.join("-", List.of("x", "y"))
            + "%d".formatted(3) + "B".compareToIgnoreCase("a") + "x".transform(s -> s + "!") + "a,b".split(",").length
            + "Hello".indexOf("llo") + "a.b.c".replace(".", "::") + "tEST".toUpperCase() + "\u0130".toLowerCase(Locale.ROOT).length());
        check("caseInsensitive", () -> Stream.of("b", "A", "c").sorted(String.CASE_INSENSITIVE_ORDER).toList());
        check("regex", () -> {
            Matcher m = Pattern.compile("(?<k>\\w+)=(?<v>\\d+)").matcher("a=1, bb=22");
            StringBuilder s = new StringBuilder();
            while (m.find()) {
                s.append(m.group("k")).append(m.group("v"));
            }
            return s + "x1y2".replaceAll("[0-9]", "#") + Arrays.toString("a1b22c".split("\\d+")) + "aXb".matches("a.b");
        });
        check("regexReplace", () -> Pattern.compile("\\d+").matcher("a1b22").replaceAll(r -> "<" + r.group() + ">"));
        check("charSequence", () -> new Letters().chars().sum() + " " + new StringBuilder("x").append(new Letters()));
        check("builder", () -> new StringBuilder("abc").reverse().insert(1, 42).deleteCharAt(0).append(List.of()).indexOf("b"));
        check("charset", () -> new String("h\u00e9\u20ac".getBytes(StandardCharsets.UTF_8), "UTF-8")
            + "h\u00e9".getBytes("ISO-8859-1").length + Charset.forName("UTF-16").encode("ab").remaining()
            + new String(new byte[] {(byte) 0xA4}, Charset.forName("ISO-8859-15")));
        check("scanner", () -> {
            Scanner s = new Scanner("12 abc 3.5\nrest of line");
            return s.nextInt() + s.next() + s.nextDouble() + s.nextLine() + s.nextLine();
        });
        check("decimalFormat", () -> new DecimalFormat("#,##0.00").format(1234567.891)
            + NumberFormat.getPercentInstance(Locale.US).format(0.25) + NumberFormat.getCurrencyInstance(Locale.US).format(3.5));
        check("messageFormat", () -> MessageFormat.format("{0} has {1,number,integer} items", "x", 1234)
            + new ChoiceFormat("0#none|1#one|2#many").format(5));
        check("dateFormat", () -> {
            SimpleDateFormat f = new SimpleDateFormat("yyyy-MM-dd HH:mm EEE", Locale.US);
            f.setTimeZone(TimeZone.getTimeZone("UTC"));
            return f.format(new Date(0)) + f.parse("2001-02-03 04:05 Sat").getTime();
        });
        check("locale", () -> Locale.of("de", "DE").getDisplayLanguage(Locale.ENGLISH) + Locale.forLanguageTag("fr-CA")
            + Locale.getDefault());
        check("base64", () -> Base64.getEncoder().encodeToString("hello".getBytes()) + new String(Base64.getDecoder().decode("aGk=")));
        check("hex", () -> HexFormat.of().withUpperCase().formatHex(new byte[] {1, (byte) 0xab}));
        check("normalizer", () -> Normalizer.normalize("e\u0301", Normalizer.Form.NFC).length());
        check("tokenizer", () -> Collections.list(new StringTokenizer("a b c")));
        check("collator", () -> java.text.Collator.getInstance(Locale.US).compare("a", "B") < 0);
    }

    private static void numbers() {
        check("bigDecimal", () -> new BigDecimal("1").divide(new BigDecimal("3"), 20, RoundingMode.HALF_UP) + " "
            + BigDecimal.TWO.sqrt(MathContext.DECIMAL64));
        check("bigInteger", () -> BigInteger.TWO.pow(200) + " " + new BigInteger("123456789012345678901234567890")
            .modPow(BigInteger.TEN, BigInteger.valueOf(97)) + " " + BigInteger.valueOf(97).isProbablePrime(20));
        check("math", () -> Math.floorMod(-7, 3) + " " + Math.hypot(3, 4) + " " + Math.fma(2.0, 3.0, 1.0) + " " + Math.sqrt(2));
        check("parse", () -> Integer.parseInt("-12") + Long.parseLong("7f", 16) + Double.parseDouble("1e3") + Integer.toBinaryString(5)
            + Long.toHexString(-1L) + Integer.decode("0x10"));
        check("random", () -> new Random(42).nextInt(100) + " " + new SplittableRandom(1).nextInt(100) + " "
            + (ThreadLocalRandom.current().nextInt(5) < 5) + " " + (Math.random() < 1));
        check("crc", () -> {
            CRC32 c = new CRC32();
            c.update("hello".getBytes());
            return c.getValue();
        });
        check("digest", () -> HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest("abc".getBytes())));
        check("uuid", () -> UUID.nameUUIDFromBytes("x".getBytes()) + " " + UUID.randomUUID().toString().length());
        check("currency", () -> Currency.getInstance("EUR").getDefaultFractionDigits() + Currency.getInstance(Locale.US).getSymbol());
    }

    private static void time() {
        check("date", () -> LocalDate.of(2024, 2, 28).plusDays(2) + " " + Duration.ofMinutes(135) + " "
            + Period.between(LocalDate.of(2020, 1, 1), LocalDate.of(2024, 3, 5)));
        check("dateTime", () -> LocalDateTime.of(2024, 5, 6, 7, 8).format(DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm")));
        check("zone", () -> ZonedDateTime.of(2024, 7, 1, 12, 0, 0, 0, ZoneId.of("Europe/Berlin")).toInstant());
        check("zoneRules", () -> ZoneId.of("America/New_York").getRules().isDaylightSavings(Instant.ofEpochSecond(1_720_000_000)));
        check("dateText", () -> LocalDate.of(2024, 7, 1).format(DateTimeFormatter.ofPattern("EEEE d MMMM uuuu", Locale.ENGLISH)));
        check("dateParse", () -> LocalDate.parse("2024-03-05").getDayOfWeek() + " " + ChronoUnit.DAYS.between(
            LocalDate.EPOCH, LocalDate.of(2000, 1, 1)));
        check("calendar", () -> {
            Calendar c = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.US);
            c.setTimeInMillis(0);
            c.add(Calendar.MONTH, 13);
            return c.get(Calendar.YEAR) + "/" + c.get(Calendar.MONTH);
        });
        check("clock", () -> Math.abs(Instant.now().toEpochMilli() - System.currentTimeMillis()) < 60_000);
    }

    private static void concurrency() {
        check("threads", () -> {
            AtomicInteger count = new AtomicInteger();
            Thread[] all = new Thread[4];
            for (int i = 0; i < all.length; i++) {
                all[i] = new Thread(() -> {
                    for (int j = 0; j < 1000; j++) {
                        count.incrementAndGet();
                    }
                });
                all[i].start();
            }
            for (Thread t : all) {
                t.join();
            }
            return count;
        });
        check("synchronized", () -> {
            int[] count = {0};
            Runnable adds = () -> {
                for (int j = 0; j < 2000; j++) {
                    synchronized (count) {
                        count[0]++;
                    }
                }
            };
            Thread a = new Thread(adds);
            Thread b = new Thread(adds);
            a.start();
            b.start();
            a.join();
            b.join();
            return count[0];
        });
        check("waitNotify", () -> {
            Object lock = new Object();
            boolean[] ready = {false};
            Thread t = new Thread(() -> {
                synchronized (lock) {
                    ready[0] = true;
                    lock.notifyAll();
                }
            });
            synchronized (lock) {
                t.start();
                while (!ready[0]) {
                    lock.wait(5000);
                }
            }
            return ready[0];
        });
        check("notOwner", () -> {
            try {
                new Object().notify();
                return "notified";
            } catch (IllegalMonitorStateException e) {
                return "refused";
            }
        });
        check("interrupt", () -> {
            CountDownLatch asleep = new CountDownLatch(1);
            String[] result = {null};
            Thread t = new Thread(() -> {
                try {
                    asleep.countDown();
                    Thread.sleep(100_000);
                    result[0] = "slept";
                } catch (InterruptedException e) {
                    result[0] = "interrupted " + Thread.currentThread().isInterrupted();
                }
            });
            t.start();
            asleep.await();
            t.interrupt();
            t.join();
            return result[0];
        });
        check("executor", () -> {
            ExecutorService e = Executors.newFixedThreadPool(2);
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                int k = i;
                all.add(e.submit(() -> k * k));
            }
            int sum = 0;
            for (Future<Integer> f : all) {
                sum += f.get();
            }
            e.shutdown();
            return sum + " " + e.awaitTermination(10, TimeUnit.SECONDS);
        });
        check("completableFuture", () -> CompletableFuture.supplyAsync(() -> 20).thenApplyAsync(x -> x + 1)
            .thenCombine(CompletableFuture.supplyAsync(() -> 21), Integer::sum).get(20, TimeUnit.SECONDS));
        check("scheduled", () -> {
            ScheduledExecutorService s = Executors.newScheduledThreadPool(1);
            try {
                return s.schedule(() -> "done", 5, TimeUnit.MILLISECONDS).get();
            } finally {
                s.shutdownNow();
            }
        });
        check("lockAndCondition", () -> {
            ReentrantLock lock = new ReentrantLock();
            var condition = lock.newCondition();
            int[] value = {0};
            Thread t = new Thread(() -> {
                lock.lock();
                try {
                    value[0] = 9;
                    condition.signalAll();
                } finally {
                    lock.unlock();
                }
            });
            lock.lock();
            try {
                t.start();
                while (value[0] == 0) {
                    condition.await();
                }
            } finally {
                lock.unlock();
            }
            return value[0];
        });
        check("readWriteLock", () -> {
            ReentrantReadWriteLock l = new ReentrantReadWriteLock();
            l.readLock().lock();
            return l.getReadLockCount() + " " + l.writeLock().tryLock();
        });
        check("queue", () -> {
            BlockingQueue<Integer> q = new LinkedBlockingQueue<>();
            new Thread(() -> {
                for (int i = 0; i < 5; i++) {
                    q.add(i);
                }
            }).start();
            int sum = 0;
            for (int i = 0; i < 5; i++) {
                sum += q.take();
            }
            return sum;
        });
        check("concurrentMap", () -> {
            ConcurrentHashMap<String, LongAdder> m = new ConcurrentHashMap<>();
            for (int i = 0; i < 100; i++) {
                m.computeIfAbsent("k" + i % 7, k -> new LongAdder()).increment();
            }
            return new TreeMap<>(m);
        });
        check("threadLocal", () -> {
            ThreadLocal<Integer> local = ThreadLocal.withInitial(() -> 5);
            local.set(6);
            int[] other = {0};
            Thread t = new Thread(() -> other[0] = local.get());
            t.start();
            t.join();
            return local.get() * 10 + other[0];
        });
        check("virtualThread", () -> {
            int[] done = {0};
            Thread t = Thread.ofVirtual().start(() -> done[0] = 1);
            t.join();
            return done[0] + " " + t.isVirtual() + " " + t.isDaemon();
        });
        check("virtualExecutor", () -> {
            try (ExecutorService e = Executors.newVirtualThreadPerTaskExecutor()) {
                return e.submit(() -> 7).get();
            }
        });
        check("uncaught", () -> {
            String[] seen = {null};
            Thread t = new Thread(() -> {
                throw new IllegalStateException("lost");
            });
            t.setUncaughtExceptionHandler((thread, e) -> seen[0] = e.getMessage());
            t.start();
            t.join();
            return seen[0] + " " + t.getState();
        });
        check("timer", () -> {
            SynchronousQueue<String> q = new SynchronousQueue<>();
            Timer timer = new Timer(true);
            timer.schedule(new TimerTask() {
                @Override
                public void run() {
                    q.offer("tick");
                    try {
                        q.put("tick");
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            }, 1);
            try {
                return q.take();
            } finally {
                timer.cancel();
            }
        });
        check("scopedValue", () -> {
            ScopedValue<String> value = ScopedValue.newInstance();
            return ScopedValue.where(value, "inside").call(value::get) + value.isBound();
        });
    }

    private static void inputAndOutput() {
        check("readersAndWriters", () -> {
            ByteArrayOutputStream b = new ByteArrayOutputStream();
            try (PrintWriter w = new PrintWriter(new OutputStreamWriter(b, "UTF-8"))) {
                w.printf("%s%n%d%n", "l\u00efne", 5);
            }
            BufferedReader r = new BufferedReader(new InputStreamReader(new ByteArrayInputStream(b.toByteArray()),
                StandardCharsets.UTF_8));
            return r.readLine() + r.readLine() + r.readLine();
        });
        check("surrogates", () -> {
            ByteArrayOutputStream b = new ByteArrayOutputStream();
            OutputStreamWriter w = new OutputStreamWriter(b, StandardCharsets.UTF_8);
            w.write("\ud83d");
            w.write("\ude00!");
            w.close();
            return b.toString(StandardCharsets.UTF_8) + " " + w.getEncoding();
        });
        check("utf16Writer", () -> {
            ByteArrayOutputStream b = new ByteArrayOutputStream();
            try (OutputStreamWriter w = new OutputStreamWriter(b, "UTF-16BE")) {
                w.write("ab");
            }
            return b.size();
        });
        check("data", () -> {
            ByteArrayOutputStream b = new ByteArrayOutputStream();
            DataOutputStream d = new DataOutputStream(b);
            d.writeInt(7);
            d.writeUTF("x\u20ac");
            d.writeDouble(1.5);
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(b.toByteArray()));
            return in.readInt() + in.readUTF() + in.readDouble();
        });
        check("buffers", () -> ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putInt(0x01020304).putLong(5).flip().get(0)
            + " " + ByteBuffer.wrap(new byte[8]).asLongBuffer().capacity() + " " + ByteBuffer.allocateDirect(8).putInt(7).flip()
            .getInt());
        check("gzip", () -> {
            ByteArrayOutputStream b = new ByteArrayOutputStream();
            try (GZIPOutputStream z = new GZIPOutputStream(b)) {
                z.write("hello hello".getBytes());
            }
            return new String(new GZIPInputStream(new ByteArrayInputStream(b.toByteArray())).readAllBytes());
        });
        check("zip", () -> {
            ByteArrayOutputStream b = new ByteArrayOutputStream();
            try (ZipOutputStream z = new ZipOutputStream(b)) {
                z.putNextEntry(new ZipEntry("a/b.txt"));
                z.write("content".getBytes());
            }
            ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(b.toByteArray()));
            return in.getNextEntry().getName() + new String(in.readAllBytes());
        });
        check("serialization", () -> {
            ByteArrayOutputStream b = new ByteArrayOutputStream();
            try (ObjectOutputStream o = new ObjectOutputStream(b)) {
                o.writeObject(new ArrayList<>(List.of("a", 1, Map.of("k", 2.5))));
                o.writeObject(Color.BLUE);
                o.writeObject(new Point(3, 4, new ArrayList<>()));
                o.writeObject(new Node("n", new Node("m", null)));
            }
            ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(b.toByteArray()));
            return in.readObject() + "" + in.readObject() + in.readObject() + in.readObject();
        });
        check("properties", () -> {
            Properties p = new Properties();
            p.load(new StringReader("a=1\nb : 2\n# no\nc\\ d=\\u0041"));
            return new TreeMap<>(p);
        });
        check("file", () -> new File("/a/b", "c").getPath() + new File("/nonexistent").exists() + new File("a").isAbsolute());
        check("path", () -> java.nio.file.Path.of("/a/../b/c.txt").normalize().getFileName() + " "
            + java.nio.file.Path.of("/a/b").relativize(java.nio.file.Path.of("/a/c/d")));
        check("uri", () -> URI.create("http://a.b:80/c?d#e").getPath() + URLEncoder.encode("a b&c", StandardCharsets.UTF_8)
            + URLDecoder.decode("a%20b", StandardCharsets.UTF_8) + URI.create("http://x.y/z").toURL().getHost());
    }

    private static final class Node implements Serializable {
        private static final long serialVersionUID = 1L;
        private final String name;
        private final transient int computed = 5;
        private final Node next;

        Node(String name, Node next) {
            this.name = name;
            this.next = next;
        }

        @Override
        public String toString() {
            return name + computed + next;
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @interface Marked {
        String value() default "d";

        int n() default 7;

        Class<?> c() default List.class;
    }

    /** Looked at by reflection. */
    @Marked(value = "hey", c = HashMap.class)
    public static class Annotated {
        public int shown = 3;
        public Map<String, List<Integer>> generic;
        private final String hidden = "p".repeat(1);

        public Annotated() {
        }

        public String join(String a, int b) {
            return a + b;
        }

        private String secret() {
            return hidden;
        }
    }

    private static void reflection() {
        check("names", () -> new HashMap<>().getClass().getName() + " " + List.class + " " + String[].class.getName() + " "
            + ArrayList[].class.getName() + " " + Map.Entry.class.getCanonicalName() + " " + int.class + " "
            + Features.class.getSimpleName() + " " + Map.Entry[].class.getTypeName() + " " + HashMap.class.getPackageName());
        check("forName", () -> Class.forName("java.util.ArrayList").getDeclaredConstructor().newInstance() + Class.forName(
            "[Ljava.util.List;").getName() + Class.forName("program.Features$Color").getEnumConstants().length);
        check("forNameMissing", () -> {
            try {
                return Class.forName("no.such.Thing");
            } catch (ClassNotFoundException e) {
                return e.getMessage();
            }
        });
        check("invoke", () -> {
            Method m = Annotated.class.getMethod("join", String.class, int.class);
            return m.invoke(new Annotated(), "a", 5) + m.getReturnType().getName() + m;
        });
        check("invokePrivate", () -> {
            Method m = Annotated.class.getDeclaredMethod("secret");
            m.setAccessible(true);
            return m.invoke(new Annotated());
        });
        check("invokeCore", () -> String.class.getMethod("length").invoke("four") + "" + Object.class.getMethod("toString")
            .invoke(List.of(1)) + Class.class.getMethod("getName").invoke(HashMap.class));
        check("field", () -> {
            Field f = Annotated.class.getDeclaredField("hidden");
            f.setAccessible(true);
            return f.get(new Annotated()) + "" + Annotated.class.getField("shown").getInt(new Annotated());
        });
        check("generics", () -> Annotated.class.getField("generic").getGenericType() + " " + Map.class.getMethod("keySet"));
        check("annotations", () -> {
            Marked m = Annotated.class.getAnnotation(Marked.class);
            return m.value() + m.n() + m.c().getName();
        });
        check("methods", () -> Arrays.stream(Annotated.class.getDeclaredMethods()).map(Method::getName).sorted().toList() + " "
            + Annotated.class.getSuperclass() + Arrays.toString(Letters.class.getInterfaces()) + Own.class.getInterfaces().length);
        check("objectMethods", () -> Annotated.class.getMethod("toString") + " " + Annotated.class.getMethods().length);
        check("recordComponents", () -> Arrays.stream(Point.class.getRecordComponents()).map(r -> r.getName() + ":"
            + r.getType().getSimpleName()).toList());
        check("proxy", () -> {
            @SuppressWarnings("unchecked")
            Comparator<String> c = (Comparator<String>) Proxy.newProxyInstance(Features.class.getClassLoader(),
                new Class<?>[] {Comparator.class}, (p, m, a) -> m.getName().equals("compare")
                    ? ((String) a[0]).length() - ((String) a[1]).length() : null);
            List<String> l = new ArrayList<>(List.of("ccc", "a", "bb"));
            l.sort(c);
            return l + " " + Proxy.isProxyClass(c.getClass());
        });
        check("methodHandles", () -> (int) MethodHandles.lookup().findVirtual(List.class, "size", MethodType.methodType(int.class))
            .invoke(List.of(1, 2)) + (String) MethodHandles.lookup().findStatic(String.class, "format", MethodType.methodType(
                String.class, String.class, Object[].class)).invoke("%d", new Object[] {3}));
        check("privateHandle", () -> MethodHandles.lookup().findVirtual(Annotated.class, "secret", MethodType.methodType(
            String.class)).invoke(new Annotated()));
        check("varHandle", () -> {
            VarHandle v = MethodHandles.lookup().findVarHandle(Annotated.class, "shown", int.class);
            Annotated a = new Annotated();
            v.compareAndSet(a, 3, 8);
            return a.shown;
        });
        check("callerFrame", () -> StackWalker.getInstance().walk(s -> s.skip(0).findFirst().get().getMethodName().startsWith("lambda")));
        check("moduleAndLoader", () -> String.class.getClassLoader() + " " + HashMap.class.getClassLoader() + " "
            + (Features.class.getClassLoader() == ClassLoader.getSystemClassLoader()) + " " + List.class.getModule());
    }

    /** An object that is locked, cloned and hashed. */
    private static final class Plain implements Cloneable {
        private int value = 4;

        Plain copy() throws CloneNotSupportedException {
            return (Plain) clone();
        }
    }

    private static void objects() {
        check("clone", () -> {
            Plain p = new Plain();
            p.value = 6;
            int[] array = {1, 2};
            int[] other = array.clone();
            other[0] = 9;
            synchronized (p) {
                Plain q = p.copy();
                return q.value + " " + array[0] + " " + Thread.holdsLock(p) + Thread.holdsLock(q);
            }
        });
        check("defaultToString", () -> new Random(1).toString().startsWith("java.util.Random@")
            + "" + new Plain().toString().startsWith("program.Features$Plain@") + new Object().toString()
            .startsWith("java.lang.Object@"));
        check("identity", () -> {
            Object o = new Object();
            return o.hashCode() == System.identityHashCode(o);
        });
        check("arraycopy", () -> {
            int[] a = {1, 2, 3, 4};
            System.arraycopy(a, 0, a, 1, 3);
            return Arrays.toString(a);
        });
        check("multiArray", () -> new int[3][4][2][1].length + new String[2][][].length);
        check("negativeArray", () -> {
            try {
                return new int[Integer.parseInt("-1")].length;
            } catch (NegativeArraySizeException e) {
                return e.getMessage();
            }
        });
    }

    private static void platform() {
        check("bundle", () -> ResourceBundle.getBundle("program.messages").getString("hi"));
        check("resource", () -> new String(Features.class.getResourceAsStream("messages.properties").readAllBytes()).trim()
            + (Features.class.getResource("/program/messages.properties") != null));
        check("services", () -> ServiceLoader.load(Runnable.class).findFirst().map(r -> r.getClass().getName()));
        check("logging", () -> {
            Logger l = Logger.getLogger("x");
            l.setLevel(Level.FINE);
            return l.isLoggable(Level.FINE) + " " + l.isLoggable(Level.FINER) + " " + l.getParent().getName().isEmpty();
        });
        check("properties", () -> System.getProperty("file.separator") + System.getProperty("java.specification.version")
            + System.getProperty("no.such", "none") + Integer.getInteger("no.such", 3) + System.lineSeparator().length());
        check("version", () -> Runtime.version().feature() >= 25);
        check("environment", () -> System.getenv("NO_SUCH_VARIABLE"));
        check("security", () -> new java.security.SecureRandom().generateSeed(4).length);
        check("cipher", () -> {
            javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
            mac.init(new javax.crypto.spec.SecretKeySpec("k".getBytes(), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal("data".getBytes())).substring(0, 16);
        });
        check("shutdownHook", () -> {
            Thread hook = new Thread(() -> { });
            Runtime.getRuntime().addShutdownHook(hook);
            return Runtime.getRuntime().removeShutdownHook(hook);
        });
    }
}

package program;

import java.beans.PropertyChangeSupport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.Serializable;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.ref.Cleaner;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.text.ChoiceFormat;
import java.text.CompactNumberFormat;
import java.text.NumberFormat;
import java.text.SimpleDateFormat;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.chrono.JapaneseDate;
import java.time.chrono.ThaiBuddhistDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.time.temporal.WeekFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.GregorianCalendar;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedCollection;
import java.util.StringJoiner;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Function;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.ZipEntry;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamReader;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.helpers.DefaultHandler;

/** The parts of the library beyond what most programs use; prints the same on every Java 25. */
public final class MoreFeatures {
    private interface Body {
        Object run() throws Exception;
    }

    enum Size { S, M, L }

    sealed interface Shape permits Circle, Box { }

    record Circle(double r) implements Shape { }

    record Box(double a, double b) implements Shape { }

    static final class Outer implements Externalizable {
        private int value;

        public Outer() {
        }

        @Override
        public void writeExternal(ObjectOutput out) throws IOException {
            out.writeInt(value);
        }

        @Override
        public void readExternal(ObjectInput in) throws IOException {
            value = in.readInt();
        }
    }

    record Saved(String name, List<Integer> list, Size size) implements Serializable { }

    static final class Single implements Serializable {
        static final Single ONE = new Single();

        private Object readResolve() {
            return ONE;
        }
    }

    static final class Holder {
        volatile String text = "a";
        int number;
        static final AtomicReferenceFieldUpdater<Holder, String> TEXT = AtomicReferenceFieldUpdater.newUpdater(Holder.class, String.class, "text");
    }

    private MoreFeatures() {
    }

    private static void check(String name, Body body) {
        try {
            System.out.println(name + " = " + body.run());
        } catch (Exception | LinkageError e) {
            System.out.println(name + " threw " + e.getClass().getName() + ": " + e.getMessage());
        }
    }

    /** Runs all checks. */
    public static void main(String[] args) throws Exception {
        collections();
        concurrency();
        threads();
        text();
        time();
        reflection();
        security();
        xml();
        streams();
    }

    private static void collections() {
        check("sequenced", () -> {
            SequencedCollection<Integer> s = new ArrayList<>(List.of(1, 2, 3));
            s.addFirst(0);
            return s.reversed() + " " + new LinkedHashMap<>(Map.of("k", 1)).pollFirstEntry();
        });
        check("navigable", () -> {
            NavigableMap<Integer, String> m = new TreeMap<>(Map.of(1, "a", 5, "b", 9, "c"));
            return m.floorEntry(6) + " " + m.headMap(5, true).descendingMap() + " " + m.ceilingKey(10);
        });
        check("skipList", () -> new ConcurrentSkipListMap<>(Map.of(3, 1, 1, 2)).firstEntry());
        check("comparators", () -> Stream.of("bb", "a", "cc", "dd").sorted(Comparator.comparing(String::length).reversed().thenComparing(Comparator.reverseOrder())).toList());
        check("gatherers", () -> IntStream.range(0, 7).boxed().gather(Gatherers.windowFixed(3)).toList() + " "
            + Stream.of(1, 2, 3).gather(Gatherers.scan(() -> 0, Integer::sum)).toList());
        check("teeing", () -> Stream.of(1, 2, 3, 4).collect(Collectors.teeing(Collectors.summingInt(x -> x), Collectors.counting(), (a, b) -> a + "/" + b)));
        check("parallelReduce", () -> IntStream.rangeClosed(1, 100_000).parallel().mapToLong(x -> x).sum() + " "
            + IntStream.range(0, 1000).parallel().boxed().collect(Collectors.partitioningBy(x -> x % 3 == 0, Collectors.counting())));
        check("parallelSort", () -> {
            int[] a = new Random(5).ints(20_000).toArray();
            int[] b = a.clone();
            Arrays.parallelSort(a);
            Arrays.sort(b);
            return Arrays.equals(a, b);
        });
        check("mapMulti", () -> Stream.of(1, 2).<Integer>mapMulti((x, out) -> {
            out.accept(x);
            out.accept(-x);
        }).toList());
        check("unmodifiable", () -> Collections.unmodifiableMap(new EnumMap<>(Map.of(Size.M, 1))).put(Size.S, 2));
        check("checkedList", () -> {
            @SuppressWarnings({"unchecked", "rawtypes"})
            List<Object> l = (List) Collections.checkedList(new ArrayList<>(), String.class);
            return l.add(5);
        });
        check("concurrentModification", () -> {
            List<Integer> l = new ArrayList<>(List.of(1, 2, 3));
            for (Integer i : l) {
                l.remove(i);
            }
            return l;
        });
        check("randoms", () -> RandomGenerator.of("L64X128MixRandom").getClass().getSimpleName() + " " + new Random(42).ints(3, 0, 100).boxed().toList() + " "
            + new java.util.SplittableRandom(7).nextInt(1000) + " " + new Random(3).nextGaussian());
        check("hexFormat", () -> HexFormat.ofDelimiter(":").withUpperCase().formatHex(new byte[] {1, -1}));
        check("optional", () -> Optional.of(5).filter(x -> x > 9).or(() -> Optional.of(1)).stream().toList());
        check("joiner", () -> new StringJoiner(",", "{", "}").setEmptyValue("none"));
        check("sealed", () -> {
            StringBuilder s = new StringBuilder();
            for (Shape shape : List.of(new Circle(1), new Box(2, 3))) {
                s.append(switch (shape) {
                    case Circle(double r) when r > 5 -> "big";
                    case Circle c -> "circle" + c.r();
                    case Box(double a, var b) -> "box" + a * b;
                });
            }
            return s;
        });
        check("primitivesInSwitch", () -> {
            Object o = 5L;
            return switch (o) {
                case Integer i -> "int";
                case Long l when l > 3 -> "long " + l;
                default -> "other";
            };
        });
    }

    private static void concurrency() {
        check("forkJoin", () -> {
            class Fib extends RecursiveTask<Integer> {
                private final int n;

                Fib(int n) {
                    this.n = n;
                }

                @Override
                protected Integer compute() {
                    if (n < 2) {
                        return n;
                    }
                    Fib a = new Fib(n - 1);
                    a.fork();
                    return new Fib(n - 2).compute() + a.join();
                }
            }
            try (ForkJoinPool pool = new ForkJoinPool(3)) {
                return pool.invoke(new Fib(15));
            }
        });
        check("completable", () -> CompletableFuture.supplyAsync(() -> 20).thenCombine(CompletableFuture.supplyAsync(() -> 22), Integer::sum)
            .thenApplyAsync(x -> x * 2).handle((v, e) -> v + " " + e).get());
        check("completableFailure", () -> CompletableFuture.supplyAsync(() -> {
            throw new IllegalStateException("failed");
        }).get());
        check("completableTimeout", () -> new CompletableFuture<String>().completeOnTimeout("late", 5, TimeUnit.MILLISECONDS).get());
        check("orTimeout", () -> {
            try {
                return new CompletableFuture<String>().orTimeout(5, TimeUnit.MILLISECONDS).get();
            } catch (ExecutionException e) {
                return e.getCause().getClass();
            }
        });
        check("invokeAny", () -> {
            try (ExecutorService pool = Executors.newCachedThreadPool()) {
                return pool.<String>invokeAny(List.of(() -> "x", () -> "x")) + pool.invokeAll(List.of(() -> 1, () -> 2)).stream().map(Future::resultNow).toList();
            }
        });
        check("cancel", () -> {
            try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
                CountDownLatch started = new CountDownLatch(1);
                CountDownLatch ended = new CountDownLatch(1);
                Future<?> f = pool.submit(() -> {
                    started.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        ended.countDown();
                    }
                });
                started.await();
                f.cancel(true);
                ended.await();
                return f.state() + " " + f.isDone();
            }
        });
        check("getTimeout", () -> {
            try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
                CountDownLatch go = new CountDownLatch(1);
                Future<?> f = pool.submit(() -> {
                    go.await();
                    return null;
                });
                try {
                    return f.get(3, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    go.countDown();
                    return "timeout " + f.get();
                }
            }
        });
        check("rejected", () -> {
            ExecutorService pool = Executors.newFixedThreadPool(1);
            pool.shutdown();
            try {
                pool.execute(() -> {
                });
                return "taken";
            } catch (java.util.concurrent.RejectedExecutionException e) {
                return pool.awaitTermination(1, TimeUnit.SECONDS);
            }
        });
        check("barrier", () -> {
            AtomicInteger tripped = new AtomicInteger();
            CyclicBarrier barrier = new CyclicBarrier(3, tripped::incrementAndGet);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                threads.add(Thread.startVirtualThread(() -> {
                    try {
                        barrier.await();
                        barrier.await();
                    } catch (Exception e) {
                        tripped.set(-100);
                    }
                }));
            }
            for (Thread t : threads) {
                t.join();
            }
            return tripped;
        });
        check("phaser", () -> {
            Phaser p = new Phaser(1);
            Thread t = new Thread(() -> p.arriveAndDeregister());
            p.register();
            t.start();
            return p.arriveAndAwaitAdvance() + " " + p.getRegisteredParties();
        });
        check("exchanger", () -> {
            Exchanger<String> x = new Exchanger<>();
            String[] got = {null};
            Thread t = new Thread(() -> {
                try {
                    got[0] = x.exchange("from thread");
                } catch (InterruptedException e) {
                    got[0] = "interrupted";
                }
            });
            t.start();
            String mine = x.exchange("from main");
            t.join();
            return mine + "/" + got[0];
        });
        check("semaphore", () -> {
            Semaphore s = new Semaphore(1, true);
            s.acquire();
            return s.tryAcquire(2, TimeUnit.MILLISECONDS) + " " + s.availablePermits();
        });
        check("stampedLock", () -> {
            StampedLock l = new StampedLock();
            long stamp = l.tryOptimisticRead();
            boolean before = l.validate(stamp);
            l.unlockWrite(l.writeLock());
            return before + " " + l.validate(stamp);
        });
        check("accumulator", () -> {
            LongAccumulator a = new LongAccumulator(Long::max, 0);
            IntStream.range(0, 100).parallel().forEach(a::accumulate);
            return a.get();
        });
        check("updater", () -> {
            Holder h = new Holder();
            return Holder.TEXT.compareAndSet(h, "a", "b") + h.text;
        });
        check("copyOnWrite", () -> {
            CopyOnWriteArrayList<Integer> l = new CopyOnWriteArrayList<>(List.of(1, 2));
            for (int i : l) {
                l.add(i * 10);
            }
            return l;
        });
        check("blockingQueue", () -> {
            ArrayBlockingQueue<Integer> q = new ArrayBlockingQueue<>(2);
            Thread t = Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 10; i++) {
                    try {
                        q.put(i);
                    } catch (InterruptedException e) {
                        return;
                    }
                }
            });
            int sum = 0;
            for (int i = 0; i < 10; i++) {
                sum += q.take();
            }
            t.join();
            return sum;
        });
        check("delayQueue", () -> new DelayQueue<>().poll());
        check("flow", () -> {
            List<Object> seen = Collections.synchronizedList(new ArrayList<>());
            CountDownLatch done = new CountDownLatch(1);
            try (SubmissionPublisher<Integer> p = new SubmissionPublisher<>()) {
                p.subscribe(new Flow.Subscriber<>() {
                    private Flow.Subscription subscription;

                    @Override
                    public void onSubscribe(Flow.Subscription s) {
                        subscription = s;
                        s.request(1);
                    }

                    @Override
                    public void onNext(Integer item) {
                        seen.add(item);
                        subscription.request(1);
                    }

                    @Override
                    public void onError(Throwable e) {
                        seen.add(e);
                    }

                    @Override
                    public void onComplete() {
                        done.countDown();
                    }
                });
                IntStream.range(0, 5).forEach(p::submit);
            }
            done.await();
            return seen;
        });
        check("virtualMany", () -> {
            try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Integer>> all = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    int n = i;
                    all.add(pool.submit(() -> n * n));
                }
                int sum = 0;
                for (Future<Integer> f : all) {
                    sum += f.get();
                }
                return sum;
            }
        });
        check("localRandom", () -> {
            int r = ThreadLocalRandom.current().nextInt(5, 6);
            return r;
        });
    }

    private static void threads() {
        check("names", () -> {
            Thread t = Thread.ofPlatform().name("worker-", 3).daemon().priority(7).unstarted(() -> {
            });
            return t.getName() + t.isDaemon() + t.getPriority() + t.getState() + t.isAlive();
        });
        check("factory", () -> {
            ThreadFactory f = Thread.ofVirtual().name("v", 0).factory();
            f.newThread(() -> {
            });
            Thread t = f.newThread(() -> {
            });
            return t.getName() + t.isVirtual() + t.isDaemon();
        });
        check("inheritable", () -> {
            InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
            local.set("from parent");
            String[] seen = {null};
            Thread t = new Thread(() -> seen[0] = local.get());
            t.start();
            t.join();
            return seen[0];
        });
        check("joinTimeout", () -> {
            CountDownLatch go = new CountDownLatch(1);
            Thread t = new Thread(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    return;
                }
            });
            t.start();
            boolean early = t.join(Duration.ofMillis(3));
            go.countDown();
            t.join();
            return early + " " + t.getState();
        });
        check("interruptSleep", () -> {
            Thread main = Thread.currentThread();
            main.interrupt();
            try {
                Thread.sleep(10_000);
                return "slept";
            } catch (InterruptedException e) {
                return e.getMessage() + main.isInterrupted();
            }
        });
        check("startTwice", () -> {
            Thread t = new Thread(() -> {
            });
            t.start();
            t.join();
            t.start();
            return "started";
        });
        check("uncaughtOfGroup", () -> {
            Object[] seen = {null};
            Thread t = new Thread(() -> {
                throw new IllegalStateException("lost");
            });
            t.setUncaughtExceptionHandler((thread, e) -> seen[0] = e.getMessage());
            t.start();
            t.join();
            return seen[0];
        });
        check("contextLoader", () -> {
            ClassLoader[] seen = {null};
            Thread t = new Thread(() -> seen[0] = Thread.currentThread().getContextClassLoader());
            t.start();
            t.join();
            return seen[0] == Thread.currentThread().getContextClassLoader();
        });
        check("monitorTimeout", () -> {
            Object lock = new Object();
            synchronized (lock) {
                lock.wait(2);
                return Thread.holdsLock(lock);
            }
        });
        check("scoped", () -> {
            ScopedValue<String> v = ScopedValue.newInstance();
            return ScopedValue.where(v, "bound").call(() -> v.get() + v.isBound()) + v.isBound();
        });
        check("cleaner", () -> {
            CountDownLatch cleaned = new CountDownLatch(1);
            Cleaner.create().register(new Object(), cleaned::countDown).clean();
            cleaned.await();
            return cleaned.getCount();
        });
    }

    private static void text() {
        check("germanNumber", () -> NumberFormat.getInstance(Locale.GERMANY).format(1234567.891) + " " + NumberFormat.getCurrencyInstance(Locale.FRANCE).format(12.5));
        check("compactNumber", () -> NumberFormat.getCompactNumberInstance(Locale.US, NumberFormat.Style.LONG).format(1_500_000) + " "
            + ((CompactNumberFormat) NumberFormat.getCompactNumberInstance(Locale.GERMANY, NumberFormat.Style.SHORT)).format(12_000));
        check("percent", () -> NumberFormat.getPercentInstance(Locale.forLanguageTag("ar-EG")).format(0.25) + NumberFormat.getIntegerInstance(Locale.forLanguageTag("hi")).format(1234567));
        check("choice", () -> new ChoiceFormat("0#none|1#one|1<many").format(7));
        check("localeNames", () -> Locale.JAPAN.getDisplayCountry(Locale.GERMAN) + Locale.forLanguageTag("pt-BR").getDisplayName(Locale.FRENCH) + Locale.of("tr").getDisplayLanguage(Locale.ENGLISH));
        check("turkish", () -> "TITLE".toLowerCase(Locale.of("tr")) + "ı".toUpperCase(Locale.ROOT) + "straße".toUpperCase());
        check("currencySymbol", () -> Currency.getInstance("JPY").getSymbol(Locale.JAPAN) + Currency.getInstance(Locale.UK).getDisplayName(Locale.ITALY));
        check("formats", () -> String.format("%08.3f|%-6s|%+d|%x|%,d|%e|%g|%b|%c|%%|%5$s", 3.14159, "ab", 5, 255, 1234567, 12345.678, 0.00012, true, 'x'));
        check("formatDate", () -> String.format(Locale.US, "%tF %<tT %<tA", new GregorianCalendar(2024, 1, 29, 13, 5, 6)));
        check("badFormat", () -> String.format("%d", "x"));
        check("formatted", () -> "%s-%s".formatted(1, List.of(2)));
        check("textBlocks", () -> """
            a\tb
              c \
            d
            """.stripIndent().translateEscapes().lines().map(String::strip).toList());
        check("stringMethods", () -> " x ".strip() + "ab".repeat(2) + "a,b,,".split(",").length + "abc".indent(2) + "Hello".chars().sum() + "a-b".transform(s -> s + "!") + "x".compareToIgnoreCase("X"));
        check("codePoints", () -> "a😀b".codePoints().count() + " " + new StringBuilder("a😀").reverse() + Character.getName('é') + Character.UnicodeBlock.of('я') + Character.UnicodeScript.of('中'));
        check("namedGroups", () -> Pattern.compile("(?<y>\\d{4})-(?<m>\\d\\d)").matcher("on 2024-02 and 2025-03").results().map(r -> r.group("y")).toList());
        check("lookaround", () -> "price: 12 EUR, 7 USD".replaceAll("(?<=\\d )(?=EUR|USD)", "=") + Pattern.compile("\\b\\p{Lu}+\\b", Pattern.UNICODE_CHARACTER_CLASS).matcher("ÄÖ x").find());
        check("badPattern", () -> Pattern.compile("(a"));
        check("charsets", () -> new String("äöü€".getBytes("windows-1252"), "ISO-8859-15") + Charset.forName("UTF-16LE").newEncoder().maxBytesPerChar() + Charset.isSupported("no-such"));
        check("malformed", () -> {
            try {
                return StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT).decode(ByteBuffer.wrap(new byte[] {(byte) 0xc3, 0x28}));
            } catch (CharacterCodingException e) {
                return e.getMessage();
            }
        });
        check("charBuffer", () -> CharBuffer.wrap("abc").subSequence(1, 3) + " " + ByteBuffer.allocate(16).putLong(5).putInt(7).flip().limit());
        check("breaks", () -> {
            java.text.BreakIterator b = java.text.BreakIterator.getSentenceInstance(Locale.US);
            b.setText("One. Two! Three?");
            int n = 0;
            while (b.next() != java.text.BreakIterator.DONE) {
                n++;
            }
            return n;
        });
        check("bundleFallback", () -> java.util.ResourceBundle.getBundle("program.messages", Locale.KOREA).keySet());
    }

    private static void time() {
        LocalDateTime at = LocalDateTime.of(2024, 2, 29, 13, 5, 6);
        for (Locale l : List.of(Locale.US, Locale.GERMANY, Locale.JAPAN, Locale.forLanguageTag("ru"), Locale.forLanguageTag("ar"))) {
            check("styles " + l, () -> DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).withLocale(l).format(at) + " | "
                + DateTimeFormatter.ofLocalizedDateTime(FormatStyle.SHORT).withLocale(l).format(at) + " | " + DayOfWeek.MONDAY.getDisplayName(TextStyle.SHORT, l)
                + " | " + WeekFields.of(l).getFirstDayOfWeek() + " | " + new SimpleDateFormat("EEEE d MMMM yyyy", l).format(new Date(0)));
        }
        check("zones", () -> ZonedDateTime.of(at, ZoneId.of("America/New_York")).withZoneSameInstant(ZoneId.of("Asia/Kolkata")) + " "
            + ZoneId.of("Europe/Berlin").getDisplayName(TextStyle.FULL, Locale.GERMANY) + " " + TimeZone.getTimeZone("Asia/Tokyo").getDisplayName(false, TimeZone.LONG, Locale.US));
        check("gap", () -> ZonedDateTime.of(2024, 3, 31, 2, 30, 0, 0, ZoneId.of("Europe/Berlin")));
        check("arithmetic", () -> LocalDate.of(2024, 1, 31).plusMonths(1) + " " + ChronoUnit.DAYS.between(LocalDate.EPOCH, at.toLocalDate()) + " " + YearMonth.of(2023, 2).lengthOfMonth()
            + " " + at.with(TemporalAdjusters.lastInMonth(DayOfWeek.FRIDAY)).getDayOfMonth() + " " + Duration.ofSeconds(3661).toMinutesPart());
        check("calendars", () -> JapaneseDate.of(2024, 5, 1) + " " + ThaiBuddhistDate.of(2567, 5, 1) + " " + java.time.chrono.HijrahDate.from(LocalDate.of(2024, 5, 1)));
        check("parseError", () -> LocalDate.parse("2024-13-01"));
        check("pattern", () -> DateTimeFormatter.ofPattern("yyyy-DDD HH:mm:ss.SSS VV").format(ZonedDateTime.of(at, ZoneId.of("UTC"))));
        check("bigMath", () -> new java.math.BigDecimal(2).sqrt(MathContext.DECIMAL64) + " " + java.math.BigInteger.TWO.pow(200).sqrt() + " " + Math.fma(2.0, 3.0, 1.0) + Math.clamp(15L, 1, 10));
    }

    private static void reflection() {
        check("proxyDefault", () -> {
            @SuppressWarnings("unchecked")
            Comparator<String> c = (Comparator<String>) Proxy.newProxyInstance(MoreFeatures.class.getClassLoader(), new Class<?>[] {Comparator.class},
                (p, m, a) -> m.isDefault() ? java.lang.reflect.InvocationHandler.invokeDefault(p, m, a) : ((String) a[0]).compareTo((String) a[1]));
            return Stream.of("a", "c", "b").sorted(c.reversed()).toList();
        });
        check("genericMethods", () -> {
            Method m = Map.class.getMethod("computeIfAbsent", Object.class, Function.class);
            return m.toGenericString() + " " + ((ParameterizedType) m.getGenericParameterTypes()[1]).getRawType() + m.getTypeParameters().length;
        });
        check("modifiers", () -> Modifier.toString(Thread.class.getMethod("sleep", long.class).getModifiers()) + " " + Modifier.toString(Map.Entry.class.getModifiers()));
        check("records", () -> Arrays.toString(Box.class.getRecordComponents()) + Shape.class.getPermittedSubclasses().length + Box.class.isRecord());
        check("invocationTarget", () -> {
            try {
                return Integer.class.getMethod("parseInt", String.class).invoke(null, "x");
            } catch (InvocationTargetException e) {
                return e.getCause().getMessage();
            }
        });
        check("argumentMismatch", () -> String.class.getMethod("length").invoke(5));
        check("coreByReflection", () -> String.class.getMethod("chars").invoke("a").getClass().getName().startsWith("java.util.stream.") + " "
            + Class.class.getMethod("getModule").invoke(String.class) + " " + String.class.getMethod("lines").invoke("a\nb").getClass().getSuperclass().getSimpleName());
        check("stringMethodNames", () -> Arrays.stream(String.class.getDeclaredMethods()).filter(m -> Modifier.isPublic(m.getModifiers()) && !m.isSynthetic()).map(Method::getName)
            .filter(n -> !n.equals("describeConstable") && !n.equals("resolveConstantDesc")).collect(Collectors.toCollection(TreeSet::new)));
        check("handles", () -> {
            MethodHandles.Lookup l = MethodHandles.lookup();
            MethodHandle concat = l.findVirtual(String.class, "concat", MethodType.methodType(String.class, String.class));
            MethodHandle twice = MethodHandles.permuteArguments(concat, MethodType.methodType(String.class, String.class), 0, 0);
            MethodHandle guarded = MethodHandles.guardWithTest(l.findVirtual(String.class, "isEmpty", MethodType.methodType(boolean.class)),
                MethodHandles.dropArguments(MethodHandles.constant(String.class, "empty"), 0, String.class), twice);
            return (String) invoke(guarded, "ab") + invoke(guarded, "") + invokeList(concat, List.of("x", "y"));
        });
        check("varHandle", () -> {
            VarHandle v = MethodHandles.lookup().findVarHandle(Holder.class, "number", int.class);
            Holder h = new Holder();
            return (int) v.getAndAdd(h, 5) + " " + v.compareAndSet(h, 5, 9) + h.number + (long) MethodHandles.byteArrayViewVarHandle(long[].class, java.nio.ByteOrder.BIG_ENDIAN).get(new byte[] {0, 0, 0, 0, 0, 0, 1, 1}, 0);
        });
        check("annotatedTypes", () -> MoreFeatures.class.getAnnotatedSuperclass() + " " + Circle.class.getAnnotatedInterfaces().length);
        check("walker", () -> StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).getCallerClass().getSimpleName());
        check("walkerFrames", () -> StackWalker.getInstance().walk(s -> s.map(StackWalker.StackFrame::getMethodName).filter(n -> n.equals("reflection") || n.equals("check")).toList()));
        check("arrayClasses", () -> int[][].class.getName() + String[].class.getCanonicalName() + java.lang.reflect.Array.newInstance(String.class, 2, 3).getClass() + List.class.arrayType());
        check("enumValueOf", () -> Size.valueOf("XL"));
        check("propertyChange", () -> {
            List<Object> seen = new ArrayList<>();
            PropertyChangeSupport p = new PropertyChangeSupport("bean");
            p.addPropertyChangeListener(e -> seen.add(e.getPropertyName() + e.getNewValue()));
            p.firePropertyChange("x", 1, 2);
            return seen;
        });
        check("introspector", () -> Arrays.stream(java.beans.Introspector.getBeanInfo(Thread.class).getPropertyDescriptors()).map(java.beans.PropertyDescriptor::getName)
            .filter(n -> n.equals("name") || n.equals("daemon")).toList());
    }

    private static Object invoke(MethodHandle h, Object argument) throws Exception {
        try {
            return h.invoke(argument);
        } catch (Throwable e) {
            throw new Exception(e);
        }
    }

    private static Object invokeList(MethodHandle h, List<?> arguments) throws Exception {
        try {
            return h.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new Exception(e);
        }
    }

    private static void security() {
        byte[] text = "a text of some length".getBytes(StandardCharsets.UTF_8);
        for (String algorithm : List.of("MD5", "SHA-1", "SHA-256", "SHA-512/256", "SHA3-384")) {
            check(algorithm, () -> HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text)));
        }
        check("noAlgorithm", () -> MessageDigest.getInstance("NONE-SUCH"));
        check("gcm", () -> {
            Cipher c = Cipher.getInstance("AES/GCM/NoPadding");
            SecretKeySpec key = new SecretKeySpec(new byte[16], "AES");
            c.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, new byte[12]));
            byte[] sealed = c.doFinal(text);
            c.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, new byte[12]));
            return HexFormat.of().formatHex(sealed) + new String(c.doFinal(sealed));
        });
        check("badTag", () -> {
            Cipher c = Cipher.getInstance("AES/GCM/NoPadding");
            c.init(Cipher.DECRYPT_MODE, new SecretKeySpec(new byte[16], "AES"), new GCMParameterSpec(128, new byte[12]));
            return c.doFinal(new byte[20]);
        });
        check("chacha", () -> Cipher.getInstance("ChaCha20-Poly1305").getAlgorithm());
        check("mac", () -> {
            Mac m = Mac.getInstance("HmacSHA512");
            m.init(new SecretKeySpec(new byte[] {1}, "x"));
            return HexFormat.of().formatHex(m.doFinal(text));
        });
        check("pbkdf", () -> HexFormat.of().formatHex(SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(new PBEKeySpec("pw".toCharArray(), new byte[8], 100, 128)).getEncoded()));
        check("signature", () -> {
            KeyPairGenerator g = KeyPairGenerator.getInstance("EC");
            g.initialize(256);
            var pair = g.generateKeyPair();
            Signature s = Signature.getInstance("SHA256withECDSA");
            s.initSign(pair.getPrivate());
            s.update(text);
            byte[] signed = s.sign();
            s.initVerify(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(pair.getPublic().getEncoded())));
            s.update(text);
            return s.verify(signed);
        });
        check("ed25519", () -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic().getAlgorithm());
        check("rsa", () -> {
            KeyPairGenerator g = KeyPairGenerator.getInstance("RSA");
            g.initialize(1024);
            var pair = g.generateKeyPair();
            Cipher c = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            c.init(Cipher.ENCRYPT_MODE, pair.getPublic());
            byte[] hidden = c.doFinal(new byte[] {5});
            c.init(Cipher.DECRYPT_MODE, pair.getPrivate());
            return c.doFinal(hidden)[0];
        });
        check("secureRandom", () -> new java.security.SecureRandom().generateSeed(4).length);
        check("keyStore", () -> {
            java.security.KeyStore k = java.security.KeyStore.getInstance("PKCS12");
            k.load(null, null);
            k.setEntry("k", new java.security.KeyStore.SecretKeyEntry(new SecretKeySpec(new byte[16], "AES")), new java.security.KeyStore.PasswordProtection("pw".toCharArray()));
            return Collections.list(k.aliases());
        });
    }

    private static void xml() {
        String text = "<?xml version='1.0'?><a x='1'><!-- c --><b>one</b><b>t&amp;wo</b><c xmlns='urn:n'/></a>";
        check("dom", () -> {
            Document d = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(text)));
            return d.getDocumentElement().getAttribute("x") + d.getElementsByTagName("b").item(1).getTextContent();
        });
        check("xpath", () -> XPathFactory.newInstance().newXPath().evaluate("count(//b) + string-length(//b[1])", new InputSource(new StringReader(text))));
        check("sax", () -> {
            StringBuilder s = new StringBuilder();
            SAXParserFactory.newInstance().newSAXParser().parse(new InputSource(new StringReader(text)), new DefaultHandler() {
                @Override
                public void startElement(String uri, String local, String name, org.xml.sax.Attributes attributes) {
                    s.append(name).append(attributes.getLength());
                }
            });
            return s;
        });
        check("stax", () -> {
            XMLStreamReader r = XMLInputFactory.newInstance().createXMLStreamReader(new StringReader(text));
            int events = 0;
            while (r.hasNext()) {
                r.next();
                events++;
            }
            return events;
        });
        check("transform", () -> {
            Document d = DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument();
            d.appendChild(d.createElement("r")).appendChild(d.createTextNode("<&>"));
            Transformer t = TransformerFactory.newInstance().newTransformer();
            t.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            StringWriter w = new StringWriter();
            t.transform(new DOMSource(d), new StreamResult(w));
            return w;
        });
        check("malformedXml", () -> {
            var b = DocumentBuilderFactory.newInstance().newDocumentBuilder();
            b.setErrorHandler(null);
            return b.parse(new InputSource(new StringReader("<a><b></a>")));
        });
        check("sqlTypes", () -> java.sql.Timestamp.valueOf("2024-02-29 12:00:00.5").getNanos() + " " + java.sql.Date.valueOf("2024-02-29") + java.sql.JDBCType.VARCHAR.getVendorTypeNumber());
        check("noDriver", () -> java.sql.DriverManager.getConnection("jdbc:none"));
        check("scripting", () -> new javax.script.ScriptEngineManager().getEngineByName("none"));
    }

    private static void streams() {
        check("externalizable", () -> {
            Outer o = new Outer();
            o.value = 9;
            return copy(o).value;
        });
        check("recordSerial", () -> copy(new Saved("n", List.of(1, 2), Size.L)));
        check("resolve", () -> copy(Single.ONE) == Single.ONE);
        check("enumSerial", () -> copy(Size.M) == Size.M);
        check("filter", () -> {
            ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes(new ArrayList<>(List.of(1)))));
            in.setObjectInputFilter(ObjectInputFilter.Config.createFilter("!java.util.ArrayList"));
            return in.readObject();
        });
        check("notSerializable", () -> bytes(new Object()));
        check("cyclic", () -> {
            List<Object> l = new ArrayList<>();
            l.add(l);
            List<?> back = (List<?>) (Object) copy((ArrayList<?>) l);
            return back.get(0) == back;
        });
        check("piped", () -> {
            PipedOutputStream out = new PipedOutputStream();
            PipedInputStream in = new PipedInputStream(out);
            Thread t = new Thread(() -> {
                try (out) {
                    out.write("through".getBytes());
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            t.start();
            String s = new String(in.readAllBytes());
            t.join();
            return s;
        });
        check("deflate", () -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (DeflaterOutputStream d = new DeflaterOutputStream(out, new Deflater(9, true))) {
                d.write("abc".repeat(100).getBytes());
            }
            Inflater i = new Inflater(true);
            i.setInput(out.toByteArray());
            byte[] back = new byte[400];
            return out.size() + " " + i.inflate(back) + i.finished();
        });
        check("crc32c", () -> {
            CRC32C c = new CRC32C();
            c.update("abc".getBytes());
            return c.getValue();
        });
        check("referenceToOwnText", () -> new OwnText("here").later.get());
        check("jarStream", () -> {
            Manifest m = new Manifest();
            m.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            m.getMainAttributes().put(new Attributes.Name("X-Long"), "y".repeat(100));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (JarOutputStream j = new JarOutputStream(out, m)) {
                j.putNextEntry(new ZipEntry("e"));
                j.write(5);
            }
            try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(out.toByteArray()))) {
                return in.getManifest().getMainAttributes().getValue("X-Long").length() + in.getNextJarEntry().getName() + in.read();
            }
        });
    }

    /** Captures itself for a method that Object has. */
    private static final class OwnText {
        final java.util.function.Supplier<String> later = this::toString;
        private final String text;

        OwnText(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return "own text " + text + " " + ((java.util.function.Supplier<?>) super::getClass).get();
        }
    }

    private static byte[] bytes(Object o) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
            objects.writeObject(o);
        }
        return out.toByteArray();
    }

    @SuppressWarnings("unchecked")
    private static <T> T copy(T o) throws IOException, ClassNotFoundException {
        return (T) new ObjectInputStream(new ByteArrayInputStream(bytes(o))).readObject();
    }
}

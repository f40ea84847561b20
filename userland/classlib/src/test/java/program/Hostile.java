package program;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Programs that do not want to end. The argument says which; the test kills it once "start" was printed. */
public final class Hostile {
    private Hostile() {
    }

    /** Every key is as good as any other. */
    private static final class Collision {
        @Override
        public int hashCode() {
            return 1;
        }
    }

    /** Runs one of them. */
    public static void main(String[] args) throws Exception {
        System.out.println("start");
        switch (args[0]) {
            case "loop" -> {
                while (true) {
                    Math.sin(1);
                }
            }
            case "regex" -> System.out.println(Pattern.matches("(x+x+)+\\1y", "x".repeat(60)));
            case "split" -> "x".repeat(60).split("(x+x+)+\\1y");
            case "stream" -> System.out.println(Stream.iterate(1, i -> i + 1).map(i -> i % 7).filter(i -> i > 10).findFirst());
            case "limit" -> System.out.println(IntStream.generate(() -> 1).limit(Long.MAX_VALUE).sum());
            case "bigInteger" -> System.out.println(BigInteger.TWO.pow(1 << 24).multiply(BigInteger.valueOf(3).pow(1 << 22))
                .pow(7).bitLength());
            case "sort" -> {
                List<Integer> list = new ArrayList<>();
                for (int i = 0; i < 300_000; i++) {
                    list.add(i ^ 0x5555);
                }
                while (true) {
                    Collections.sort(list, Comparator.comparing((Integer i) -> -i));
                }
            }
            case "collisions" -> {
                Map<Object, Integer> map = new HashMap<>();
                for (int i = 0;; i++) {
                    map.put(new Collision(), i);
                }
            }
            case "compute" -> new ConcurrentHashMap<Integer, Integer>().computeIfAbsent(1, k -> {
                while (true) {
                    Math.sin(1);
                }
            });
            case "catch" -> {
                while (true) {
                    try {
                        while (true) {
                            Math.sin(1);
                        }
                    } catch (Throwable t) {
                        System.out.println("caught");
                    }
                }
            }
            case "finally" -> {
                while (true) {
                    try {
                        while (true) {
                            Math.sin(1);
                        }
                    } finally {
                        continue;
                    }
                }
            }
            case "park" -> new CountDownLatch(1).await();
            case "monitor" -> {
                Object lock = new Object();
                synchronized (lock) {
                    Thread t = new Thread(() -> {
                        synchronized (lock) {
                            System.out.println("entered");
                        }
                    });
                    t.start();
                    t.join();
                }
            }
            case "sleep" -> Thread.sleep(Long.MAX_VALUE);
            case "indexOf" -> {
                String hay = "a".repeat(1 << 20);
                String needle = "a".repeat(1 << 12) + "b";
                while (true) {
                    hay.indexOf(needle);
                }
            }
            case "replace" -> {
                String hay = "a".repeat(1 << 20);
                while (true) {
                    hay.replace("a".repeat(1 << 12) + "b", "");
                }
            }
            case "threads" -> {
                for (int i = 0; i < 20; i++) {
                    new Thread(() -> {
                        while (true) {
                            Math.sin(1);
                        }
                    }).start();
                }
                new CountDownLatch(1).await();
            }
            case "initializer" -> System.out.println(Endless.VALUE);
            default -> throw new IllegalArgumentException(args[0]);
        }
        System.out.println("end");
    }

    /** Never initialised. */
    private static final class Endless {
        static final int VALUE = spin();

        static int spin() {
            while (true) {
                Math.sin(1);
            }
        }
    }

    /** Programs that take more than their quota; each must end with an OutOfMemoryError. */
    public static final class Greedy {
        private Greedy() {
        }

        /** Runs one of them. */
        public static void main(String[] args) {
            try {
                switch (args[0]) {
                    case "list" -> {
                        List<byte[]> all = new ArrayList<>();
                        while (true) {
                            all.add(new byte[1 << 20]);
                        }
                    }
                    case "capacity" -> new ArrayList<Object>(2_000_000_000);
                    case "repeat" -> "abcdefgh".repeat(1 << 27);
                    case "builder" -> {
                        StringBuilder b = new StringBuilder("xxxxxxxxxxxxxxxx");
                        while (true) {
                            b.append(b);
                        }
                    }
                    case "multi" -> System.out.println(new int[1 << 12][1 << 16].length);
                    case "reflection" -> java.lang.reflect.Array.newInstance(long.class, 1 << 28);
                    case "clone" -> {
                        List<byte[]> all = new ArrayList<>();
                        byte[] one = new byte[4 << 20];
                        while (true) {
                            all.add(one.clone());
                        }
                    }
                    case "copies" -> Collections.nCopies(1_500_000_000, "x").toArray();
                    case "collect" -> Stream.generate(() -> new byte[1 << 20]).collect(Collectors.toList());
                    default -> throw new IllegalArgumentException(args[0]);
                }
                System.out.println("not refused");
            } catch (OutOfMemoryError e) {
                System.out.println("refused");
            }
        }
    }
}

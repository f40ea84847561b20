import com.google.common.base.CaseFormat;
import com.google.common.base.CharMatcher;
import com.google.common.base.Joiner;
import com.google.common.base.MoreObjects;
import com.google.common.base.Preconditions;
import com.google.common.base.Splitter;
import com.google.common.base.Strings;
import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.HashBasedTable;
import com.google.common.collect.HashBiMap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Iterables;
import com.google.common.collect.Lists;
import com.google.common.collect.Maps;
import com.google.common.collect.Multimaps;
import com.google.common.collect.Ordering;
import com.google.common.collect.Range;
import com.google.common.collect.Sets;
import com.google.common.collect.TreeMultiset;
import com.google.common.eventbus.EventBus;
import com.google.common.eventbus.Subscribe;
import com.google.common.graph.GraphBuilder;
import com.google.common.graph.Graphs;
import com.google.common.graph.MutableGraph;
import com.google.common.hash.BloomFilter;
import com.google.common.hash.Funnels;
import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;
import com.google.common.io.ByteSource;
import com.google.common.math.BigIntegerMath;
import com.google.common.math.IntMath;
import com.google.common.math.Stats;
import com.google.common.net.InetAddresses;
import com.google.common.primitives.Ints;
import com.google.common.primitives.UnsignedBytes;
import com.google.common.primitives.UnsignedLong;
import com.google.common.reflect.ClassPath;
import com.google.common.reflect.Reflection;
import com.google.common.reflect.TypeToken;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListeningExecutorService;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.RateLimiter;
import com.google.common.util.concurrent.SettableFuture;
import com.google.common.util.concurrent.Striped;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Collections, caches, hashing, futures, reflection and the event bus of Guava. */
public final class GuavaCase {
    private static int number;

    private interface Body {
        Object run() throws Throwable;
    }

    private static void check(String name, Body body) {
        Object value;
        try {
            value = body.run();
        } catch (Throwable e) {
            value = e.getClass().getName() + ": " + e.getMessage();
        }
        System.out.println(++number + " " + name + ": " + value);
    }
    public static final class Listener {
        private final List<Object> seen = new ArrayList<>();

        @Subscribe
        public void text(String s) {
            seen.add("text " + s);
        }

        @Subscribe
        public void number(Integer i) {
            seen.add("number " + i);
        }
    }

    public static void main(String[] args) {
        check("immutable", () -> ImmutableList.of(3, 1, 2).reverse() + " " + ImmutableMap.of("a", 1, "b", 2)
            + ImmutableSortedSet.of("z", "a"));
        check("immutable refuses", () -> ImmutableList.of(1).add(2));
        check("null refused", () -> ImmutableList.of((Object) null));
        check("multimap", () -> {
            ArrayListMultimap<String, Integer> m = ArrayListMultimap.create();
            m.put("a", 1);
            m.put("a", 2);
            m.put("b", 3);
            return m + " " + Multimaps.index(List.of("x", "yy", "zz"), String::length);
        });
        check("multiset", () -> TreeMultiset.create(List.of("b", "a", "b")));
        check("bimap", () -> {
            HashBiMap<String, Integer> m = HashBiMap.create();
            m.put("one", 1);
            return m.inverse().get(1) + m.put("two", 1);
        });
        check("table", () -> {
            HashBasedTable<String, String, Integer> t = HashBasedTable.create();
            t.put("r", "c", 1);
            return t + " " + t.column("c");
        });
        check("ranges", () -> ImmutableRangeSet.unionOf(List.of(Range.closed(1, 5), Range.open(4, 9))) + " " + Range.atLeast(3).contains(2));
        check("sets", () -> Sets.powerSet(Sets.newLinkedHashSet(List.of(1, 2))).size() + " "
            + Sets.difference(Sets.newTreeSet(List.of(1, 2, 3)), Sets.newHashSet(2)) + Sets.cartesianProduct(Sets.newTreeSet(List.of(1, 2)), Sets.newTreeSet(List.of(3))));
        check("lists", () -> Lists.partition(List.of(1, 2, 3, 4, 5), 2) + " " + Lists.transform(List.of(1, 2), x -> x * 10));
        check("maps", () -> Maps.difference(Map.of("a", 1), Map.of("a", 2)) + " " + Maps.uniqueIndex(List.of("a", "bb"), String::length));
        check("ordering", () -> Ordering.natural().reverse().nullsFirst().sortedCopy(Arrays.asList(2, null, 3)));
        check("iterables", () -> Iterables.getOnlyElement(List.of(1, 2)));
        check("splitter", () -> Splitter.on(',').trimResults().omitEmptyStrings().splitToList(" a, ,b ") + " "
            + Splitter.on('&').withKeyValueSeparator('=').split("a=1&b=2"));
        check("joiner", () -> Joiner.on("|").skipNulls().join("a", null, "b") + Strings.padStart("7", 3, '0'));
        check("case", () -> CaseFormat.UPPER_UNDERSCORE.to(CaseFormat.LOWER_CAMEL, "SOME_LONG_NAME"));
        check("chars", () -> CharMatcher.inRange('0', '9').retainFrom("a1b2") + CharMatcher.whitespace().collapseFrom("a  b", '_'));
        check("objects", () -> MoreObjects.toStringHelper("Thing").add("x", 1).omitNullValues().add("y", null).toString());
        check("preconditions", () -> {
            Preconditions.checkArgument(false, "bad %s", 5);
            return null;
        });
        check("hash", () -> Hashing.murmur3_128(7).hashString("text", StandardCharsets.UTF_8) + " "
            + Hashing.sha256().hashInt(5) + " " + Hashing.crc32c().hashLong(9) + " " + Hashing.sipHash24().hashInt(1)
            + " " + Hashing.farmHashFingerprint64().hashString("abcdefghijklmnopqrstuvwxyz", StandardCharsets.UTF_8));
        check("bloom", () -> {
            BloomFilter<Integer> f = BloomFilter.create(Funnels.integerFunnel(), 100);
            f.put(5);
            return f.mightContain(5) + " " + f.approximateElementCount();
        });
        check("encoding", () -> BaseEncoding.base32().encode("hello".getBytes(StandardCharsets.UTF_8)) + BaseEncoding.base16().lowerCase().encode(new byte[] {-1}));
        check("bytes", () -> ByteSource.wrap(new byte[] {1, 2, 3}).slice(1, 2).hash(Hashing.adler32()));
        check("math", () -> IntMath.gcd(12, 18) + " " + BigIntegerMath.factorial(25) + " " + IntMath.divide(7, 2, RoundingMode.HALF_EVEN)
            + " " + Stats.of(1, 2, 3, 4).populationStandardDeviation());
        check("overflow", () -> IntMath.checkedMultiply(1 << 20, 1 << 20));
        check("primitives", () -> Ints.asList(3, 1).indexOf(1) + " " + Ints.tryParse("x") + UnsignedLong.fromLongBits(-1)
            + UnsignedBytes.lexicographicalComparator().compare(new byte[] {1, (byte) 200, 3, 4, 5, 6, 7, 8, 9}, new byte[] {1, 100, 3, 4, 5, 6, 7, 8, 9}));
        check("cache", () -> {
            int[] loads = {0};
            LoadingCache<String, Integer> cache = CacheBuilder.newBuilder().maximumSize(2).recordStats().build(new CacheLoader<>() {
                @Override
                public Integer load(String key) {
                    loads[0]++;
                    return key.length();
                }
            });
            cache.get("a");
            cache.get("a");
            cache.get("bb");
            cache.get("ccc");
            return loads[0] + " " + cache.size() + " " + cache.stats().hitCount();
        });
        check("type token", () -> new TypeToken<Map<String, List<Integer>>>() { }.resolveType(Map.class.getMethod("values").getGenericReturnType()));
        check("proxy", () -> Reflection.newProxy(Function.class, (p, m, a) -> m.getName() + a[0]).apply("x"));
        check("event bus", () -> {
            EventBus bus = new EventBus();
            Listener l = new Listener();
            bus.register(l);
            bus.post("hi");
            bus.post(5);
            bus.post(1.5);
            return l.seen;
        });
        check("futures", () -> {
            ListeningExecutorService pool = MoreExecutors.listeningDecorator(Executors.newFixedThreadPool(2));
            try {
                return Futures.allAsList(pool.submit(() -> 1), pool.submit(() -> 2)).get() + " "
                    + Futures.transform(pool.submit(() -> 20), x -> x + 1, MoreExecutors.directExecutor()).get();
            } finally {
                pool.shutdown();
            }
        });
        check("settable", () -> {
            SettableFuture<String> f = SettableFuture.create();
            new Thread(() -> f.setException(new IllegalStateException("no"))).start();
            return f.get();
        });
        check("striped", () -> Striped.lock(4).get("k").tryLock() + " " + (RateLimiter.create(1e9).acquire() >= 0));
        check("graph", () -> {
            MutableGraph<Integer> g = GraphBuilder.directed().build();
            g.putEdge(1, 2);
            g.putEdge(2, 3);
            return Graphs.reachableNodes(g, 1) + " " + Graphs.hasCycle(g) + " " + g;
        });
        check("addresses", () -> InetAddresses.forString("::ffff:1.2.3.4").getHostAddress() + InetAddresses.isInetAddress("1.2.3.400"));
        check("class path", () -> ClassPath.from(GuavaCase.class.getClassLoader()).getTopLevelClasses("com.google.common.escape").size());
    }
}

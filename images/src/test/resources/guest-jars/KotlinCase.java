import java.util.Arrays;
import java.util.List;
import kotlin.Lazy;
import kotlin.LazyKt;
import kotlin.Pair;
import kotlin.Triple;
import kotlin.collections.ArrayDeque;
import kotlin.collections.CollectionsKt;
import kotlin.collections.MapsKt;
import kotlin.comparisons.ComparisonsKt;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlin.io.encoding.Base64;
import kotlin.jvm.JvmClassMappingKt;
import kotlin.jvm.internal.Intrinsics;
import kotlin.jvm.internal.Reflection;
import kotlin.random.RandomKt;
import kotlin.ranges.IntRange;
import kotlin.ranges.RangesKt;
import kotlin.sequences.SequencesKt;
import kotlin.text.Regex;
import kotlin.text.StringsKt;
import kotlin.time.DurationKt;
import kotlin.time.DurationUnit;

/** Kotlin's library as its compiler calls it. */
public final class KotlinCase {
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
    public static void main(String[] args) {
        check("pair", () -> new Pair<>(1, "x").equals(new Pair<>(1, "x")) + " " + new Triple<>(1, 2, 3));
        check("list", () -> CollectionsKt.listOf(1, 2, 3) + " " + CollectionsKt.windowed(List.of(1, 2, 3, 4), 2, 1, false));
        check("chunked", () -> CollectionsKt.chunked(List.of(1, 2, 3, 4, 5), 2));
        check("zip", () -> CollectionsKt.zip(List.of("a", "b"), List.of(1, 2)));
        check("group", () -> CollectionsKt.groupBy(List.of("a", "bb", "cc"), String::length).toString());
        check("fold", () -> CollectionsKt.fold(List.of(1, 2, 3), 10, (a, b) -> a + b));
        check("sort", () -> CollectionsKt.sortedWith(List.of("bb", "a", "ccc"), ComparisonsKt.compareBy(s -> -s.length())));
        check("join", () -> CollectionsKt.joinToString(List.of(1, 2, 3), "-", "<", ">", 2, "...", x -> "n" + x));
        check("map", () -> MapsKt.mapOf(new Pair<>("k", 1), new Pair<>("l", 2)));
        check("get or", () -> MapsKt.getValue(MapsKt.mapOf(new Pair<>("k", 1)), "none"));
        check("first", () -> CollectionsKt.first(List.of()));
        check("deque", () -> {
            ArrayDeque<Integer> d = new ArrayDeque<>();
            d.addFirst(1);
            d.addLast(2);
            d.addFirst(0);
            return d;
        });
        check("sequence", () -> SequencesKt.toList(SequencesKt.take(SequencesKt.filter(SequencesKt.generateSequence(1, (Integer x) -> x * 3), x -> x % 2 == 1), 5)));
        check("ranges", () -> new IntRange(1, 5).contains(3) + " " + RangesKt.step(RangesKt.until(0, 10), 3) + CollectionsKt.toList(RangesKt.downTo(3, 1)));
        check("text", () -> StringsKt.padStart("7", 3, '0') + StringsKt.trimIndent("\n    a\n      b\n") + StringsKt.substringAfter("a=b", "=", "-") + StringsKt.reversed("abc"));
        check("numbers", () -> StringsKt.toIntOrNull("12x") + " " + StringsKt.toIntOrNull("12") + StringsKt.toDoubleOrNull("1e3"));
        check("lines", () -> StringsKt.lines("a\nb\r\nc").size());
        check("regex", () -> new Regex("(\\w)(\\d)").replace("a1 b2", m -> m.getGroupValues().get(2) + m.getGroupValues().get(1)));
        check("lazy", () -> {
            int[] calls = {0};
            Lazy<Integer> l = LazyKt.lazy(() -> ++calls[0]);
            return l.getValue() + l.getValue() + " " + l;
        });
        check("random", () -> RandomKt.Random(42).nextInt(1000) + " " + RandomKt.Random(42).nextDouble());
        check("time", () -> DurationKt.toDuration(90, DurationUnit.MINUTES));
        check("base64", () -> Base64.Default.encode(new byte[] {1, 2, 3}, 0, 3));
        check("class", () -> JvmClassMappingKt.getKotlinClass(String.class).getSimpleName() + Reflection.getOrCreateKotlinClass(List.class).getQualifiedName());
        check("null check", () -> {
            Intrinsics.checkNotNullParameter(null, "arg");
            return null;
        });
        check("coroutine", () -> {
            StringBuilder s = new StringBuilder();
            Continuation<Object> c = new Continuation<>() {
                @Override
                public CoroutineContext getContext() {
                    return EmptyCoroutineContext.INSTANCE;
                }

                @Override
                public void resumeWith(Object result) {
                    s.append("resumed ").append(result);
                }
            };
            c.resumeWith(5);
            return s + c.getContext().toString();
        });
        check("arrays", () -> kotlin.collections.ArraysKt.sum(new int[] {1, 2}) + " " + kotlin.collections.ArraysKt.contentDeepToString(new Object[] {1, new int[] {2}}));
        check("progression", () -> Arrays.toString(CollectionsKt.toIntArray(CollectionsKt.toList(RangesKt.step(new IntRange(0, 20), 7)))));
        check("sequences lazily", () -> SequencesKt.joinToString(SequencesKt.map(CollectionsKt.asSequence(List.of(1, 2)), x -> x + 1), ",", "", "", -1, "", null));
    }
}

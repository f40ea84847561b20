import java.io.Serializable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Comparator;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.apache.commons.lang3.AnnotationUtils;
import org.apache.commons.lang3.ArrayUtils;
import org.apache.commons.lang3.BitField;
import org.apache.commons.lang3.BooleanUtils;
import org.apache.commons.lang3.CharSet;
import org.apache.commons.lang3.CharSetUtils;
import org.apache.commons.lang3.ClassUtils;
import org.apache.commons.lang3.EnumUtils;
import org.apache.commons.lang3.LocaleUtils;
import org.apache.commons.lang3.Range;
import org.apache.commons.lang3.SerializationUtils;
import org.apache.commons.lang3.StringUtils;
import org.apache.commons.lang3.Validate;
import org.apache.commons.lang3.builder.CompareToBuilder;
import org.apache.commons.lang3.builder.DiffBuilder;
import org.apache.commons.lang3.builder.EqualsBuilder;
import org.apache.commons.lang3.builder.HashCodeBuilder;
import org.apache.commons.lang3.builder.ReflectionDiffBuilder;
import org.apache.commons.lang3.builder.ReflectionToStringBuilder;
import org.apache.commons.lang3.builder.ToStringBuilder;
import org.apache.commons.lang3.builder.ToStringStyle;
import org.apache.commons.lang3.concurrent.LazyInitializer;
import org.apache.commons.lang3.concurrent.Computable;
import org.apache.commons.lang3.concurrent.Memoizer;
import org.apache.commons.lang3.event.EventListenerSupport;
import org.apache.commons.lang3.exception.ContextedRuntimeException;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.commons.lang3.function.Failable;
import org.apache.commons.lang3.math.Fraction;
import org.apache.commons.lang3.math.NumberUtils;
import org.apache.commons.lang3.mutable.MutableInt;
import org.apache.commons.lang3.reflect.ConstructorUtils;
import org.apache.commons.lang3.reflect.FieldUtils;
import org.apache.commons.lang3.reflect.MethodUtils;
import org.apache.commons.lang3.reflect.TypeUtils;
import org.apache.commons.lang3.time.DateUtils;
import org.apache.commons.lang3.time.DurationFormatUtils;
import org.apache.commons.lang3.time.FastDateFormat;
import org.apache.commons.lang3.tuple.MutablePair;
import org.apache.commons.lang3.tuple.Pair;
import org.apache.commons.lang3.tuple.Triple;

/** What commons-lang does with reflection, serialization, dates and text; ends with an exception nobody catches. */
public final class Lang3Case {
    private static final TimeZone UTC = TimeZone.getTimeZone("UTC");
    private static int number;

    private Lang3Case() {
    }

    @Retention(RetentionPolicy.RUNTIME)
    @interface Mark {
        int weight() default 3;

        String[] tags() default {"one"};

        Class<?> type() default Object.class;
    }

    @Mark(weight = 5, tags = {"a", "b"})
    public static class Person implements Serializable, Comparable<Person> {
        private static final long serialVersionUID = 1;
        private final String name;
        private int age;
        protected double[] marks = {1.5, 2};
        transient String note = "gone";
        private Person friend;

        Person(String name, int age) {
            this.name = name;
            this.age = age;
        }

        public String greet(String greeting, Integer... rest) {
            return greeting + " " + name + " " + rest.length;
        }

        private int secret(int add) {
            return age + add;
        }

        public static long sum(int a, long b) {
            return a + b;
        }

        @Override
        public boolean equals(Object other) {
            return EqualsBuilder.reflectionEquals(this, other, "friend");
        }

        @Override
        public int hashCode() {
            return new HashCodeBuilder(17, 37).append(name).append(age).append(marks).toHashCode();
        }

        @Override
        public int compareTo(Person other) {
            return new CompareToBuilder().append(name, other.name).append(other.age, age).toComparison();
        }

        @Override
        public String toString() {
            return new ToStringBuilder(this, ToStringStyle.SHORT_PREFIX_STYLE).append("name", name).append("age", age).append("marks", marks)
                .toString();
        }
    }

    static final class Holder<K extends Comparable<K>, V> {
        Map<K, ? super List<V[]>> field;
    }

    enum Permission { READ, WRITE, RUN }

    public interface Listener {
        void heard(String what);
    }

    private static void check(String what, Object value) {
        System.out.println(String.format(Locale.ROOT, "%02d %-20s %s", ++number, what, value));
    }

    public static void main(String[] args) throws Exception {
        text();
        arraysAndNumbers();
        builders();
        reflection();
        dates();
        exceptions();
        concurrency();
        System.out.println(number + " checks");
        System.out.flush();
        throw new ContextedRuntimeException("not caught").addContextValue("checks", number);
    }

    private static void text() {
        check("abbreviate", StringUtils.abbreviate("The quick brown fox", 12) + "|" + StringUtils.center("mid", 9, "*-"));
        check("between", StringUtils.substringBetween("a[b]c[d]", "[", "]") + " "
            + Arrays.toString(StringUtils.substringsBetween("a[b]c[d]", "[", "]")));
        check("case", StringUtils.swapCase("aBc ÄÖü") + " " + StringUtils.capitalize("élan") + " " + StringUtils.uncapitalize("ABC"));
        check("distance", StringUtils.indexOfDifference("kitten", "kitchen") + " " + StringUtils.difference("abcde", "abxyz") + " "
            + StringUtils.getCommonPrefix("interview", "internet", "interval"));
        check("split", Arrays.toString(StringUtils.splitByCharacterTypeCamelCase("fooBarXML200Ok")) + " "
            + Arrays.toString(StringUtils.splitPreserveAllTokens("a,,b,", ',')));
        check("replace", StringUtils.replaceEach("abcde", new String[] {"ab", "d"}, new String[] {"w", "t"}) + " "
            + StringUtils.overlay("abcdef", "zz", 2, 4) + " " + StringUtils.rotate("abcdefg", 2) + " "
            + StringUtils.stripAccents("éàüñ"));
        check("blank", StringUtils.isBlank(" \t\n") + " " + StringUtils.isNumericSpace("1 2") + " " + StringUtils.defaultIfEmpty("", "x") + " "
            + StringUtils.normalizeSpace("  a \n b  "));
        check("char sets", CharSetUtils.squeeze("hello", "k-p") + " " + CharSetUtils.count("hello", "l-o") + " "
            + CharSet.getInstance("a-e", "^c") + " " + CharSetUtils.delete("hello", "hl"));
        check("join", StringUtils.join(List.of(1, 2, 3), "; ") + " " + StringUtils.joinWith("/", "a", null, 3) + " " + StringUtils.repeat("ab", ",", 3));
    }

    private static void arraysAndNumbers() {
        int[] numbers = {5, 1, 4};
        check("arrays", Arrays.toString(ArrayUtils.addAll(numbers, 9, 8)) + " " + Arrays.toString(ArrayUtils.removeElements(numbers, 1)) + " "
            + ArrayUtils.indexOf(numbers, 4) + " " + ArrayUtils.toString(ArrayUtils.toObject(numbers)));
        int[] turned = numbers.clone();
        ArrayUtils.reverse(turned);
        ArrayUtils.shift(turned, 1);
        check("turned", Arrays.toString(turned) + " " + ArrayUtils.isSorted(turned) + " " + ArrayUtils.toMap(new String[][] {{"k", "v"}}));
        check("numbers", NumberUtils.createNumber("0x1F") + " " + NumberUtils.createNumber("12345678901") + " "
            + NumberUtils.createNumber("1.5f").getClass().getName() + " " + NumberUtils.isCreatable("1e400") + " " + NumberUtils.toInt("x", -1) + " "
            + NumberUtils.max(3, 9, 4));
        check("fractions", Fraction.getFraction(6, 8).reduce() + " " + Fraction.getFraction(0.333).add(Fraction.ONE_HALF) + " "
            + Fraction.getFraction("2 1/3").toProperString());
        check("range", Range.of(1, 10).contains(10) + " " + Range.of("b", "d").isBefore("e") + " " + Range.of(1, 5).intersectionWith(Range.of(3, 9)));
        check("bits", new BitField(0xf0).getValue(0xabc) + " " + new BitField(0xf0).setValue(0, 5));
        check("booleans", BooleanUtils.toBooleanObject("yes") + " " + BooleanUtils.toBooleanObject("maybe") + " " + BooleanUtils.xor(new boolean[] {true, true, true}));
        MutableInt count = new MutableInt();
        Failable.stream(List.of("a", "bb", "ccc")).forEach(s -> count.add(s.length()));
        check("mutable", count);
        check("tuples", Pair.of("k", 2) + " " + Triple.of(1, 'b', null) + " " + Pair.of(1, 2).compareTo(Pair.of(1, 3)) + " " + MutablePair.of(1, 2).hashCode());
        check("enums", EnumUtils.getEnumList(Permission.class) + " " + EnumUtils.generateBitVector(Permission.class, Permission.READ, Permission.RUN)
            + " " + EnumUtils.isValidEnum(Permission.class, "none") + " " + EnumUtils.processBitVector(Permission.class, 6));
    }

    private static void builders() {
        Person ann = new Person("Ann", 30);
        Person copy = SerializationUtils.clone(ann);
        check("serialized", copy + " " + copy.equals(ann) + " " + (copy != ann) + " " + copy.note + " " + (copy.hashCode() == ann.hashCode()));
        byte[] bytes = SerializationUtils.serialize(new ArrayList<>(List.of(Permission.WRITE, "text", 4L)));
        check("serialized list", bytes.length + " " + SerializationUtils.deserialize(bytes));
        check("reflection string", new ReflectionToStringBuilder(ann, ToStringStyle.NO_CLASS_NAME_STYLE).setExcludeFieldNames("friend").toString());
        check("json style", new ToStringBuilder(ann, ToStringStyle.JSON_STYLE).append("name", "Ann").append("list", List.of(1, 2)).toString());
        check("order", List.of(new Person("B", 1), new Person("A", 1), new Person("A", 2)).stream().sorted().map(p -> p.name + p.age)
            .collect(Collectors.joining(",")));
        Person older = new Person("Ann", 31);
        check("diff", ReflectionDiffBuilder.<Person>builder().setDiffBuilder(
            DiffBuilder.<Person>builder().setLeft(ann).setRight(older).setStyle(ToStringStyle.NO_CLASS_NAME_STYLE).build()).build().build());
        check("hash", HashCodeBuilder.reflectionHashCode(17, 37, new Person("x", 1), false, Object.class, "friend", "note") + " "
            + new HashCodeBuilder().append(1L).append(2.5).append('c').append(new boolean[] {true}).build());
    }

    private static void reflection() throws Exception {
        Person ann = new Person("Ann", 30);
        check("invoke", MethodUtils.invokeMethod(ann, "greet", "Hi", 1, 2) + " " + MethodUtils.invokeMethod(ann, true, "secret", 4) + " "
            + MethodUtils.invokeStaticMethod(Person.class, "sum", 1, 2));
        FieldUtils.writeField(ann, "age", 44, true);
        check("fields", FieldUtils.readField(ann, "age", true) + " "
            + FieldUtils.getAllFieldsList(Person.class).stream().map(Field::getName).sorted().toList());
        check("constructor", ConstructorUtils.getMatchingAccessibleConstructor(StringBuilder.class, String.class) + " "
            + ConstructorUtils.invokeConstructor(ArrayList.class, List.of(1, 2)));
        try {
            MethodUtils.invokeExactMethod(ann, "missing", "x");
        } catch (NoSuchMethodException e) {
            check("no such method", e.getClass().getName() + ": " + e.getMessage());
        }
        try {
            MethodUtils.invokeStaticMethod(Integer.class, "parseInt", "zz");
        } catch (InvocationTargetException e) {
            check("target exception", e.getCause().getClass().getName() + ": " + e.getCause().getMessage());
        }
        Type type = Holder.class.getDeclaredField("field").getGenericType();
        check("types", TypeUtils.toString(type) + " " + TypeUtils.getRawType(type, null).getName() + " " + TypeUtils.containsTypeVariables(type));
        check("assignable", TypeUtils.isAssignable(TypeUtils.parameterize(ArrayList.class, String.class), TypeUtils.parameterize(List.class,
            TypeUtils.wildcardType().withUpperBounds(CharSequence.class).build())) + " " + TypeUtils.toLongString(Holder.class.getTypeParameters()[0]));
        check("type arguments", new HashMap<>(TypeUtils.getTypeArguments(Permission.class, Comparable.class)).values());
        check("class names", ClassUtils.getShortClassName(Map.Entry[].class) + " " + ClassUtils.getAbbreviatedName("org.example.deep.Name", 14) + " "
            + ClassUtils.getClass("java.util.Map$Entry").getName() + " " + ClassUtils.getClass("int[][]").getName());
        check("interfaces", ClassUtils.getAllInterfaces(ArrayList.class).stream().map(Class::getName).sorted().toList());
        check("superclasses", ClassUtils.getAllSuperclasses(GregorianCalendar.class));
        Mark mark = Person.class.getAnnotation(Mark.class);
        check("annotation", mark.weight() + " " + Arrays.toString(mark.tags()) + " " + mark.type() + " "
            + AnnotationUtils.equals(mark, Person.class.getAnnotation(Mark.class)) + " " + AnnotationUtils.isValidAnnotationMemberType(Date.class));
        List<String> heard = new ArrayList<>();
        EventListenerSupport<Listener> support = EventListenerSupport.create(Listener.class);
        support.addListener(what -> heard.add("one " + what));
        support.addListener(what -> heard.add("two " + what));
        support.fire().heard("bell");
        check("proxy", heard + " " + java.lang.reflect.Proxy.isProxyClass(support.fire().getClass()));
        Method bridge = Arrays.stream(Person.class.getDeclaredMethods()).filter(Method::isBridge).findFirst().orElseThrow();
        check("bridge method", bridge.getName() + " " + Arrays.toString(bridge.getParameterTypes()));
    }

    private static void dates() throws Exception {
        Date leap = new Date(1_709_210_096_789L);
        FastDateFormat format = FastDateFormat.getInstance("yyyy-MM-dd'T'HH:mm:ss.SSSZZ EEE D", UTC, Locale.ROOT);
        check("format", format.format(leap));
        check("parse", FastDateFormat.getInstance("dd.MM.yyyy HH:mm X", UTC, Locale.ROOT).parse("29.02.2024 12:30 +02").getTime());
        Calendar calendar = DateUtils.toCalendar(leap, UTC);
        check("round", format.format(DateUtils.truncate(calendar, Calendar.HOUR)) + " " + format.format(DateUtils.ceiling(calendar, Calendar.MONTH)));
        check("add", format.format(DateUtils.addMonths(leap, 12)));
        check("durations", DurationFormatUtils.formatDuration(93_784_005L, "d 'days' HH:mm:ss.SSS") + " " + DurationFormatUtils.formatDurationISO(61_001));
        check("locales", LocaleUtils.toLocale("pt_BR") + " " + LocaleUtils.localeLookupList(Locale.forLanguageTag("fr-CA")));
    }

    private static void exceptions() {
        Throwable chain = new IllegalStateException("outer", new RuntimeException("middle", new java.io.IOException("root")));
        check("chain", ExceptionUtils.getRootCauseMessage(chain) + " " + ExceptionUtils.getThrowableCount(chain) + " "
            + ExceptionUtils.indexOfType(chain, java.io.IOException.class) + " "
            + ExceptionUtils.getThrowableList(chain).stream().map(t -> t.getClass().getName()).toList());
        String trace = ExceptionUtils.getStackTrace(chain);
        check("trace", trace.lines().filter(l -> !l.startsWith("\t")).toList());
        check("own frames", ExceptionUtils.getStackFrames(chain)[1].trim().replaceAll("\\(.*", ""));
        try {
            Validate.inclusiveBetween(1, 5, 7, "not between: %d", 7);
        } catch (IllegalArgumentException e) {
            check("validate", e.getClass().getName() + ": " + e.getMessage());
        }
        try {
            Validate.noNullElements(new Object[] {"a", null});
        } catch (IllegalArgumentException e) {
            check("null element", e.getMessage());
        }
        try {
            Failable.run(() -> {
                throw new java.io.FileNotFoundException("nowhere");
            });
        } catch (RuntimeException e) {
            check("failable", e.getClass().getName() + " / " + e.getCause().getClass().getName());
        }
        check("context", new ContextedRuntimeException("msg").addContextValue("k", 1).getMessage().replace("\n", "\\n"));
    }

    private static Computable<Integer, Integer> squareOnce(int[] made) {
        return i -> i * i * ++made[0];
    }

    private static void concurrency() throws Exception {
        int[] made = {0};
        LazyInitializer<String> lazy = LazyInitializer.<String>builder().setInitializer(() -> "made " + ++made[0]).get();
        CountDownLatch done = new CountDownLatch(4);
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                try {
                    lazy.get();
                } catch (Exception e) {
                    made[0] = -100;
                }
                done.countDown();
            });
            thread.start();
        }
        done.await();
        check("lazy", lazy.get());
        Memoizer<Integer, Integer> squares = new Memoizer<>(squareOnce(made));
        check("memoizer", squares.compute(3) + " " + squares.compute(3) + " " + made[0]);
        List<Integer> sorted = new ArrayList<>(List.of(3, 1, 2));
        sorted.sort(Comparator.comparing(Objects::toString, Comparator.reverseOrder()));
        check("lambda sort", sorted);
    }
}

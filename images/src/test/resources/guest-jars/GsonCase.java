import com.google.gson.ExclusionStrategy;
import com.google.gson.FieldAttributes;
import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import com.google.gson.JsonSyntaxException;
import com.google.gson.ToNumberPolicy;
import com.google.gson.TypeAdapter;
import com.google.gson.annotations.Expose;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.annotations.SerializedName;
import com.google.gson.annotations.Since;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What gson does with reflection, generics, annotations, records and enums. */
public final class GsonCase {
    private static int number;

    private GsonCase() {
    }

    enum Colour {
        RED, @SerializedName("vert") GREEN {
            @Override
            String mood() {
                return "calm";
            }
        },
        BLUE;

        String mood() {
            return "plain";
        }
    }

    record Point(int x, double y, @SerializedName("z-axis") Long z) {
        Point {
            if (x < 0) {
                throw new IllegalArgumentException("x below zero: " + x);
            }
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.FIELD)
    @interface Hidden {
        String why() default "private";
    }

    static class Base {
        protected String inherited = "base";
        transient int skipped = 9;
        static int shared = 8;
    }

    static class Everything extends Base {
        boolean flag = true;
        byte small = -7;
        char letter = 'é';
        short shorter = 300;
        int[] numbers = {1, 2, 3};
        int[][] grid = {{1}, {2, 3}, {}};
        long big = Long.MIN_VALUE;
        float single = 1.5f;
        Double nothing;
        String text = "quote \" tab \t <tag> \u2028 end";
        List<Point> points = new ArrayList<>(List.of(new Point(1, 2.5, 3L), new Point(4, -0.0, null)));
        Map<String, List<Integer>> table = new TreeMap<>(Map.of("b", List.of(2), "a", List.of(1, 1)));
        EnumMap<Colour, Integer> colours = new EnumMap<>(Map.of(Colour.BLUE, 3, Colour.GREEN, 2));
        @Hidden(why = "test")
        String secret = "do not print";
    }

    static class Versions {
        @Since(1.0) int old = 1;
        @Since(2.0) int recent = 2;
        @Expose int open = 3;
        @Expose(serialize = false) int half = 4;
    }

    static class Named {
        final int someLongName = 1;
    }

    @JsonAdapter(MoneyAdapter.class)
    static final class Money {
        final BigDecimal amount;
        final String currency;

        Money(BigDecimal amount, String currency) {
            this.amount = amount;
            this.currency = currency;
        }
    }

    static final class MoneyAdapter extends TypeAdapter<Money> {
        @Override
        public void write(JsonWriter out, Money money) throws IOException {
            out.value(money.amount.toPlainString() + " " + money.currency);
        }

        @Override
        public Money read(JsonReader in) throws IOException {
            String[] parts = in.nextString().split("\\s+");
            return new Money(new BigDecimal(parts[0]), parts[1]);
        }
    }

    static class Node<T> {
        T value;
        Node<T> next;

        Node(T value, Node<T> next) {
            this.value = value;
            this.next = next;
        }
    }

    interface Step {
        void run() throws Exception;
    }

    private static void check(String what, Object value) {
        System.out.println(String.format("%02d %-28s %s", ++number, what, value));
    }

    private static void fails(String what, Step step) {
        try {
            step.run();
            check(what, "no exception");
        } catch (Exception e) {
            Throwable cause = e.getCause();
            check(what, e.getClass().getName() + ": " + e.getMessage() + (cause == null ? "" : " / " + cause.getClass().getName()));
        }
    }

    public static void main(String[] args) throws Exception {
        Gson gson = new Gson();
        String everything = gson.toJson(new Everything());
        check("everything", everything);
        Everything back = gson.fromJson(everything, Everything.class);
        check("round trip equal", everything.equals(gson.toJson(back)));
        check("types after round trip", back.points.getClass().getName() + " " + back.points.get(0) + " "
            + back.table.getClass().getName() + " " + back.colours.getClass().getName());
        check("transient and static", back.skipped + " " + Everything.shared);
        Gson pretty = new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping()
            .setExclusionStrategies(new ExclusionStrategy() {
                @Override
                public boolean shouldSkipField(FieldAttributes field) {
                    Hidden hidden = field.getAnnotation(Hidden.class);
                    return hidden != null && hidden.why().equals("test");
                }

                @Override
                public boolean shouldSkipClass(Class<?> type) {
                    return type == EnumMap.class;
                }
            }).create();
        check("pretty", pretty.toJson(new Everything()));
        check("record", gson.toJson(new Point(1, 1e10, 2L)) + " " + gson.fromJson("{\"x\":5,\"z-axis\":9}", Point.class));
        check("enum constants", gson.toJson(Colour.values()) + " " + gson.fromJson("\"vert\"", Colour.class).mood() + " "
            + gson.fromJson("\"RED\"", Colour.class).mood() + " " + gson.fromJson("\"PINK\"", Colour.class));
        Type listOfMaps = new TypeToken<List<Map<String, Integer[]>>>() { }.getType();
        List<Map<String, Integer[]>> maps = gson.fromJson("[{\"one\":[1]},{\"two\":[2,2],\"three\":null}]", listOfMaps);
        check("type token", listOfMaps + " " + ((ParameterizedType) listOfMaps).getRawType());
        check("list of maps", maps.size() + " " + Arrays.toString(maps.get(1).get("two")) + " " + maps.get(1).get("three") + " "
            + maps.get(0).getClass().getName());
        Node<Point> chain = gson.fromJson("{\"value\":{\"x\":1},\"next\":{\"value\":{\"x\":2}}}", new TypeToken<Node<Point>>() { });
        check("generic chain", chain.value + " " + chain.next.value + " " + chain.next.next);
        check("untyped", gson.fromJson("{\"a\":[1,2.5,\"s\",null,true,{}]}", Object.class));
        Gson lazily = new GsonBuilder().setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE).create();
        check("untyped numbers", lazily.fromJson("[1, 1.5, 9007199254740993]", Object.class));
        check("big numbers", gson.fromJson("123456789012345678901234567890", BigInteger.class).multiply(BigInteger.TEN) + " "
            + gson.fromJson("1.10", BigDecimal.class).scale());
        check("money adapter", gson.toJson(new Money(new BigDecimal("12.50"), "EUR")) + " "
            + gson.fromJson("\"7  CHF\"", Money.class).currency);
        check("since 1.5", new GsonBuilder().setVersion(1.5).create().toJson(new Versions()));
        check("exposed", new GsonBuilder().excludeFieldsWithoutExposeAnnotation().create().toJson(new Versions()));
        check("naming", new GsonBuilder().setFieldNamingPolicy(FieldNamingPolicy.UPPER_CAMEL_CASE_WITH_SPACES).create()
            .toJson(new Named()));
        check("anonymous", gson.toJson(new Named() { }));
        JsonSerializer<LocalDate> dates = (date, type, context) -> new JsonPrimitive(date.getYear() * 1000 + date.getDayOfYear());
        Gson dated = new GsonBuilder().registerTypeAdapter(LocalDate.class, dates).enableComplexMapKeySerialization().create();
        Map<LocalDate, Integer> days = new LinkedHashMap<>();
        days.put(LocalDate.of(2024, 2, 29), 1);
        days.put(LocalDate.of(2023, 12, 31), 2);
        check("lambda serializer", dated.toJson(days, new TypeToken<Map<LocalDate, Integer>>() { }.getType()));
        JsonObject tree = JsonParser.parseString("{\"b\":{\"c\":[1,2,[3]]},\"a\":\"x\",\"n\":null}").getAsJsonObject();
        tree.add("added", new JsonArray());
        tree.getAsJsonArray("added").add(JsonNull.INSTANCE);
        check("tree", tree + " " + tree.keySet() + " " + tree.getAsJsonObject("b").getAsJsonArray("c").get(2));
        StringBuilder kinds = new StringBuilder();
        for (Map.Entry<String, JsonElement> entry : tree.entrySet()) {
            kinds.append(entry.getKey()).append('=').append(entry.getValue().getClass().getSimpleName()).append(' ');
        }
        check("tree kinds", kinds);
        check("collections", gson.toJson(new ArrayDeque<>(List.of(3, 1, 2))) + gson.toJson(new TreeSet<>(List.of("b", "a")))
            + gson.toJson(Map.of("k", 'c')) + gson.toJson(new int[0]) + gson.toJson(null));
        check("reader", tokens("{\"k\":[1,\"two\",false,null],\"d\":1.25}"));
        StringWriter text = new StringWriter();
        try (JsonWriter writer = new JsonWriter(text)) {
            writer.setIndent(" ");
            writer.beginObject().name("list").beginArray().value(1).value(2.5).value(true).nullValue().endArray().endObject();
        }
        check("writer", text);
        fails("syntax error", () -> gson.fromJson("{\"x\": [1,}", Everything.class));
        fails("wrong type", () -> gson.fromJson("{\"numbers\":\"text\"}", Everything.class));
        fails("bad number", () -> gson.fromJson("\"12x\"", Integer.class));
        fails("record refuses", () -> gson.fromJson("{\"x\":-1}", Point.class));
        fails("nan", () -> gson.toJson(Double.NaN));
        fails("class value", () -> gson.toJson(String.class));
        fails("tree cast", () -> JsonParser.parseString("[1]").getAsJsonObject());
        fails("unfinished writer", () -> new JsonWriter(new StringWriter()).endArray());
        try {
            gson.fromJson("[", int[].class);
        } catch (JsonSyntaxException e) {
            StackTraceElement top = e.getStackTrace()[0];
            check("stack trace", top.getClassName().startsWith("com.google.gson.") + " "
                + Arrays.stream(e.getStackTrace()).anyMatch(f -> f.getClassName().equals("GsonCase") && f.getMethodName().equals("main")));
        }
        System.out.println(number + " checks");
    }

    private static String tokens(String json) throws IOException {
        StringBuilder seen = new StringBuilder();
        try (JsonReader reader = new JsonReader(new StringReader(json))) {
            JsonToken token;
            while ((token = reader.peek()) != JsonToken.END_DOCUMENT) {
                switch (token) {
                    case BEGIN_OBJECT -> reader.beginObject();
                    case END_OBJECT -> reader.endObject();
                    case BEGIN_ARRAY -> reader.beginArray();
                    case END_ARRAY -> reader.endArray();
                    case NAME -> seen.append(reader.nextName()).append(':');
                    case STRING, NUMBER -> seen.append(reader.getPath()).append('=').append(reader.nextString()).append(' ');
                    case BOOLEAN -> seen.append(reader.nextBoolean()).append(' ');
                    case NULL -> {
                        reader.nextNull();
                        seen.append("null ");
                    }
                    default -> throw new IllegalStateException(token.name());
                }
            }
        }
        return seen.toString();
    }
}

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Data binding by reflection, annotations and generics, trees and streams. */
public final class JacksonCase {
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
    public enum Colour { RED, GREEN }

    public record Point(int x, @JsonProperty("why") int y) { }

    public static class Bean {
        public String name = "n";
        private int hidden = 3;
        public List<Integer> list = List.of(1, 2);
        public Map<String, Colour> colours = new TreeMap<>(Map.of("a", Colour.GREEN));
        @JsonIgnore public int ignored = 9;
        public double[] numbers = {1.5, -0.0};
        public byte[] bytes = {1, 2, 3};

        public int getHidden() {
            return hidden;
        }

        public void setHidden(int value) {
            hidden = value * 2;
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({@JsonSubTypes.Type(value = Circle.class, name = "circle"), @JsonSubTypes.Type(value = Square.class, name = "square")})
    public interface Shape { }

    public record Circle(double radius) implements Shape { }

    public record Square(double side) implements Shape { }

    public static final class Money {
        private final String text;

        @JsonCreator
        public Money(String text) {
            this.text = text;
        }

        @JsonValue
        public String text() {
            return "$" + text;
        }
    }

    public static final class Outer {
        @JsonUnwrapped public Point point = new Point(1, 2);
        public String other = "o";
    }

    public static final class Strict {
        private final int a;

        @JsonCreator
        Strict(@JsonProperty(value = "a", required = true) int a) {
            this.a = a;
        }
    }

    public static void main(String[] args) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        check("bean", () -> mapper.writeValueAsString(new Bean()));
        check("read bean", () -> {
            Bean b = mapper.readValue("{\"name\":\"x\",\"hidden\":4,\"list\":[5],\"colours\":{\"q\":\"RED\"},\"bytes\":\"AQID\"}", Bean.class);
            return b.name + b.hidden + b.list + b.colours + b.bytes.length;
        });
        check("record", () -> mapper.writeValueAsString(new Point(1, 2)) + mapper.readValue("{\"x\":7,\"why\":8}", Point.class));
        check("polymorphic out", () -> mapper.writerFor(new TypeReference<List<Shape>>() { })
            .writeValueAsString(List.of(new Circle(1), new Square(2))));
        check("polymorphic in", () -> mapper.readValue("[{\"kind\":\"square\",\"side\":3}]", Shape[].class)[0]);
        check("unknown subtype", () -> mapper.readValue("{\"kind\":\"cube\"}", Shape.class));
        check("value", () -> mapper.writeValueAsString(mapper.readValue("\"12\"", Money.class)));
        check("unwrapped", () -> mapper.writeValueAsString(new Outer()));
        check("required", () -> mapper.readValue("{}", Strict.class).a);
        check("creator", () -> mapper.readValue("{\"a\":5}", Strict.class).a);
        check("generics", () -> mapper.readValue("{\"k\":[{\"x\":1,\"why\":2}]}", new TypeReference<LinkedHashMap<String, List<Point>>>() { }));
        check("untyped", () -> mapper.readValue("{\"a\":[1,2.5,true,null,\"s\"]}", Object.class));
        check("untyped classes", () -> ((Map<?, ?>) mapper.readValue("{\"a\":[1]}", Object.class)).get("a").getClass());
        check("enum map", () -> mapper.readValue("{\"RED\":1}", new TypeReference<EnumMap<Colour, Integer>>() { }));
        check("bad enum", () -> mapper.readValue("\"BLUE\"", Colour.class));
        check("tree", () -> {
            ObjectNode n = (ObjectNode) mapper.readTree("{\"a\":{\"b\":[10,20]}}");
            n.putArray("c").add(1.5).addNull();
            return n + " " + n.at("/a/b/1").asInt();
        });
        check("node types", () -> {
            StringBuilder s = new StringBuilder();
            for (JsonNode n : mapper.readTree("[1,2.5,\"t\",true,null,{},[]]")) {
                s.append(n.getNodeType()).append(' ');
            }
            return s;
        });
        check("pretty", () -> mapper.writerWithDefaultPrettyPrinter().writeValueAsString(Map.of("k", List.of(1, 2))).replace("\n", "|"));
        check("naming", () -> new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .writeValueAsString(new Object() { public int someLongName = 1; }));
        check("sorted", () -> new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .writeValueAsString(new LinkedHashMap<>(Map.of("b", 1))));
        check("big", () -> mapper.readValue("1234567890123456789012.345", BigDecimal.class).add(BigDecimal.ONE));
        check("uuid", () -> mapper.readValue("\"00000000-0000-0001-0000-000000000002\"", UUID.class));
        check("convert", () -> mapper.convertValue(Map.of("x", 3, "why", 4), Point.class));
        check("update", () -> mapper.readerForUpdating(new Bean()).<Bean>readValue("{\"name\":\"updated\"}").name);
        check("tokens", () -> {
            StringBuilder s = new StringBuilder();
            try (JsonParser p = new JsonFactory().createParser("{\"a\":[1,\"x\"]}")) {
                while (p.nextToken() != null) {
                    s.append(p.currentToken()).append(' ');
                }
            }
            return s;
        });
        check("syntax error", () -> mapper.readTree("{\"a\":}"));
        check("unknown property", () -> mapper.readValue("{\"zz\":1}", Point.class));
        check("empty bean", () -> mapper.writeValueAsString(new Object()));
        check("optional", () -> mapper.writeValueAsString(Optional.of(1)));
        check("wrong type", () -> mapper.readValue("\"abc\"", Integer.class));
    }
}

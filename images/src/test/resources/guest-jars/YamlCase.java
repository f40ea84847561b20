import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.TypeDescription;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.Constructor;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/** YAML to trees, to beans and back. */
public final class YamlCase {
    private static int number;

    private interface Body {
        Object run() throws Throwable;
    }

    private static void check(String name, Body body) {
        Object value;
        try {
            value = body.run();
        } catch (Throwable e) {
            value = e.getClass().getName() + ": " + String.valueOf(e.getMessage()).replaceAll("@[0-9a-f]+", "@hash");
        }
        System.out.println(++number + " " + name + ": " + value);
    }
    public static class Server {
        private String host;
        public int port;
        public List<Endpoint> endpoints = new ArrayList<>();
        public Level level;

        public String getHost() {
            return host;
        }

        public void setHost(String value) {
            host = value;
        }
    }

    public static class Endpoint {
        public String path;
        public Map<String, Double> limits;
    }

    public enum Level { LOW, HIGH }

    public static void main(String[] args) {
        String text = "host: example\nport: 8080\nlevel: HIGH\nendpoints:\n- path: /a\n  limits: {x: 1.5}\n- path: /b\n";
        for (String y : new String[] {"a: [1, 2.5, true, ~, 'q']", "{x: 0x1F, o: 010, b: 0b101, e: 1e3, i: .inf, n: .nan}", "- |\n  line\n  two\n- >\n  folded\n  text\n",
            "base: &b {k: 1}\nuse: {<<: *b, m: 2}", "? [complex, key]\n: value", "s: !!str 5\nf: !!float 5\nset: !!set {a, b}", "12345678901234567890",
            "- yes\n- no\n- on\n- null", "\"esc: \\u00e9 \\n \\x41\"", "a: b: c", "a: [1, 2", "x: 1\nx: 2", "!!java.util.Date 2001-12-14", "%YAML 1.1\n---\na", "*none"}) {
            check(y.replace("\n", "\\n"), () -> new Yaml().load(y));
        }
        check("classes", () -> {
            StringBuilder s = new StringBuilder();
            for (Object o : new Yaml().<List<?>>load("[1, 9999999999, 1.5, true, text, {}, []]")) {
                s.append(o.getClass().getSimpleName()).append(' ');
            }
            return s;
        });
        check("date", () -> new Yaml().<Date>load("2001-12-14t21:59:43.10-05:00").getTime());
        check("binary", () -> new Yaml().<byte[]>load("!!binary AQID").length);
        check("bean", () -> {
            Server s = new Yaml(new Constructor(Server.class, new LoaderOptions())).load(text);
            return s.getHost() + s.port + s.level + s.endpoints.get(0).path + s.endpoints.get(0).limits + s.endpoints.size();
        });
        check("bean error", () -> new Yaml(new Constructor(Server.class, new LoaderOptions())).load("port: many"));
        check("no property", () -> new Yaml(new Constructor(Server.class, new LoaderOptions())).load("colour: red"));
        check("global tag", () -> new Yaml().load("!!YamlCase$Server {port: 1}"));
        check("dump", () -> new Yaml().dump(new LinkedHashMap<>(Map.of("k", List.of(1, "two", 3.0)))));
        check("block", () -> {
            DumperOptions o = new DumperOptions();
            o.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
            o.setIndent(4);
            return new Yaml(o).dump(Map.of("list", List.of(List.of(1), Map.of("a", "b")))).replace("\n", "|");
        });
        check("dump bean", () -> {
            Server s = new Server();
            s.setHost("h: x");
            s.level = Level.LOW;
            Representer r = new Representer(new DumperOptions());
            r.addClassTag(Server.class, Tag.MAP);
            return new Yaml(r).dump(s).replace("\n", "|");
        });
        check("documents", () -> {
            List<Object> all = new ArrayList<>();
            new Yaml().loadAll("---\na\n---\nb\n...\n").forEach(all::add);
            return all;
        });
        check("events", () -> {
            StringBuilder s = new StringBuilder();
            for (Event e : new Yaml().parse(new java.io.StringReader("a: [1]"))) {
                s.append(e.getEventId()).append(' ');
            }
            return s;
        });
        check("nodes", () -> {
            Node n = new Yaml().compose(new java.io.StringReader("a: 1"));
            return n.getTag() + " " + n.getStartMark();
        });
        check("typed", () -> {
            TypeDescription d = new TypeDescription(Endpoint.class);
            d.substituteProperty("p", String.class, null, null);
            return d.getType();
        });
        check("unicode", () -> new Yaml().dump("größe \u4e2d \ud83d\ude00").strip());
    }
}

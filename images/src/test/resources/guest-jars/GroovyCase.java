import groovy.lang.Binding;
import groovy.lang.GroovyClassLoader;
import groovy.lang.GroovyShell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A dynamic language: compiled in the guest, dispatched by invokedynamic and reflection. */
public final class GroovyCase {
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
    public static class Host {
        private int secret = 5;
        public List<Object> log = new ArrayList<>();

        public int getSecret() {
            return secret;
        }

        public String over(Object o) {
            return "object";
        }

        public String over(String s) {
            return "string";
        }
    }

    public static void main(String[] args) {
        for (String s : new String[] {"1 + 2 * 3", "'text'.toUpperCase().reverse()", "[3, 1, 2].sort().collect { it * 10 }", "(1..5).inject(0) { a, b -> a + b }",
            "[a: 1, b: 2].collectEntries { k, v -> [(v): k] }", "\"sum ${1 + 1} of ${[1, 2].size()}\"", "def f = { x, y = 2 -> x * y }; f(21)", "def fact(n) { n <= 1 ? 1G : n * fact(n - 1) }; fact(25)",
            "1.1 + 2.2", "10 / 4", "7.intdiv(2)", "2 ** 70", "'abc' =~ /b/ ? 'found' : 'no'", "('a1b22' =~ /\\d+/).collect { it }", "switch (5) { case 1..3: 'low'; break; case Integer: 'int'; break }",
            "null?.length()", "def x = null; x ?: 'elvis'", "[1, [2, [3]]].flatten()", "['b', 'a']*.toUpperCase()", "def (a, b) = [1, 2]; a + b", "new Date(0).time", "'x'.noSuchMethod()", "unknown", "1 / 0",
            "class P { String name; int age }; def p = new P(name: 'Ann', age: 3); p.name + p.age + p.properties.keySet().sort()", "trait T { def hi() { 'hi' } }; class C implements T { }; new C().hi()",
            "enum E { A, B; E next() { values()[(ordinal() + 1) % 2] } }; E.A.next()", "interface I { int f(int x) }; I i = { it + 1 } as I; i.f(4)", "try { throw new IOException('io') } catch (IOException e) { e.message } finally { }",
            "def l = []; 5.times { l << it }; l.findAll { it % 2 }", "[1, 2, 3].stream().map { it + 1 }.toList()", "String.metaClass.shout = { delegate + '!' }; 'a'.shout()", "'def'.bytes.encodeHex().toString()",
            "new StringBuilder('x').append(1).with { it.append(2); it.toString() }", "(1..3).permutations().size()", "def s = 0; for (i in 0..<1000) { s += i }; s", "assert 1 == 2", "Thread.start { }.join()", "@groovy.transform.Immutable class Q { int x }; new Q(5).toString()",
            "1 +"}) {
            check(s.length() > 50 ? s.substring(0, 50) : s, () -> {
                try {
                    return new GroovyShell().evaluate(s);
                } catch (Throwable e) {
                    return e.getClass().getName() + ": " + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
                }
            });
        }
        check("binding", () -> new GroovyShell(new Binding(Map.of("h", new Host()))).evaluate("h.log << h.secret << h.over('x') << h.over(1); h.log"));
        check("class loader", () -> {
            try (GroovyClassLoader l = new GroovyClassLoader()) {
                Class<?> c = l.parseClass("class Made implements Callable<String>, java.util.concurrent.Callable { String call() { 'called' } }".replace("Callable<String>, ", ""));
                return ((java.util.concurrent.Callable<?>) c.getDeclaredConstructor().newInstance()).call() + c.getName();
            }
        });
    }
}

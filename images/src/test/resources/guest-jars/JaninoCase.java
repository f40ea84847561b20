import java.io.StringReader;
import java.util.Map;
import java.util.concurrent.Callable;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.commons.compiler.util.resource.MapResourceCreator;
import org.codehaus.commons.compiler.util.resource.MapResourceFinder;
import org.codehaus.commons.compiler.util.resource.ResourceFinder;
import org.codehaus.commons.compiler.util.resource.StringResource;
import org.codehaus.janino.ClassBodyEvaluator;
import org.codehaus.janino.ExpressionEvaluator;
import org.codehaus.janino.JavaSourceClassLoader;
import org.codehaus.janino.ScriptEvaluator;
import org.codehaus.janino.SimpleCompiler;

/** A compiler in the guest: the classes it makes are defined and run there. */
public final class JaninoCase {
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
    public interface Adder {
        int add(int a, int b);
    }

    private static Object eval(String expression) throws Exception {
        ExpressionEvaluator e = new ExpressionEvaluator();
        e.setExpressionType(Object.class);
        e.cook(expression);
        return e.evaluate(new Object[0]);
    }

    private static Object script(String text, Class<?> type) throws Exception {
        ScriptEvaluator s = new ScriptEvaluator();
        s.setReturnType(type);
        s.cook(text);
        return s.evaluate(new Object[0]);
    }

    public static void main(String[] args) throws Exception {
        for (String e : new String[] {"1 + 2 * 3", "\"a\" + 1 + 'c'", "Math.max(3, 5) << 2", "new int[] {1, 2}.length",
            "java.util.Arrays.asList(new Object[] {\"x\", Integer.valueOf(2)})", "7 / 2.0", "-7 % 3", "\"text\".substring(1).toUpperCase()",
            "(Object) new StringBuilder(\"ab\").reverse()", "Long.MAX_VALUE + 1", "1 / 0", "String.class", "new java.util.TreeMap()",
            "(Object) System.getProperty(\"no.such\")", "unknownName", "1 +", "((String) (Object) Integer.valueOf(1)).length()"}) {
            check(e, () -> eval(e));
        }
        check("loop", () -> script("int s = 0; for (int i = 0; i < 100; i++) { s += i; } return s;", int.class));
        check("try", () -> script("try { Object o = null; return o.toString(); } catch (NullPointerException e) { return \"npe\"; } finally { }", String.class));
        check("switch", () -> script("switch (3) { case 1: return 1; case 3: return 33; default: return 0; }", int.class));
        check("generics", () -> script("java.util.List<String> l = new java.util.ArrayList<String>(); l.add(\"q\"); for (String s : l) { return s; } return null;", String.class));
        check("missing return", () -> script("int x = 1;", int.class));
        check("parameters", () -> {
            ExpressionEvaluator e = new ExpressionEvaluator();
            e.setParameters(new String[] {"a", "b"}, new Class[] {int.class, String.class});
            e.setExpressionType(String.class);
            e.cook("b + a * 2");
            return e.evaluate(new Object[] {21, "="});
        });
        check("cast", () -> {
            try {
                return (Adder) new ClassBodyEvaluator().createInstance(new StringReader("public int add(int a, int b) { return a + b; }"));
            } catch (ClassCastException e) {
                return e.getMessage().startsWith("class SC cannot be cast to class JaninoCase$Adder (SC is in unnamed module of loader");
            }
        });
        check("fast", () -> {
            ClassBodyEvaluator c = new ClassBodyEvaluator();
            c.setImplementedInterfaces(new Class[] {Adder.class});
            c.cook("public int add(int a, int b) { return a * 10 + b; }");
            return ((Adder) c.getClazz().getDeclaredConstructor().newInstance()).add(4, 2);
        });
        check("class", () -> {
            SimpleCompiler c = new SimpleCompiler();
            c.cook("package made; public class Thing implements java.util.concurrent.Callable { static int n; class In { int v = 5; }"
                + " public Object call() { n++; return getClass().getName() + new In().v + n; } }");
            Class<?> made = c.getClassLoader().loadClass("made.Thing");
            return ((Callable<?>) made.getDeclaredConstructor().newInstance()).call() + " " + (made.getClassLoader() != JaninoCase.class.getClassLoader());
        });
        check("sources", () -> {
            ResourceFinder finder = new MapResourceFinder(Map.of("p/A.java", "package p; public class A { public static String hi() { return B.name(); } }".getBytes(),
                "p/B.java", "package p; class B { static String name() { return \"from B\"; } }".getBytes()));
            ClassLoader loader = new JavaSourceClassLoader(JaninoCase.class.getClassLoader(), finder, null);
            return loader.loadClass("p.A").getMethod("hi").invoke(null);
        });
        check("error", () -> {
            try {
                new SimpleCompiler().cook("class X { int f() { return \"s\"; } }");
                return "compiled";
            } catch (CompileException e) {
                return e.getMessage();
            }
        });
        check("thrown", () -> {
            try {
                return script("throw new IllegalStateException(\"made\");", void.class);
            } catch (java.lang.reflect.InvocationTargetException e) {
                return e.getCause() + " " + e.getCause().getStackTrace()[0].getMethodName();
            }
        });
    }
}

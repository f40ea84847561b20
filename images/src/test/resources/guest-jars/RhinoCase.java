import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mozilla.javascript.Callable;
import org.mozilla.javascript.ClassShutter;
import org.mozilla.javascript.ConsString;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.mozilla.javascript.EcmaError;
import org.mozilla.javascript.EvaluatorException;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.JavaScriptException;
import org.mozilla.javascript.NativeArray;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.Script;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.WrappedException;
import org.mozilla.javascript.annotations.JSConstructor;
import org.mozilla.javascript.annotations.JSFunction;
import org.mozilla.javascript.annotations.JSGetter;
import org.mozilla.javascript.annotations.JSSetter;

/**
 * The JavaScript engine, as an interpreter and as a compiler: optimisation level 0 and 9 generate classes at run time and
 * define them through a class loader of the program.
 */
public final class RhinoCase {
    private static final String[][] SCRIPTS = {
        {"arithmetic", "[1 + 2, '1' + 2, 7 % -3, -7 % 3, 1 / 0, 0.1 + 0.2, 5 / 2 | 0, 1 << 31, -1 >>> 28].join()"},
        {"strings", "['abc'.charAt(1), 'a-b-c'.split('-').reverse().join(''), 'x'.concat(1, null), 'trim '.trim().length].join()"},
        {"closures", "function counter() { var n = 0; return function() { return ++n; }; } var c = counter(); c(); c(); c()"},
        {"recursion", "(function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); })(18)"},
        {"loops", "var s = 0; outer: for (var i = 0; i < 10; i++) { for (var j = 0; j < 10; j++) { if (j == i) continue outer; s += j; } } s"},
        {"switch", "var r = []; for (var i = 0; i < 4; i++) { switch (i) { case 1: r.push('one'); case 2: r.push('two'); break; "
            + "default: r.push('d'); } } r.join()"},
        {"exceptions", "var r = []; try { try { null.x; } finally { r.push('f'); } } catch (e) { r.push(e.name, e instanceof TypeError); } r.join()"},
        {"throw object", "try { throw {code: 5}; } catch (e) { 'caught ' + e.code; }"},
        {"prototype", "function A(x) { this.x = x; } A.prototype.get = function() { return this.x; }; function B(x) { A.call(this, x); } "
            + "B.prototype = new A(0); var b = new B(9); [b.get(), b instanceof A, B.prototype.isPrototypeOf(b)].join()"},
        {"accessors", "var o = {v: 1, get d() { return this.v * 2; }, set d(n) { this.v = n; }}; o.d = 21; "
            + "Object.defineProperty(o, 'fixed', {value: 3, enumerable: false}); [o.d, Object.keys(o), o.fixed].join('|')"},
        {"arrays", "var a = [5, 1, 10]; [a.sort(), a.sort(function(x, y) { return x - y; }), a.map(function(x) { return x * 2; }), "
            + "a.filter(function(x) { return x > 1; }), a.reduce(function(x, y) { return x + y; }), a.indexOf(10)].join(' ')"},
        {"regexp", "var m = /(\\d+)-(\\w+)/.exec('id 42-abc'); [m[1], m[2], m.index, 'aXbX'.replace(/x/gi, function(s, i) { return i; }), "
            + "'2024-02-29'.match(/\\d+/g), /^[\\s\\S]*?(b+)$/.test('aabbb')].join(' ')"},
        {"json", "JSON.stringify(JSON.parse('{\"a\":[1,{\"b\":null}],\"c\":\"\\\\u00e9\"}'), null, 1)"},
        {"json replacer", "JSON.stringify({a: 1, b: [2, 3], d: new Date(0)}, function(k, v) { return k === 'a' ? undefined : v; })"},
        {"dates", "[new Date(Date.UTC(2024, 1, 29, 12, 34, 56, 789)).toISOString(), Date.UTC(1970, 0, 2), isNaN(new Date('x'))].join()"},
        {"numbers", "[(255).toString(16), (3.14159).toFixed(2), (1e21).toString(), parseInt('12px'), parseFloat('.5e1'), Number('0x1f'), "
            + "(0.000001234).toExponential(2), (123.456).toPrecision(4)].join()"},
        {"let and const", "const k = 3; let t = []; for (let i = 0; i < k; i++) { t.push(i * k); } t.join()"},
        {"destructuring", "var [a, , b] = [1, 2, 3]; var {x: p} = {x: 'deep'}; [a, b, p].join()"},
        {"arrows", "[1, 2, 3].map(x => x * x).filter(x => x > 1).join()"},
        {"generators", "function* g() { var n = 0; while (n < 3) { yield n++; } } var r = []; var it = g(); "
            + "for (var s = it.next(); !s.done; s = it.next()) { r.push(s.value); } r.join()"},
        {"map and set", "var m = new Map(); m.set('k', 1); m.set(1, 'one'); var s = new Set([1, 1, 2]); [m.size, m.get(1), s.size, m.has('x')].join()"},
        {"typed arrays", "var b = new Uint8Array([1, 2, 300]); var f = new Float32Array(2); f[0] = 1.1; [b[2], f[0] > 1.1, b.length].join()"},
        {"eval and with", "var y = 1; with ({y: 2}) { eval('y = y * 21'); } y"},
        {"java objects", "var list = new java.util.ArrayList(); list.add('b'); list.add('a'); java.util.Collections.sort(list); "
            + "list.toString() + list.size() + list.get(0).length()"},
        {"java statics", "java.lang.Math.max(3, 9) + ' ' + java.lang.Integer.MAX_VALUE + ' ' + java.lang.String.format('%05d|%s', java.lang.Integer.valueOf(42), 'x')"},
        {"java arrays", "var a = java.lang.reflect.Array.newInstance(java.lang.Integer.TYPE, 3); a[1] = 7; a[0] + a[1] + a.length"},
        {"adapter", "var log = []; var r = new java.lang.Runnable({run: function() { log.push('ran'); }}); r.run(); "
            + "var t = new java.lang.Thread(r); t.start(); t.join(); log.join()"},
        {"comparator", "var l = java.util.Arrays.asList(3, 1, 2); java.util.Collections.sort(l, function(a, b) { return b - a; }); "
            + "java.util.Collections.max(l) + ' ' + l.get(0)"},
        {"java exception", "try { new java.util.ArrayList().get(0); 'none'; } catch (e) { e.javaException.getClass().getName(); }"},
        {"subclass", "var a = new JavaAdapter(Packages.RhinoCase.Shape, {area: function() { return this.side() * 2.5; }, side: function() { return 4; }}); "
            + "a.toString() + ' ' + a.twice()"},
    };

    private static int number;

    private RhinoCase() {
    }

    /** A class that scripts extend. */
    public abstract static class Shape {
        public abstract double area();

        public int side() {
            return 1;
        }

        public final double twice() {
            return area() * 2;
        }

        @Override
        public String toString() {
            return "shape of " + area();
        }
    }

    /** A host object described by annotations. */
    public static final class Counter extends ScriptableObject {
        private static final long serialVersionUID = 1;
        private int count;

        public Counter() {
        }

        @JSConstructor
        public Counter(int start) {
            count = start;
        }

        @Override
        public String getClassName() {
            return "Counter";
        }

        @JSGetter
        public int getCount() {
            return count++;
        }

        @JSSetter
        public void setCount(int value) {
            count = value;
        }

        @JSFunction
        public String describe(String prefix) {
            return prefix + count;
        }
    }

    private static void check(String what, Object value) {
        System.out.println(String.format("%03d %-26s %s", ++number, what, value));
    }

    private static Context enter(int level) {
        Context context = Context.enter();
        context.setOptimizationLevel(level);
        context.setLanguageVersion(Context.VERSION_ES6);
        return context;
    }

    public static void main(String[] args) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook ran")));
        for (int level : new int[] {-1, 0, 9}) {
            Context context = enter(level);
            try {
                for (String[] script : SCRIPTS) {
                    check(script[0] + " @" + level, evaluate(context, script));
                }
                hostObject(context, level);
                errors(context, level);
                calls(context, level);
            } finally {
                Context.exit();
            }
        }
        generated();
        limits();
        System.out.println(number + " checks");
        System.exit(42);
    }

    private static String evaluate(Context context, String[] script) {
        Scriptable scope = context.initStandardObjects();
        try {
            return Context.toString(context.evaluateString(scope, script[1], script[0], 1, null));
        } catch (RhinoException e) {
            return e.getClass().getName() + ": " + e.getMessage();
        }
    }

    private static void hostObject(Context context, int level) {
        Scriptable scope = context.initStandardObjects();
        try {
            ScriptableObject.defineClass(scope, Counter.class);
        } catch (ReflectiveOperationException e) {
            check("host object @" + level, e);
            return;
        }
        Object result = context.evaluateString(scope, "var c = new Counter(5); c.count; c.count = c.count + 10; c.describe('n=')", "host", 1, null);
        check("host object @" + level, result);
    }

    private static void errors(Context context, int level) {
        Scriptable scope = context.initStandardObjects();
        String[] broken = {"throw 'text';", "undefinedName + 1", "var = 3", "null.f()", "new java.lang.Integer('x')", "[].length = -1"};
        for (String source : broken) {
            try {
                context.evaluateString(scope, "\n" + source, "broken", 1, null);
                check("no error @" + level, source);
            } catch (JavaScriptException | EcmaError | EvaluatorException e) {
                String cause = e instanceof WrappedException w ? " / " + w.getWrappedException().getClass().getName() : "";
                check("error @" + level, e.getClass().getName() + " line " + e.lineNumber() + " " + e.details() + cause);
            }
        }
        try {
            context.evaluateString(scope, "function a() { b(); }\nfunction b() {\n throw new Error('deep'); }\na();", "trace.js", 1, null);
        } catch (RhinoException e) {
            check("script stack @" + level, Arrays.stream(e.getScriptStack()).map(f -> f.functionName + ":" + f.lineNumber).toList());
        }
    }

    private static void calls(Context context, int level) {
        Scriptable scope = context.initStandardObjects();
        context.evaluateString(scope, "function add(a, b) { return a + b + (this.bias || 0); } var bias = 100;", "lib", 1, null);
        Function add = (Function) scope.get("add", scope);
        check("call from java @" + level, Context.toNumber(add.call(context, scope, scope, new Object[] {1, 2})));
        ScriptableObject.putProperty(scope, "out", Context.javaToJS(new TreeMap<>(Map.of("k", 1)), scope));
        check("map in script @" + level, Context.toString(context.evaluateString(scope, "out.put('j', 'v'); out.toString()", "map", 1, null)));
        Callable twice = (cx, inner, self, arguments) -> Context.toNumber(arguments[0]) * 2;
        check("lambda @" + level, twice.call(context, scope, scope, new Object[] {21}));
        NativeArray array = (NativeArray) context.evaluateString(scope, "[3, 'x', {a: 1}, [1, 2]]", "array", 1, null);
        List<String> kinds = new ArrayList<>();
        for (Object element : array.toArray()) {
            kinds.add(element.getClass().getSimpleName());
        }
        check("array kinds @" + level, kinds);
        Object joined = context.evaluateString(scope, "var s = ''; for (var i = 0; i < 300; i++) { s += i; } s", "cons", 1, null);
        check("long string @" + level, joined.toString().length() + " " + (joined instanceof ConsString || joined instanceof String));
        Script compiled = context.compileString("bias += 1; bias", "again", 1, null);
        compiled.exec(context, scope);
        check("compiled twice @" + level, Context.toString(compiled.exec(context, scope)));
        check("function source @" + level, context.decompileFunction(add, 1).trim().replaceAll("\\s+", " "));
    }

    private static void generated() {
        Context context = enter(9);
        try {
            Scriptable scope = context.initStandardObjects();
            Script script = context.compileString("1 + 1", "made", 1, null);
            check("generated class", script.getClass().getName().startsWith("org.mozilla.javascript.gen.made"));
            check("its loader", script.getClass().getClassLoader() != RhinoCase.class.getClassLoader());
            check("its result", Context.toString(script.exec(context, scope)));
        } finally {
            Context.exit();
        }
    }

    private static void limits() {
        ContextFactory factory = new ContextFactory() {
            @Override
            protected void observeInstructionCount(Context cx, int instructionCount) {
                throw new IllegalStateException("too many instructions");
            }
        };
        Context context = factory.enterContext();
        try {
            context.setOptimizationLevel(-1);
            context.setInstructionObserverThreshold(100_000);
            ClassShutter shutter = name -> !name.startsWith("java.io");
            context.setClassShutter(shutter);
            Scriptable scope = context.initStandardObjects();
            try {
                context.evaluateString(scope, "new java.io.File('/x')", "shut", 1, null);
                check("shutter", "open");
            } catch (RhinoException e) {
                check("shutter", e.getClass().getName());
            }
            try {
                context.evaluateString(scope, "while (true) { }", "endless", 1, null);
            } catch (IllegalStateException e) {
                check("instruction limit", e.getMessage());
            }
        } finally {
            Context.exit();
        }
    }
}

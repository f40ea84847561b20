import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaThread;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.OneArgFunction;
import org.luaj.vm2.lib.TwoArgFunction;
import org.luaj.vm2.lib.VarArgFunction;
import org.luaj.vm2.lib.jse.CoerceJavaToLua;
import org.luaj.vm2.lib.jse.JsePlatform;

/** The Lua interpreter: closures, coroutines (each a Java thread), the string library, errors, and reflection from Lua. */
public final class LuaCase {
    private static final String[][] SCRIPTS = {
        {"arithmetic", "return 2^10, 7 % -3, -7 % 3, 1/0, 10 / 4"},
        {"integers", "return 1e15, 2^53, 0x10, 3.0, 1e100"},
        {"concat", "return 1 .. 2, 'a' .. 1.5, #'h\\195\\169'"},
        {"multiple results", "local function f(...) return select('#', ...), ... end return f(1, nil, 3, nil)"},
        {"closures", "local function counter() local n = 0 return function() n = n + 1 return n end end "
            + "local a, b = counter(), counter() a() a() return a(), b()"},
        {"recursion", "local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end return fib(20)"},
        {"tail call", "local function loop(n, a) if n == 0 then return a end return loop(n - 1, a + n) end return loop(50000, 0)"},
        {"goto", "local s = 0 for i = 1, 10 do if i % 2 == 0 then goto continue end s = s + i ::continue:: end return s"},
        {"numeric for", "local t = {} for i = 10, 1, -3 do t[#t + 1] = i end return table.concat(t, ',')"},
        {"sort", "local t = {'pear', 'fig', 'apple', 'kiwi'} table.sort(t, function(a, b) "
            + "if #a ~= #b then return #a < #b end return a < b end) return table.concat(t, ' ')"},
        {"insert remove", "local t = {1, 2, 3} table.insert(t, 2, 9) local r = table.remove(t, 1) return r, #t, table.unpack(t)"},
        {"ipairs", "local s = '' for i, v in ipairs({'a', 'b', nil, 'd'}) do s = s .. i .. v end return s"},
        {"metatables", "local V = {} V.__index = V V.__add = function(a, b) return setmetatable({x = a.x + b.x}, V) end "
            + "V.__tostring = function(a) return '<' .. a.x .. '>' end V.__eq = function(a, b) return a.x == b.x end "
            + "V.__lt = function(a, b) return a.x < b.x end V.__call = function(a, n) return a.x * n end V.__len = function() return 77 end "
            + "local a, b = setmetatable({x = 1}, V), setmetatable({x = 2}, V) "
            + "return tostring(a + b), a == b, a < b, b(21), #a"},
        {"index chain", "local log = {} local t = setmetatable({}, {__index = function(_, k) return k .. '?' end, "
            + "__newindex = function(t, k, v) rawset(t, k, v * 2) end}) t.n = 21 return t.n, t.missing, rawget(t, 'missing')"},
        {"format", "return string.format('%5d|%-5s|%05.1f|%x|%q|%c|%%|%e|%s', 42, 'ab', 3.14159, 255, 'a\"b', 65, 12345.678, nil)"},
        {"find", "return string.find('hello world', 'o w'), string.find('a.b', '.', 2, true), ('x'):rep(3, '-')"},
        {"gsub", "return ('hello world'):gsub('(%w+) (%w+)', '%2 %1'), ('abc'):gsub('%w', {a = '1', b = true}), "
            + "('abc'):gsub('', '-')"},
        {"gmatch", "local s = {} for k, v in ('a=1, b=22, c=333'):gmatch('(%w+)=(%d+)') do s[#s + 1] = v .. k end return table.concat(s)"},
        {"balanced", "return ('f(a(b)c)d'):match('%b()'), ('THE (quick) fox'):find('%((%a+)%)'), ('x^2'):match('^(.-)%^')"},
        {"bytes", "return ('AZ'):byte(1, -1), string.char(76, 117, 97), ('abc'):reverse(), ('MoX'):upper(), ('MoX'):lower()"},
        {"bit32", "return bit32.band(0xff, 0x0f), bit32.bxor(5, 1), bit32.lshift(1, 31), bit32.arshift(-8, 1), bit32.extract(0xabcd, 4, 8)"},
        {"tonumber", "return tonumber('0x1F'), tonumber('  12  '), tonumber('z', 36), tonumber('8', 8), tonumber('1e2'), tonumber('x')"},
        {"coroutine", "local co = coroutine.create(function(a, b) local c = coroutine.yield(a + b) "
            + "local d, e = coroutine.yield(c * 2) return d .. e end) "
            + "local r = {} for _, arg in ipairs({{1, 2}, {10}, {'x', 'y'}, {}}) do "
            + "r[#r + 1] = tostring(select(2, coroutine.resume(co, table.unpack(arg)))) end return table.concat(r, ' '), coroutine.status(co)"},
        {"generator", "local function range(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end "
            + "local s = 0 for i in range(100) do s = s + i end return s"},
        {"producers", "local function producer(name, n) return coroutine.create(function() for i = 1, n do coroutine.yield(name .. i) end end) end "
            + "local ready, out = {producer('a', 3), producer('b', 1), producer('c', 2)}, {} "
            + "while #ready > 0 do local co = table.remove(ready, 1) local ok, v = coroutine.resume(co) "
            + "if coroutine.status(co) ~= 'dead' then out[#out + 1] = v table.insert(ready, co) end end return table.concat(out, ' ')"},
        {"permutations", "local function permgen(a, n) if n <= 1 then coroutine.yield(table.concat(a)) else for i = 1, n do "
            + "a[n], a[i] = a[i], a[n] permgen(a, n - 1) a[n], a[i] = a[i], a[n] end end end "
            + "local all = {} for p in coroutine.wrap(function() permgen({'a', 'b', 'c'}, 3) end) do all[#all + 1] = p end "
            + "table.sort(all) return table.concat(all, ' ')"},
        {"coroutine error", "local co = coroutine.create(function() coroutine.yield(1) error({code = 7}) end) coroutine.resume(co) "
            + "local ok, e = coroutine.resume(co) return ok, type(e), e.code, coroutine.status(co), coroutine.resume(co)"},
        {"pcall", "return pcall(error, 'plain'), pcall(function() local t = nil return t.x end)"},
        {"error levels", "local ok, e = pcall(function() error('deep', 0) end) return ok, e, pcall(error)"},
        {"xpcall", "return xpcall(function() error('inner', 0) end, function(m) return 'handled ' .. m end)"},
        {"load", "return load('return ...', 'chunk', 't')(5), load('syntax error here')"},
        {"environment", "local env = {y = 5} local f = load('x = y return x', 'c', 't', env) return f(), env.x, x"},
        {"java list", "local list = luajava.newInstance('java.util.ArrayList') list:add('one') list:add(2) "
            + "return list:size(), list:get(0), list:toString()"},
        {"java static", "local m = luajava.bindClass('java.lang.Math') return m:max(3, 9), m:abs(-4), luajava.bindClass('java.lang.Integer').MAX_VALUE"},
        {"java proxy", "local order = luajava.createProxy('java.util.Comparator', {compare = function(a, b) return b - a end}) "
            + "local list = luajava.newInstance('java.util.ArrayList') for _, v in ipairs({3, 1, 2}) do list:add(v) end "
            + "luajava.bindClass('java.util.Collections'):sort(list, order) return list:toString()"},
    };

    private static int number;

    private LuaCase() {
    }

    /** A Java object handed to Lua. */
    public static final class Account {
        public int balance;
        private final List<String> log = new ArrayList<>();

        public Account deposit(int amount) {
            if (amount < 0) {
                throw new IllegalArgumentException("negative: " + amount);
            }
            balance += amount;
            log.add("+" + amount);
            return this;
        }

        public String history() {
            return String.join(",", log);
        }
    }

    private static void check(String what, Object value) {
        System.out.println(String.format("%02d %-18s %s", ++number, what, value));
    }

    private static String show(Varargs values) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= values.narg(); i++) {
            LuaValue value = values.arg(i);
            boolean nameless = value.istable() || value.isfunction() || value.isthread();
            text.append(i > 1 ? " " : "").append(nameless ? value.typename() : value.tojstring());
        }
        return text.toString();
    }

    public static void main(String[] args) throws Exception {
        Globals globals = JsePlatform.standardGlobals();
        for (String[] script : SCRIPTS) {
            try {
                check(script[0], show(globals.load(script[1], script[0]).invoke()));
            } catch (LuaError e) {
                check(script[0], e.getClass().getName() + ": " + e.getMessage());
            }
        }
        fromJava(globals);
        compiled();
        threads(globals);
        System.out.println(number + " checks, argument " + args[0]);
        System.exit(Integer.parseInt(args[0]));
    }

    private static void fromJava(Globals globals) {
        globals.set("twice", new OneArgFunction() {
            @Override
            public LuaValue call(LuaValue x) {
                return x.mul(2);
            }
        });
        globals.set("join", new TwoArgFunction() {
            @Override
            public LuaValue call(LuaValue a, LuaValue b) {
                return LuaString.valueOf(a.checkjstring() + "+" + b.checkjstring());
            }
        });
        globals.set("count", new VarArgFunction() {
            @Override
            public Varargs invoke(Varargs all) {
                return varargsOf(valueOf(all.narg()), all);
            }
        });
        check("java functions", show(globals.load("return twice(21), join('a', 'b'), count(1, nil, 2)").invoke()));
        Account account = new Account();
        globals.set("account", CoerceJavaToLua.coerce(account));
        check("java object", show(globals.load("account:deposit(5):deposit(7) account.balance = account.balance * 10 "
            + "return account.balance, account:history()").invoke()) + " " + account.balance);
        try {
            globals.load("account:deposit(-1)").call();
        } catch (LuaError e) {
            check("java exception", e.getClass().getName() + " / " + e.getCause().getClass().getName() + ": " + e.getCause().getMessage());
        }
        try {
            globals.load("local x = {} + 1", "broken").call();
        } catch (LuaError e) {
            check("lua error", e.getMessage());
        }
        LuaTable table = new LuaTable();
        for (int i = 1; i <= 5; i++) {
            table.set(i, LuaValue.valueOf(i * i));
        }
        table.set("key", "value");
        check("table from java", table.length() + " " + table.get("key") + " " + table.get(3) + " " + table.get("none"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        globals.STDOUT = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        globals.load("print('to', nil, 1.5, true) io.write('no newline', 3)").call();
        check("print", bytes.toString(StandardCharsets.UTF_8).replace("\n", "\\n").replace("\t", "\\t"));
        check("missing file", show(globals.load("return io.open('/no/such/file')").invoke()).startsWith("nil"));
    }

    private static void compiled() throws Exception {
        byte[] source = "local a = ... return a * 2, 'constant'".getBytes(StandardCharsets.UTF_8);
        Prototype prototype = LuaC.instance.compile(new ByteArrayInputStream(source), "binary");
        check("prototype", prototype.code.length + " " + prototype.k.length + " " + prototype.numparams);
        Globals globals = JsePlatform.standardGlobals();
        LuaFunction function = globals.loader.load(prototype, "binary", globals);
        check("loaded", show(function.invoke(LuaValue.valueOf(4))));
    }

    private static void threads(Globals globals) throws InterruptedException {
        LuaValue body = globals.load("local sum = ... while true do local n = coroutine.yield(sum) sum = sum + n end");
        LuaThread thread = new LuaThread(globals, body);
        StringBuilder sums = new StringBuilder();
        for (int i = 1; i <= 200; i++) {
            Varargs result = thread.resume(LuaValue.valueOf(i));
            if (i % 50 == 0) {
                sums.append(result.arg(2)).append(' ');
            }
        }
        check("lua thread", sums + thread.getStatus());
        List<String> results = new ArrayList<>();
        Thread[] runners = new Thread[4];
        for (int i = 0; i < runners.length; i++) {
            int seed = i;
            runners[i] = new Thread(() -> {
                Globals own = JsePlatform.standardGlobals();
                String result = show(own.load("local s = 0 local f = coroutine.wrap(function() for i = 1, 50 do coroutine.yield(i * " + seed
                    + ") end end) for i = 1, 50 do s = s + f() end return s").invoke());
                synchronized (results) {
                    results.add(result);
                }
            });
            runners[i].start();
        }
        for (Thread runner : runners) {
            runner.join();
        }
        results.sort(null);
        check("four states", results);
    }
}

package org.sluice.apps.usertests;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.sluice.abi.Call;
import org.sluice.abi.Spawn;
import org.sluice.abi.SystemCalls;
import org.sluice.sys.Sys;

/** Arguments at random. */
final class FuzzTests {
    private static final int SEEDS = 6;
    private static final int CALLS_EACH = 3000;
    /** {@code exit} ends the run; {@code kill} is given targets by hand below; a poll is no call of a program's. */
    private static final Set<String> LEFT_OUT = Set.of("exit", "poll");

    private FuzzTests() {
    }

    static void addTo(List<UserTest> tests) {
        tests.add(new UserTest("fuzz", "do random arguments give listed errors only, and leave nothing?", FuzzTests::fuzz));
    }

    private static void fuzz(Kit kit) throws Exception {
        int[] seed = new int[1];
        kit.balanced(SEEDS, k -> {
            int[] say = k.pipe();
            String outer = k.path("fuzz");
            String folder = outer + "/inner";
            Kit.ok("mkdir", k.calls.mkdir(outer, 0755));
            Kit.ok("mkdir", k.calls.mkdir(folder, 0755));
            int pid = k.leader(new int[] {-1, say[1]}, "fuzz", Integer.toString(seed[0]++), Integer.toString(CALLS_EACH), folder);
            k.close(say[1]);
            byte[] text = new byte[500];
            int length = Math.max(0, k.calls.read(say[0], text, 0, text.length));
            int status = k.await(pid);
            k.close(say[0]);
            k.remove(outer);
            Kit.check(status == 0, "seed " + (seed[0] - 1) + ": " + new String(text, 0, length) + " (status " + status + ")");
        });
    }

    /** Makes random calls; what goes wrong is written to handle 1. */
    static int child(long seed, int count, String folder) throws Exception {
        SystemCalls calls = Sys.calls();
        Random random = new Random(seed);
        List<Method> methods = new ArrayList<>();
        for (Method method : SystemCalls.class.getMethods()) {
            if (method.isAnnotationPresent(Call.class) && !LEFT_OUT.contains(method.getName())) {
                methods.add(method);
            }
        }
        // The order of reflection is not fixed; the seed's meaning is.
        methods.sort((a, b) -> a.getName().compareTo(b.getName()));
        Kit.ok("chdir", calls.chdir(folder));
        int self = calls.threadSelf();
        int[] status = new int[1];
        for (int i = 0; i < count; i++) {
            Method method = methods.get(random.nextInt(methods.size()));
            Object[] arguments = arguments(method, random, folder);
            // No call may block for ever, so each meets an interrupt.
            calls.threadInterrupt(self);
            String problem = null;
            try {
                long result = ((Number) method.invoke(calls, arguments)).longValue();
                if (result < 0 && !ErrorTests.names(method.getAnnotation(Call.class)).contains(Kit.name(result))
                    && !(method.getName().equals("clock") || method.getName().equals("seek"))) {
                    problem = "gives " + Kit.name(result);
                }
            } catch (InvocationTargetException e) {
                problem = "throws " + e.getCause();
            }
            calls.threadClearInterrupt();
            while (calls.waitProcess(-1, Spawn.WAIT_NOHANG, status) > 0) {
                // what spawn has started ends by itself
            }
            if (problem != null) {
                byte[] text = (method.getName() + java.util.Arrays.deepToString(arguments) + " " + problem).getBytes();
                calls.write(1, text, 0, Math.min(text.length, 500));
                return 1;
            }
        }
        return 0;
    }

    private static Object[] arguments(Method method, Random random, String folder) {
        Class<?>[] types = method.getParameterTypes();
        Object[] result = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            result[i] = argument(types[i], random, folder);
        }
        if (method.getName().equals("kill")) {
            result[0] = random.nextBoolean() ? Kit.NOBODY : -Kit.NOBODY;
        }
        if (method.getName().equals("ttySet") || method.getName().equals("ttyForeground") || method.getName().equals("close")
            || method.getName().equals("dup")) {
            // handle 1 is for the report
            for (int k = 0; k < result.length; k++) {
                result[k] = Integer.valueOf(1).equals(result[k]) ? Integer.valueOf(5) : result[k];
            }
        }
        if (method.getName().startsWith("write") && Integer.valueOf(1).equals(result[0])) {
            result[0] = 2;
        }
        return result;
    }

    private static int number(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextInt();
            case 1 -> -1;
            case 2 -> Integer.MIN_VALUE + random.nextInt(3);
            case 3 -> Integer.MAX_VALUE - random.nextInt(3);
            case 4 -> 1 << random.nextInt(31);
            case 5 -> random.nextInt(4096);
            default -> random.nextInt(10);
        };
    }

    private static String text(Random random, String folder) {
        return switch (random.nextInt(16)) {
            case 0 -> "";
            case 1 -> "\0";
            case 2 -> "x".repeat(random.nextInt(6000));
            case 3 -> folder;
            case 4 -> folder + "/..";
            case 5 -> "/";
            case 6 -> "/bin/true";
            case 7 -> "/dev/null";
            case 8 -> "\ud800\udc00\udc00";
            case 9 -> "/proc/self/status";
            case 10 -> "/dev/tty";
            case 11 -> folder + "/" + random.nextInt(4) + "/" + random.nextInt(4);
            default -> folder + "/" + random.nextInt(6);
        };
    }

    private static Object argument(Class<?> type, Random random, String folder) {
        if (!type.isPrimitive() && random.nextInt(10) == 0) {
            return null;
        }
        int size = random.nextInt(4) == 0 ? random.nextInt(3000) : random.nextInt(13);
        if (type == int.class) {
            return number(random);
        } else if (type == long.class) {
            return random.nextInt(4) == 0 ? random.nextLong() : (long) number(random);
        } else if (type == boolean.class) {
            return true;
        } else if (type == String.class) {
            return text(random, folder);
        } else if (type == byte[].class) {
            return new byte[size];
        } else if (type == int[].class) {
            int[] a = new int[size];
            for (int i = 0; i < size; i++) {
                a[i] = random.nextInt(3) == 0 ? number(random) : random.nextInt(4) - 1;
            }
            return a;
        } else if (type == long[].class) {
            long[] a = new long[size];
            for (int i = 0; i < size; i++) {
                // now and then nearly an I/O vector: a count, then addresses and lengths
                a[i] = i == 0 ? random.nextInt(6) : random.nextInt(4) == 0 ? random.nextLong() : (long) number(random) << 32 * random.nextInt(2);
            }
            return a;
        } else if (type == MemorySegment[].class) {
            return new MemorySegment[random.nextInt(6)];
        } else if (type == String[].class) {
            String[] a = new String[random.nextInt(4)];
            for (int i = 0; i < a.length; i++) {
                a[i] = random.nextInt(8) == 0 ? null : text(random, folder);
            }
            return a;
        } else if (type == Runnable.class) {
            return (Runnable) () -> { };
        }
        return new Object();
    }
}

package org.sluice.vm.code.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Original and instrumented code compute the same, with the poll flag up all the time. */
class DifferentialTest {
    static Stream<Options> variants() {
        Options options = GuestLoader.options();
        return Stream.of(options, options.withChunk(1), options.withChunk(3), options.withChunk(128),
                options.withStripMining(false));
    }

    @BeforeEach
    void reset() {
        TestPoll.setFlag(1);
        TestPoll.reset(Long.MAX_VALUE);
        TestMonitors.reset();
        TestHeap.reset();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void shapesGiveEqualResults(Options options) {
        assertEquals(results(GuestLoader.original(Shapes.class)), results(GuestLoader.instrumented(Shapes.class, options)));
        assertEquals(0, TestMonitors.held());
    }

    @ParameterizedTest
    @MethodSource("variants")
    void kernelsGiveEqualResults(Options options) {
        assertEquals(results(GuestLoader.original(Kernels.class)), results(GuestLoader.instrumented(Kernels.class, options)));
        assertTrue(TestPoll.polls() > 1000, () -> "only " + TestPoll.polls() + " polls");
    }

    @Test
    void monitorsAreKernelMonitors() throws ReflectiveOperationException {
        Class<?> shapes = GuestLoader.instrumented(Shapes.class, GuestLoader.options());
        for (Method method : shapes.getDeclaredMethods()) {
            assertTrue(!Modifier.isSynchronized(method.getModifiers()), method::toString);
        }
        shapes.getMethod("synchronizedMethods").invoke(null);
        assertEquals(8 + 2 * 2 + 1, TestMonitors.entered());
        assertEquals(0, TestMonitors.held());
    }

    @Test
    void arraysAreAnnouncedAndReported() throws ReflectiveOperationException {
        GuestLoader.instrumented(Shapes.class, GuestLoader.options()).getMethod("arraysOfEveryKind").invoke(null);
        long n = 700 + "java.lang.Object".length();
        long flat = n * (1 + 1 + 2 + 2 + 4 + 8 + 4 + 8 + 4 + 4);
        long multi = n * 3 * 4 + 4 * 5 * n * 4 + 2 * n * 4;
        // the static initialiser's table of 600 ints, then what the method makes
        assertEquals(600 * 4 + flat + multi, TestHeap.announced());
        assertEquals(600 * 4 + flat + n + 4 + 2, TestHeap.made());
    }

    private static Map<String, String> results(Class<?> type) {
        Map<String, String> results = new TreeMap<>();
        Arrays.stream(type.getDeclaredMethods()).filter(m -> Modifier.isPublic(m.getModifiers()) && m.getParameterCount() == 0)
                .sorted(Comparator.comparing(Method::getName)).forEach(m -> results.put(m.getName(), result(m)));
        return results;
    }

    private static String result(Method method) {
        try {
            return String.valueOf(method.invoke(null));
        } catch (InvocationTargetException e) {
            return "threw " + e.getCause();
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}

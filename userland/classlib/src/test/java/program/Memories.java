package program;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;

/** Ways to memory that is not the program's: from a segment it was given, or with none. */
final class Memories {
    private static final String[] INSIDE = {"java.lang.foreign.Arena", "java.lang.foreign.SegmentAllocator",
        "java.lang.foreign.Linker", "java.lang.foreign.SymbolLookup", "java.lang.foreign.FunctionDescriptor",
        "jdk.internal.foreign.AbstractMemorySegmentImpl", "jdk.internal.foreign.NativeMemorySegmentImpl",
        "jdk.internal.foreign.SegmentFactories", "jdk.internal.foreign.MemorySessionImpl", "jdk.internal.foreign.Utils",
        "jdk.internal.misc.ScopedMemoryAccess", "jdk.internal.access.foreign.UnmapperProxy", "jdk.internal.foreign.abi.SharedUtils",
        "java.nio.PagedBuffers", "guest.java.nio.PagedBuffers", "guest.rt.Paged", "guest.rt.PagedBulk", "guest.rt.PagedMapping",
        "guest.org.sluice.io.N_PagedArray"};

    private Memories() {
    }

    private static MemorySegment segment() {
        return MemorySegment.ofArray(new byte[16]);
    }

    private static MethodType type(Class<?> result, Class<?>... parameters) {
        return MethodType.methodType(result, parameters);
    }

    static void attempts(BiConsumer<String, Callable<Object>> attempt) {
        attempt.accept("linkedReinterpret", () -> segment().reinterpret(1 << 20));
        attempt.accept("linkedAddress", () -> MemorySegment.ofAddress(4096));
        attempt.accept("linkedNull", () -> MemorySegment.NULL.reinterpret(1 << 20));
        attempt.accept("linkedTarget", () -> ValueLayout.ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(1 << 20,
            ValueLayout.JAVA_BYTE)));
        attempt.accept("linkedDereference", () -> MemoryLayout.PathElement.dereferenceElement());
        attempt.accept("segmentOfDirect", () -> MemorySegment.ofBuffer(ByteBuffer.allocateDirect(16)));
        attempt.accept("segmentOfSmallDirect", () -> MemorySegment.ofBuffer(ByteBuffer.allocateDirect(16).slice(4, 4).asReadOnlyBuffer()));
        attempt.accept("segmentOfView", () -> MemorySegment.ofBuffer(ByteBuffer.allocateDirect(1 << 16).asIntBuffer()));
        attempt.accept("mapToArena", () -> {
            Path file = Files.createTempFile("map", null);
            Files.write(file, new byte[100]);
            try (FileChannel c = FileChannel.open(file)) {
                for (Method m : FileChannel.class.getMethods()) {
                    if (m.getName().equals("map") && m.getParameterCount() == 4) {
                        return m.invoke(c, FileChannel.MapMode.READ_ONLY, 0L, 10L, null);
                    }
                }
            }
            return null;
        });
        attempt.accept("force", () -> {
            segment().force();
            return "forced";
        });
        attempt.accept("readAddress", () -> {
            MemorySegment s = MemorySegment.ofArray(new long[] {4096});
            MemorySegment at = s.get(ValueLayout.ADDRESS, 0);
            return at.byteSize() == 0 ? null : at;
        });
        reflected(attempt);
        handles(attempt);
        for (String name : INSIDE) {
            String simple = name.substring(name.lastIndexOf('.') + 1);
            attempt.accept("named" + simple, () -> Class.forName(name));
            attempt.accept("found" + simple, () -> MethodHandles.lookup().findClass(name));
            attempt.accept("loaded" + simple, () -> Memories.class.getClassLoader().loadClass(name));
        }
        attempt.accept("arenaBySignature", () -> {
            Class<?> arena = arena();
            return arena == null ? null : arena.getMethod("global").invoke(null);
        });
        attempt.accept("arenaByHandle", () -> {
            Class<?> arena = arena();
            return arena == null ? null : call(MethodHandles.publicLookup().findStatic(arena, "ofAuto", type(arena)));
        });
        attempt.accept("arenaMembers", () -> {
            Class<?> arena = arena();
            return arena == null || arena.getMethods().length + arena.getDeclaredMethods().length == 0 ? null
                : arena.getMethods().length;
        });
        attempt.accept("arenaByProxy", () -> {
            Class<?> arena = arena();
            Object made = Proxy.newProxyInstance(arena.getClassLoader(), new Class<?>[] {arena}, (p, m, a) -> null);
            for (Method m : made.getClass().getMethods()) {
                if (m.getName().equals("allocate")) {
                    return m.invoke(made, 16L);
                }
            }
            return null;
        });
        classOfSegment(attempt);
    }

    private static Class<?> arena() {
        for (Method m : FileChannel.class.getMethods()) {
            for (Class<?> p : m.getParameterTypes()) {
                if (p.getSimpleName().equals("Arena")) {
                    return p;
                }
            }
        }
        return null;
    }

    private static Object call(MethodHandle handle, Object... arguments) {
        try {
            return handle.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static void reflected(BiConsumer<String, Callable<Object>> attempt) {
        attempt.accept("reflectedReinterpret", () -> MemorySegment.class.getMethod("reinterpret", long.class).invoke(segment(),
            1L << 20));
        attempt.accept("reflectedAddress", () -> MemorySegment.class.getMethod("ofAddress", long.class).invoke(null, 4096L));
        attempt.accept("reflectedTarget", () -> AddressLayout.class.getMethod("withTargetLayout", MemoryLayout.class).invoke(
            ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
        attempt.accept("everyReinterpret", () -> {
            for (Method m : MemorySegment.class.getMethods()) {
                if (m.getName().equals("reinterpret") && m.getParameterCount() > 1) {
                    return m;
                }
            }
            return null;
        });
        attempt.accept("reflectedUnreflected", () -> call(MethodHandles.lookup().unreflect(MemorySegment.class.getMethod(
            "reinterpret", long.class)), segment(), 1L << 20));
        attempt.accept("invokedInvoke", () -> Method.class.getMethod("invoke", Object.class, Object[].class).invoke(
            MemorySegment.class.getMethod("reinterpret", long.class), segment(), new Object[] {1L << 20}));
    }

    private static void handles(BiConsumer<String, Callable<Object>> attempt) {
        attempt.accept("handleOfReinterpret", () -> call(MethodHandles.lookup().findVirtual(MemorySegment.class, "reinterpret",
            type(MemorySegment.class, long.class)), segment(), 1L << 20));
        attempt.accept("publicHandleOfReinterpret", () -> call(MethodHandles.publicLookup().findVirtual(MemorySegment.class,
            "reinterpret", type(MemorySegment.class, long.class)), segment(), 1L << 20));
        attempt.accept("boundReinterpret", () -> call(MethodHandles.lookup().bind(segment(), "reinterpret",
            type(MemorySegment.class, long.class)), 1L << 20));
        attempt.accept("handleOfAddress", () -> call(MethodHandles.lookup().findStatic(MemorySegment.class, "ofAddress",
            type(MemorySegment.class, long.class)), 4096L));
        attempt.accept("handleOfTarget", () -> call(MethodHandles.lookup().findVirtual(AddressLayout.class, "withTargetLayout",
            type(AddressLayout.class, MemoryLayout.class)), ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
        attempt.accept("lambdaOfReinterpret", () -> {
            java.util.function.LongFunction<MemorySegment> f = segment()::asSlice;
            return f.apply(16).byteSize() == 0 ? null : f;
        });
    }

    private static void classOfSegment(BiConsumer<String, Callable<Object>> attempt) {
        attempt.accept("reinterpretOfImplementation", () -> call(MethodHandles.lookup().findVirtual(segment().getClass(),
            "reinterpret", type(MemorySegment.class, long.class)), segment(), 1L << 20));
        attempt.accept("membersOfImplementation", () -> {
            Class<?> c = segment().getClass();
            while (c != Object.class) {
                if (c.getMethods().length + c.getDeclaredMethods().length + c.getDeclaredFields().length
                    + c.getDeclaredConstructors().length > Object.class.getMethods().length) {
                    return c + " shows " + java.util.Arrays.toString(c.getMethods());
                }
                c = c.getSuperclass();
            }
            return null;
        });
        attempt.accept("offsetOfImplementation", () -> segment().getClass().getMethod("unsafeGetOffset").invoke(segment()));
        attempt.accept("closeOfScope", () -> segment().scope().getClass().getMethod("close").invoke(segment().scope()));
        attempt.accept("segmentOfBuffer", () -> {
            java.lang.reflect.Field f = java.nio.Buffer.class.getDeclaredField("segment");
            f.setAccessible(true);
            return f.get(segment().asByteBuffer());
        });
        attempt.accept("addressOfBuffer", () -> {
            java.lang.reflect.Field f = java.nio.Buffer.class.getDeclaredField("address");
            f.setAccessible(true);
            return f.get(segment().asByteBuffer());
        });
        attempt.accept("proxyOfSegment", () -> Proxy.newProxyInstance(null, new Class<?>[] {MemorySegment.class},
            (p, m, a) -> null));
    }
}

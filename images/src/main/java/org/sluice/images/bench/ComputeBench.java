package org.sluice.images.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.sluice.abi.SystemCalls;
import org.sluice.vm.code.ClassArchive;
import org.sluice.vm.code.Namespace;
import org.sluice.vm.code.PagedMemory;
import org.sluice.vm.code.ProgramSource;
import org.sluice.vm.code.TranslationCache;
import org.sluice.vm.firmware.BootFailure;
import org.sluice.vm.firmware.BootImage;
import org.sluice.vm.firmware.Partition;
import org.sluice.vm.mmu.Tlb;

/**
 * Times the sixteen kernels as guest code, translated and on the relinked library, against the same class files as the host runs
 * them: all in one JVM, in turns, while a timer raises the poll flag a thousand times a second as the kernel's does. Each kernel
 * is run by two host variants as well, so that the noise is seen.
 *
 * <p>Arguments: the disk image, the number of turns, and names of kernels (default all).
 */
public final class ComputeBench {
    private static final long CACHE_BYTES = 16 << 20;
    private static final long WARM_UP_NANOS = 500_000_000;
    private static final long TURN_NANOS = 12_000_000;
    private static final String KERNELS = Rig.program("Kernels");
    private static final String PREFIX = "kernel ";

    private ComputeBench() {
    }

    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[1]);
        List<String> wanted = Arrays.asList(args).subList(2, args.length);
        List<Map<String, Runnable>> variants = List.of(onHost(), onHost(), onGuest(Path.of(args[0])));
        Report.machine("in one JVM, polls raised every millisecond");
        Report.row("kernel", "host us", "host again", "guest / host");
        double again = 0;
        double guest = 0;
        int count = 0;
        for (String name : variants.getFirst().keySet()) {
            if (!wanted.isEmpty() && !wanted.contains(name)) {
                continue;
            }
            double[] medians = compare(variants.stream().map(v -> v.get(name)).toArray(Runnable[]::new), rounds);
            again += Math.log(medians[1] / medians[0]);
            guest += Math.log(medians[2] / medians[0]);
            count++;
            Report.row(name, Report.figure(medians[0] / 1e3), ratio(medians[1] / medians[0]), ratio(medians[2] / medians[0]));
        }
        if (count == 0) {
            System.err.println("sluice: bench: no kernel of these names: " + String.join(" ", wanted));
            System.exit(2);
        }
        Report.row("geometric mean", "", ratio(Math.exp(again / count)), ratio(Math.exp(guest / count)));
        System.exit(0);
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    /** Medians of the variants' times for one run, in nanoseconds. */
    private static double[] compare(Runnable[] variants, int rounds) {
        double[][] times = new double[variants.length][rounds];
        for (Runnable variant : variants) {
            time(variant, WARM_UP_NANOS);
        }
        for (int round = 0; round < rounds; round++) {
            for (int v = 0; v < variants.length; v++) {
                times[v][round] = time(variants[v], TURN_NANOS);
            }
        }
        return Arrays.stream(times).mapToDouble(Report::median).toArray();
    }

    private static double time(Runnable kernel, long nanos) {
        long start = System.nanoTime();
        long now;
        int runs = 0;
        do {
            kernel.run();
            runs++;
            now = System.nanoTime();
        } while (now - start < nanos);
        return (now - start) / (double) runs;
    }

    // ------------------------------------------------------------------ the variants

    /** The kernels as the host runs them, each time from a loader of their own: compiled code is not shared. */
    private static Map<String, Runnable> onHost() throws ReflectiveOperationException {
        Class<?> type = new CopyLoader().loadClass(KERNELS);
        String[] names = (String[]) type.getMethod("names").invoke(null);
        Runnable[] bodies = (Runnable[]) type.getMethod("runs").invoke(null);
        Map<String, Runnable> kernels = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            kernels.put(names[i].substring(PREFIX.length()), bodies[i]);
        }
        return kernels;
    }

    private static final class CopyLoader extends ClassLoader {
        CopyLoader() {
            super(ComputeBench.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(KERNELS) && !name.startsWith(KERNELS + "$")) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            byte[] bytes = read(name.replace('.', '/') + ".class");
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    /** The kernels as a process of the guest would run them: its main method hands them to the kernel that stands in here. */
    private static Map<String, Runnable> onGuest(Path image) throws IOException {
        BootImage opened = BootImage.open(image);
        MemorySegment library = opened.map(opened.partition(Partition.LIBRARY)
            .orElseThrow(() -> new BootFailure(image + ": no partition named library")), Arena.global());
        ClassArchive archive = ClassArchive.open(library);
        StandInKernel kernel = new StandInKernel();
        Namespace namespace = Namespace.create(archive, new TranslationCache(archive, CACHE_BYTES), new OwnClasses(), kernel.calls(),
            SystemCalls.class.getClassLoader(), new PagedMemory(0, new Tlb().words()));
        try {
            namespace.runMain(KERNELS, new String[0], new String[0], "kernels");
        } catch (StandInKernel.Ended e) {
            if (e.status() != 0) {
                throw new IllegalStateException("the guest ended with status " + e.status());
            }
        }
        kernel.runs(namespace);
        Thread ticker = new Thread(() -> {
            while (true) {
                LockSupport.parkNanos(1_000_000);
                namespace.raisePoll();
            }
        }, "ticker");
        ticker.setDaemon(true);
        ticker.start();
        return kernel.bodies();
    }

    private static byte[] read(String resource) {
        try (InputStream in = ComputeBench.class.getResourceAsStream("/" + resource)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The class path of the guest: the programs beside this class. */
    private static final class OwnClasses implements ProgramSource {
        @Override
        public byte[] find(String resource) {
            return resource.startsWith(KERNELS.replace('.', '/')) ? read(resource) : null;
        }

        @Override
        public List<byte[]> findAll(String resource) {
            byte[] found = find(resource);
            return found == null ? List.of() : List.of(found);
        }

        @Override
        public String location(String resource) {
            return Rig.MOUNT;
        }
    }

    /** System calls as far as a program needs them that only computes. */
    private static final class StandInKernel {
        private final Map<String, Runnable> bodies = new LinkedHashMap<>();
        private final List<String> messages = new ArrayList<>();
        private volatile Namespace namespace;

        /** The program is over. */
        static final class Ended extends Error {
            private static final long serialVersionUID = 1L;
            private final int status;

            Ended(int status) {
                super("status " + status, null, false, false);
                this.status = status;
            }

            int status() {
                return status;
            }
        }

        SystemCalls calls() {
            return (SystemCalls) java.lang.reflect.Proxy.newProxyInstance(SystemCalls.class.getClassLoader(),
                new Class<?>[] {SystemCalls.class}, (self, method, arguments) -> {
                    Object result = answer(method, arguments);
                    return result == null ? null : method.getReturnType() == long.class ? (Object) ((Number) result).longValue() : result;
                });
        }

        private Object answer(Method method, Object[] arguments) {
            return switch (method.getName()) {
                case "exit" -> throw new Ended((Integer) arguments[0]);
                case "threadStart" -> start((Runnable) arguments[0], (String) arguments[1]);
                case "poll" -> {
                    if (namespace != null) {
                        namespace.lowerPoll();
                    }
                    yield 0;
                }
                case "clock" -> System.nanoTime();
                case "write" -> {
                    messages.add(new String((byte[]) arguments[1], (Integer) arguments[2], (Integer) arguments[3]));
                    yield arguments[3];
                }
                case "memory" -> {
                    Arrays.fill((long[]) arguments[0], Runtime.getRuntime().maxMemory());
                    yield 0;
                }
                case "getpid", "threadSelf" -> 1;
                case "open", "stat", "access", "readlink" -> -org.sluice.abi.Errno.ENOENT;
                case "toString" -> "stand-in kernel";
                case "hashCode" -> 1;
                case "equals" -> false;
                default -> method.getReturnType() == void.class ? null : (Object) 0;
            };
        }

        private int start(Runnable body, String name) {
            if (name.startsWith(PREFIX)) {
                bodies.put(name.substring(PREFIX.length()), body);
            }
            // a thread of the library is not needed for computing
            return 2 + bodies.size();
        }

        void runs(Namespace running) {
            if (bodies.isEmpty()) {
                throw new IllegalStateException("the guest offered no kernels; it wrote: " + String.join("", messages));
            }
            namespace = running;
        }

        Map<String, Runnable> bodies() {
            return bodies;
        }
    }
}

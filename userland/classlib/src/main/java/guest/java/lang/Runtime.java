package guest.java.lang;

import guest.java.io.File;
import guest.java.io.IOException;
import guest.java.util.ArrayList;
import guest.java.util.List;
import guest.java.util.Optional;
import guest.java.util.StringTokenizer;
import guest.rt.Heap;
import guest.rt.Kernel;
import org.sluice.abi.SystemCalls;

/** The process' resources and its end. */
public class Runtime {
    private static final Runtime INSTANCE = new Runtime();
    private static final int PROCESSORS_UNKNOWN = 1;

    private Thread[] hooks = new Thread[0];
    private final Runnable[] libraryHooks = new Runnable[10];
    private boolean ending;

    private Runtime() {
    }

    public static Runtime getRuntime() {
        return INSTANCE;
    }

    // ------------------------------------------------------------------ the end

    public void exit(int status) {
        Thread[] started;
        synchronized (this) {
            started = ending ? null : hooks;
            ending = true;
        }
        if (started != null) {
            for (Thread hook : started) {
                hook.start();
            }
            for (Thread hook : started) {
                awaitEnd(hook);
            }
            for (Runnable hook : libraryHooks) {
                if (hook != null) {
                    hook.run();
                }
            }
            halt(status);
        }
        // somebody else is ending the process: wait for it
        while (true) {
            Kernel.CALLS.park(-1);
        }
    }

    private static void awaitEnd(Thread hook) {
        while (true) {
            try {
                hook.join();
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupted = false;
            }
        }
    }

    public void halt(int status) {
        System.out.flush();
        System.err.flush();
        Kernel.CALLS.exit(status & 0xff);
    }

    public synchronized void addShutdownHook(Thread hook) {
        if (ending) {
            throw new IllegalStateException("Shutdown in progress");
        }
        if (indexOf(hook) >= 0) {
            throw new IllegalArgumentException("Hook previously registered");
        }
        if (hook.getState() != Thread.State.NEW) {
            throw new IllegalArgumentException("Hook already running");
        }
        Thread[] more = new Thread[hooks.length + 1];
        guest.rt.Host.arraycopy(hooks, 0, more, 0, hooks.length);
        more[hooks.length] = hook;
        hooks = more;
    }

    private int indexOf(Thread hook) {
        for (int i = 0; i < hooks.length; i++) {
            if (hooks[i] == hook) {
                return i;
            }
        }
        return -1;
    }

    public synchronized boolean removeShutdownHook(Thread hook) {
        if (ending) {
            throw new IllegalStateException("Shutdown in progress");
        }
        int index = indexOf(hook);
        if (index < 0) {
            return false;
        }
        Thread[] fewer = new Thread[hooks.length - 1];
        guest.rt.Host.arraycopy(hooks, 0, fewer, 0, index);
        guest.rt.Host.arraycopy(hooks, index + 1, fewer, index, fewer.length - index);
        hooks = fewer;
        return true;
    }

    /** A hook of the library, run after those of the program; slots as in the JDK. */
    synchronized void addLibraryHook(int slot, Runnable hook) {
        libraryHooks[slot] = hook;
    }

    // ------------------------------------------------------------------ resources

    public int availableProcessors() {
        byte[] text = guest.rt.Files.readAll("/proc/cpuinfo");
        if (text == null) {
            return PROCESSORS_UNKNOWN;
        }
        int count = 0;
        String lines = new String(text, 0, 0, text.length);
        for (int at = lines.indexOf("processor"); at >= 0; at = lines.indexOf("\nprocessor", at + 1)) {
            count++;
        }
        return Math.max(1, count);
    }

    public long freeMemory() {
        long[] info = Heap.memory();
        return Math.max(0, Math.min(info[SystemCalls.MEMORY_FREE],
            info[SystemCalls.MEMORY_QUOTA] - info[SystemCalls.MEMORY_PROCESS]));
    }

    public long totalMemory() {
        return Heap.memory()[SystemCalls.MEMORY_QUOTA];
    }

    public long maxMemory() {
        return Heap.memory()[SystemCalls.MEMORY_QUOTA];
    }

    public void gc() {
    }

    @Deprecated
    public void runFinalization() {
    }

    public void load(String file) {
        throw new UnsatisfiedLinkError("Can't load library: " + file);
    }

    public void loadLibrary(String name) {
        throw new UnsatisfiedLinkError("no " + name + " in java.library.path: ");
    }

    // ------------------------------------------------------------------ programs

    @Deprecated
    public Process exec(String command) throws IOException {
        return exec(command, null, null);
    }

    @Deprecated
    public Process exec(String command, String[] env) throws IOException {
        return exec(command, env, null);
    }

    @Deprecated
    public Process exec(String command, String[] env, File directory) throws IOException {
        if (command.isEmpty()) {
            throw new IllegalArgumentException("Empty command");
        }
        StringTokenizer words = new StringTokenizer(command);
        String[] split = new String[words.countTokens()];
        for (int i = 0; i < split.length; i++) {
            split[i] = words.nextToken();
        }
        return exec(split, env, directory);
    }

    public Process exec(String[] command) throws IOException {
        return exec(command, null, null);
    }

    public Process exec(String[] command, String[] env) throws IOException {
        return exec(command, env, null);
    }

    public Process exec(String[] command, String[] env, File directory) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        if (env != null) {
            builder.environment().clear();
            for (String s : env) {
                int equals = s.indexOf('=', 1);
                if (equals > 0) {
                    builder.environment().put(s.substring(0, equals), s.substring(equals + 1));
                }
            }
        }
        return builder.directory(directory).start();
    }

    // ------------------------------------------------------------------ version

    public static Version version() {
        return Version.parse(System.getProperty("java.runtime.version"));
    }

    /** A version of a Java platform: {@code N(.N)*(-PRE)?(+BUILD)?(-OPT)?}. */
    public static final class Version implements Comparable<Version> {
        private final List<Integer> numbers;
        private final Optional<String> pre;
        private final Optional<Integer> build;
        private final Optional<String> optional;

        private Version(List<Integer> numbers, Optional<String> pre, Optional<Integer> build, Optional<String> optional) {
            this.numbers = numbers;
            this.pre = pre;
            this.build = build;
            this.optional = optional;
        }

        public static Version parse(String text) {
            int end = 0;
            while (end < text.length() && (Character.isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
                end++;
            }
            if (end == 0) {
                throw new IllegalArgumentException("Invalid version string: '" + text + "'");
            }
            List<Integer> numbers = new ArrayList<>();
            StringTokenizer parts = new StringTokenizer(text.substring(0, end), ".");
            while (parts.hasMoreTokens()) {
                numbers.add(Integer.parseInt(parts.nextToken()));
            }
            String rest = text.substring(end);
            int plus = rest.indexOf('+');
            String before = plus < 0 ? rest : rest.substring(0, plus);
            String after = plus < 0 ? "" : rest.substring(plus + 1);
            int dash = after.indexOf('-');
            String number = dash < 0 ? after : after.substring(0, dash);
            return new Version(List.copyOf(numbers), text(before.startsWith("-") ? before.substring(1) : ""),
                number.isEmpty() ? Optional.empty() : Optional.of(Integer.parseInt(number)),
                text(dash < 0 ? "" : after.substring(dash + 1)));
        }

        private static Optional<String> text(String s) {
            return s.isEmpty() ? Optional.empty() : Optional.of(s);
        }

        private int number(int index) {
            return index < numbers.size() ? (Integer) numbers.get(index) : 0;
        }

        public int feature() {
            return number(0);
        }

        public int interim() {
            return number(1);
        }

        public int update() {
            return number(2);
        }

        public int patch() {
            return number(3);
        }

        @Deprecated
        public int major() {
            return feature();
        }

        @Deprecated
        public int minor() {
            return interim();
        }

        @Deprecated
        public int security() {
            return update();
        }

        public List<Integer> version() {
            return numbers;
        }

        public Optional<String> pre() {
            return pre;
        }

        public Optional<Integer> build() {
            return build;
        }

        public Optional<String> optional() {
            return optional;
        }

        @Override
        public int compareTo(Version other) {
            int order = compareToIgnoreOptional(other);
            return order != 0 ? order : ((String) optional.orElse("")).compareTo((String) other.optional.orElse(""));
        }

        public int compareToIgnoreOptional(Version other) {
            for (int i = 0; i < Math.max(numbers.size(), other.numbers.size()); i++) {
                if (number(i) != other.number(i)) {
                    return Integer.compare(number(i), other.number(i));
                }
            }
            if (pre.isPresent() != other.pre.isPresent()) {
                return pre.isPresent() ? -1 : 1;
            }
            int order = ((String) pre.orElse("")).compareTo((String) other.pre.orElse(""));
            return order != 0 ? order : Integer.compare((Integer) build.orElse(-1), (Integer) other.build.orElse(-1));
        }

        @Override
        public boolean equals(Object object) {
            return equalsIgnoreOptional(object) && optional.equals(((Version) object).optional);
        }

        public boolean equalsIgnoreOptional(Object object) {
            return object instanceof Version v && numbers.equals(v.numbers) && pre.equals(v.pre) && build.equals(v.build);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * numbers.hashCode() + pre.hashCode()) + build.hashCode();
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < numbers.size(); i++) {
                text.append(i == 0 ? "" : ".").append(number(i));
            }
            if (pre.isPresent()) {
                text.append('-').append((String) pre.get());
            }
            if (build.isPresent()) {
                text.append('+').append(build.get());
            }
            if (optional.isPresent()) {
                text.append(build.isPresent() ? "-" : "+-").append((String) optional.get());
            }
            return text.toString();
        }
    }
}

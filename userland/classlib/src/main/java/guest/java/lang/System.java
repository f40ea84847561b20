package guest.java.lang;

import guest.java.io.BufferedInputStream;
import guest.java.io.Console;
import guest.java.io.FileDescriptor;
import guest.java.io.FileInputStream;
import guest.java.io.IOException;
import guest.java.io.InputStream;
import guest.java.io.PrintStream;
import guest.java.nio.channels.Channel;
import guest.java.util.Map;
import guest.java.util.Properties;
import guest.java.util.ResourceBundle;
import guest.java.util.function.Supplier;
import guest.rt.Clock;
import guest.rt.Lang;
import guest.sun.nio.cs.UTF_8;

/** The process as a program sees it: streams on handles 0 to 2, properties, environment, clocks. */
public final class System {
    public static InputStream in = new BufferedInputStream(new FileInputStream(FileDescriptor.in));
    public static PrintStream out = new PrintStream(new StandardOutput(1), false, UTF_8.INSTANCE);
    public static PrintStream err = new PrintStream(new StandardOutput(2), false, UTF_8.INSTANCE);

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static volatile Console console;
    private static volatile boolean consoleAsked;

    private System() {
    }

    public static void setIn(InputStream stream) {
        in = stream;
    }

    public static void setOut(PrintStream stream) {
        out = stream;
    }

    public static void setErr(PrintStream stream) {
        err = stream;
    }

    /** The console, or {@code null} when handles 0 and 1 are not both a terminal. */
    public static Console console() {
        if (!consoleAsked) {
            console = guest.jdk.internal.access.SharedSecrets.getJavaIOAccess().console();
            consoleAsked = true;
        }
        return console;
    }

    public static Channel inheritedChannel() throws IOException {
        return null;
    }

    @Deprecated
    public static void setSecurityManager(SecurityManager manager) {
        throw new UnsupportedOperationException("Setting a Security Manager is not supported");
    }

    @Deprecated
    public static SecurityManager getSecurityManager() {
        return null;
    }

    static boolean allowSecurityManager() {
        return false;
    }

    public static long currentTimeMillis() {
        return Math.floorDiv(Clock.realTime(), NANOS_PER_MILLI);
    }

    public static long nanoTime() {
        return Clock.monotonic();
    }

    public static void arraycopy(Object from, int fromIndex, Object to, int toIndex, int length) {
        guest.rt.Host.arraycopy(from, fromIndex, to, toIndex, length);
    }

    public static int identityHashCode(Object object) {
        return guest.rt.Host.identityHashCode(object);
    }

    public static String lineSeparator() {
        return "\n";
    }

    // ------------------------------------------------------------------ properties and environment

    public static Properties getProperties() {
        return SystemProperties.get();
    }

    public static void setProperties(Properties properties) {
        SystemProperties.set(properties);
    }

    public static String getProperty(String key) {
        checkKey(key);
        return SystemProperties.get().getProperty(key);
    }

    public static String getProperty(String key, String otherwise) {
        checkKey(key);
        return SystemProperties.get().getProperty(key, otherwise);
    }

    public static String setProperty(String key, String value) {
        checkKey(key);
        return (String) SystemProperties.get().setProperty(key, value);
    }

    public static String clearProperty(String key) {
        checkKey(key);
        return (String) SystemProperties.get().remove(key);
    }

    private static void checkKey(String key) {
        if (key == null) {
            throw new NullPointerException("key can't be null");
        }
        if (key.isEmpty()) {
            throw new IllegalArgumentException("key can't be empty");
        }
    }

    public static String getenv(String name) {
        return (String) ProcessEnvironment.map().get(name);
    }

    public static Map<String, String> getenv() {
        return ProcessEnvironment.map();
    }

    // ------------------------------------------------------------------ the rest

    public static void exit(int status) {
        Runtime.getRuntime().exit(status);
    }

    public static void gc() {
        Runtime.getRuntime().gc();
    }

    @Deprecated
    public static void runFinalization() {
    }

    public static void load(String file) {
        Runtime.getRuntime().load(file);
    }

    public static void loadLibrary(String name) {
        Runtime.getRuntime().loadLibrary(name);
    }

    public static String mapLibraryName(String name) {
        return "lib" + name + ".so";
    }

    public static Logger getLogger(String name) {
        if (name == null) {
            throw new NullPointerException();
        }
        Class<?> caller = guest.jdk.internal.reflect.Reflection.getCallerClass();
        return guest.jdk.internal.logger.LazyLoggers.getLogger(name, Lang.access().module(caller));
    }

    public static Logger getLogger(String name, ResourceBundle bundle) {
        if (name == null || bundle == null) {
            throw new NullPointerException();
        }
        Class<?> caller = guest.jdk.internal.reflect.Reflection.getCallerClass();
        return LoggerFinder.getLoggerFinder().getLocalizedLogger(name, bundle, Lang.access().module(caller));
    }

    /** A logger of messages; see {@code java.lang.System.Logger}. */
    public interface Logger {
        enum Level {
            ALL(Integer.MIN_VALUE), TRACE(400), DEBUG(500), INFO(800), WARNING(900), ERROR(1000), OFF(Integer.MAX_VALUE);

            private final int severity;

            Level(int severity) {
                this.severity = severity;
            }

            public final String getName() {
                return name();
            }

            public final int getSeverity() {
                return severity;
            }
        }

        String getName();

        boolean isLoggable(Level level);

        default void log(Level level, String message) {
            log(level, (ResourceBundle) null, message, (Object[]) null);
        }

        default void log(Level level, Supplier<String> message) {
            if (isLoggable(level)) {
                log(level, (ResourceBundle) null, (String) message.get(), (Object[]) null);
            }
        }

        default void log(Level level, Object object) {
            if (isLoggable(level)) {
                log(level, (ResourceBundle) null, object.toString(), (Object[]) null);
            }
        }

        default void log(Level level, String message, Throwable thrown) {
            log(level, (ResourceBundle) null, message, thrown);
        }

        default void log(Level level, Supplier<String> message, Throwable thrown) {
            if (isLoggable(level)) {
                log(level, (ResourceBundle) null, (String) message.get(), thrown);
            }
        }

        default void log(Level level, String format, Object... parameters) {
            log(level, (ResourceBundle) null, format, parameters);
        }

        void log(Level level, ResourceBundle bundle, String message, Throwable thrown);

        void log(Level level, ResourceBundle bundle, String format, Object... parameters);
    }

    /** Where loggers come from; see {@code java.lang.System.LoggerFinder}. */
    public abstract static class LoggerFinder {
        static final RuntimePermission LOGGERFINDER_PERMISSION = new RuntimePermission("loggerFinder");

        protected LoggerFinder() {
        }

        public abstract Logger getLogger(String name, Module module);

        public Logger getLocalizedLogger(String name, ResourceBundle bundle, Module module) {
            return new guest.jdk.internal.logger.LocalizedLoggerWrapper<>(getLogger(name, module), bundle);
        }

        public static LoggerFinder getLoggerFinder() {
            return guest.jdk.internal.logger.LoggerFinderLoader.getLoggerFinder();
        }
    }
}

package org.sluice.apps.system;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.ManualPage;
import org.sluice.apps.Reasons;
import org.sluice.process.Start;

/**
 * {@code java}: runs a Java program in its own process. {@link #run} reads the command line and finds the program's main
 * method; only when the command itself is over does {@link #launch} call it, so that what the program throws is not taken for
 * a failure of this command.
 */
public final class Java extends Command {
    private String classPath;
    private Class<?> mainClass;
    private Method main;
    private String[] arguments = new String[0];

    public Java() {
        super("java");
    }

    /** @throws Throwable whatever the program's main method throws */
    public static void main(String[] args) throws Throwable {
        Java java = new Java();
        java.start(args);
        java.launch();
    }

    @Override
    protected int run(String[] args) throws IOException {
        boolean jar = false;
        int at = 0;
        for (; at < args.length && args[at].startsWith("-"); at++) {
            String arg = args[at];
            if (arg.equals("-jar")) {
                jar = true;
            } else if (arg.equals("-cp") || arg.equals("-classpath") || arg.equals("--class-path")) {
                if (at + 1 == args.length) {
                    throw new Failure.Usage(arg + " requires class path specification");
                }
                classPath = args[++at];
            } else if (arg.startsWith("--class-path=")) {
                classPath = arg.substring(arg.indexOf('=') + 1);
            } else if (arg.startsWith("-D") && arg.length() > 2) {
                define(arg.substring(2));
            } else if (arg.equals("-version") || arg.equals("--version")) {
                version(arg.equals("-version"));
                return 0;
            } else if (arg.equals("--help") || arg.equals("-help") || arg.equals("-?")) {
                out.print(ManualPage.help(io, name()));
                return 0;
            } else if (!isIgnored(arg)) {
                throw new Failure.Usage("unknown option '" + arg + "'");
            }
        }
        if (at == args.length) {
            throw new Failure.Usage(jar ? "-jar requires jar file specification" : "missing main class");
        }
        arguments = Arrays.copyOfRange(args, at + 1, args.length);
        return jar ? jar(args[at]) : mainClass(args[at]);
    }

    /** Options that tune a Java virtual machine; the one below is not ours to tune. */
    private static boolean isIgnored(String arg) {
        return arg.startsWith("-X") || arg.startsWith("-ea") || arg.startsWith("-da") || arg.startsWith("-enableassertions")
                || arg.equals("-server") || arg.equals("-client") || arg.startsWith("--enable-native-access");
    }

    private static void define(String definition) {
        int equals = definition.indexOf('=');
        String key = equals < 0 ? definition : definition.substring(0, equals);
        System.setProperty(key, equals < 0 ? "" : definition.substring(equals + 1));
    }

    private void version(boolean toError) {
        String text = "java " + System.getProperty("java.version", "25") + "\n"
                + System.getProperty("os.name", "Sluice") + " " + System.getProperty("os.version", "") + " class library, "
                + System.getProperty("java.vendor", "unknown vendor");
        (toError ? io.err() : out).println(text);
    }

    private int error(String message) {
        out.flush();
        io.err().println("Error: " + message);
        return 1;
    }

    private int mainClass(String name) {
        if (name.endsWith(".java")) {
            return error("this system has no compiler; compile " + name + " elsewhere and run the class");
        }
        String path = classPath != null ? classPath : variable();
        String className = name.replace('/', '.');
        File file = io.file(name);
        if (name.endsWith(".class") && file.isFile()) {
            path = file.getParent() == null ? "." : file.getParent();
            className = file.getName().substring(0, file.getName().length() - ".class".length());
        }
        ClassLoader loader = extend(existing(path));
        System.setProperty("java.class.path", path);
        return find(loader, className);
    }

    private String variable() {
        String path = io.variable("CLASSPATH");
        return path == null || path.isEmpty() ? "." : path;
    }

    /** As any java command does, leaves entries of a class path that do not exist out of account. */
    private String existing(String path) {
        StringBuilder kept = new StringBuilder();
        String[] entries = path.split(":");
        for (int i = 0; i < entries.length; i++) {
            String entry = entries[i].isEmpty() ? "." : entries[i];
            if (entry.endsWith("/*") || entry.equals("*")) {
                expand(entry.substring(0, entry.length() - 1), kept);
            } else if (io.file(entry).exists()) {
                kept.append(kept.isEmpty() ? "" : ":").append(entry);
            }
        }
        return kept.toString();
    }

    private void expand(String directory, StringBuilder kept) {
        String[] names = io.file(directory.isEmpty() ? "." : directory).list();
        for (int i = 0; names != null && i < names.length; i++) {
            if (names[i].endsWith(".jar") || names[i].endsWith(".JAR")) {
                kept.append(kept.isEmpty() ? "" : ":").append(directory).append(names[i]);
            }
        }
    }

    private ClassLoader extend(String path) {
        try {
            return path.isEmpty() ? Java.class.getClassLoader() : io.extendClassPath(path);
        } catch (IOException e) {
            throw new Failure(1, "class path: " + e.getMessage());
        }
    }

    private int jar(String name) {
        File file = io.file(name);
        if (!file.isFile() || !file.canRead()) {
            return error("Unable to access jarfile " + name);
        }
        String className;
        StringBuilder path = new StringBuilder(name);
        try (JarFile jar = new JarFile(file)) {
            Manifest manifest = jar.getManifest();
            Attributes attributes = manifest == null ? new Attributes() : manifest.getMainAttributes();
            className = attributes.getValue(Attributes.Name.MAIN_CLASS);
            String more = attributes.getValue(Attributes.Name.CLASS_PATH);
            if (more != null) {
                addBeside(name, more, path);
            }
        } catch (IOException e) {
            return error("Invalid or corrupt jarfile " + name + ": " + Reasons.of(e));
        }
        if (className == null) {
            io.err().println("no main manifest attribute, in " + name);
            return 1;
        }
        System.setProperty("java.class.path", name);
        return find(extend(path.toString()), className.trim());
    }

    private void addBeside(String jar, String more, StringBuilder path) {
        String directory = jar.substring(0, jar.lastIndexOf('/') + 1);
        String[] entries = more.trim().split(" +");
        for (int i = 0; i < entries.length; i++) {
            String entry = entries[i].startsWith("/") ? entries[i] : directory + entries[i];
            if (io.file(entry).exists()) {
                path.append(':').append(entry);
            }
        }
    }

    private int find(ClassLoader loader, String className) {
        try {
            mainClass = Class.forName(className, false, loader);
            main = mainMethod(mainClass);
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            return error("Could not find or load main class " + className + "\nCaused by: " + e);
        } catch (UnsupportedClassVersionError e) {
            return error(className + " is compiled for a newer Java than this system runs: " + e.getMessage());
        } catch (LinkageError e) {
            return error("LinkageError occurred while loading main class " + className + "\n\t" + e);
        }
        if (main == null) {
            return error("Main method not found in class " + className + ", please define the main method as:\n"
                    + "   public static void main(String[] args)");
        }
        return 0;
    }

    /** The method that starts a program (JLS 12.1.4): with arguments before without, inherited ones too, no private one. */
    private static Method mainMethod(Class<?> type) {
        Method withArguments = inherited(type, String[].class);
        return withArguments != null ? withArguments : inherited(type);
    }

    private static Method inherited(Class<?> type, Class<?>... parameters) {
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            try {
                Method method = c.getDeclaredMethod("main", parameters);
                if (!Modifier.isPrivate(method.getModifiers()) && method.getReturnType() == void.class) {
                    return method;
                }
            } catch (NoSuchMethodException e) {
                continue;
            }
        }
        return null;
    }

    /**
     * Calls the main method that was found, if any.
     *
     * @throws Throwable what it throws
     */
    void launch() throws Throwable {
        if (main == null) {
            return;
        }
        Object receiver = null;
        if (!Modifier.isStatic(main.getModifiers())) {
            Constructor<?> constructor = mainClass.getDeclaredConstructor();
            constructor.setAccessible(true);
            try {
                receiver = constructor.newInstance();
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
        main.setAccessible(true);
        Start.call(main, receiver, main.getParameterCount() == 1 ? new Object[] {arguments} : new Object[0]);
    }
}

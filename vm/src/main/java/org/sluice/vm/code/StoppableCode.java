package org.sluice.vm.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.VarHandle;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.sluice.vm.code.instrument.ClassCodec;
import org.sluice.vm.code.instrument.Options;

/**
 * Trusted code that must be stoppable nevertheless, such as a driver: the classes of some packages, defined anew with polls and
 * kill stubs. While the flag is raised, every thread in this code calls the slow path at its next poll; what that throws
 * leaves the code past all its handlers, {@code finally} included, so state the code guards is lost with it.
 *
 * <p>Each object has its own copies of the classes and thus their statics; dropping it lets the host unload them.
 */
public final class StoppableCode {
    private static final String POLL = StoppablePoll.class.getName();
    private static final Options OPTIONS = Options.pollsOnly(POLL.replace('.', '/'));

    private final Loader loader;
    private final VarHandle raised;

    /**
     * Makes a loader; no class of the code is loaded yet.
     *
     * @param name     of the loader, shown in stack traces
     * @param parent   loads the classes of other packages
     * @param files    the class file of a class by its binary name; null when there is none
     * @param packages names of the packages that are this code
     * @param slowPath called at polls while the flag is raised; what it throws ends the thread's stay in the code
     */
    public StoppableCode(String name, ClassLoader parent, Function<String, byte[]> files, Set<String> packages, Runnable slowPath) {
        loader = new Loader(name, parent, files, Set.copyOf(packages));
        try {
            Class<?> poll = Class.forName(POLL, true, loader);
            raised = HostAccess.TRUSTED.findStaticVarHandle(poll, "raised", boolean.class);
            HostAccess.TRUSTED.findStaticVarHandle(poll, "slowPath", Runnable.class).set(slowPath);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Loads a class of the code.
     *
     * @throws ClassNotFoundException if it is in none of the packages, or there is no such class
     * @throws LinkageError           if its class file is damaged
     */
    public Class<?> load(String className) throws ClassNotFoundException {
        Class<?> c = Class.forName(className, false, loader);
        if (c.getClassLoader() != loader) {
            throw new ClassNotFoundException(className + " is not in the packages " + loader.packages);
        }
        return c;
    }

    /** Makes polls call the slow path. */
    public void raise() {
        raised.setVolatile(true);
    }

    /** Makes polls do nothing again. */
    public void lower() {
        raised.setVolatile(false);
    }

    private static final class Loader extends ClassLoader {
        static {
            registerAsParallelCapable();
        }

        private final Function<String, byte[]> files;
        private final Set<String> packages;
        private final AtomicInteger defined = new AtomicInteger();

        Loader(String name, ClassLoader parent, Function<String, byte[]> files, Set<String> packages) {
            super(name, parent);
            this.files = files;
            this.packages = packages;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            int dot = name.lastIndexOf('.');
            boolean poll = name.equals(POLL);
            if (!poll && !packages.contains(dot < 0 ? "" : name.substring(0, dot))) {
                return super.loadClass(name, resolve);
            }
            Class<?> c = findLoadedClass(name);
            if (c != null) {
                return c;
            }
            byte[] file = poll ? pollClass() : files.apply(name);
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = poll ? file : ClassCodec.instrument(file, OPTIONS);
            return Definitions.define(this, name, bytes, defined, this::defineClass, this::findLoadedClass);
        }

        private static byte[] pollClass() {
            try (InputStream in = StoppableCode.class.getResourceAsStream("StoppablePoll.class")) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

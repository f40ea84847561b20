package guest.java.util;

import guest.java.io.BufferedReader;
import guest.java.io.IOException;
import guest.java.io.InputStreamReader;
import guest.java.lang.ClassLoader;
import guest.java.lang.Iterable;
import guest.java.lang.Module;
import guest.java.lang.ModuleLayer;
import guest.java.lang.Thread;
import guest.java.net.URL;
import guest.java.nio.charset.StandardCharsets;
import guest.java.util.function.Supplier;
import guest.java.util.stream.Stream;
import guest.rt.Kernel;
import guest.rt.Lang;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/** Finds providers in {@code META-INF/services} of a class path, and those the library's modules provide. */
public final class ServiceLoader<S> implements Iterable<S> {
    private static final String SERVICES = "META-INF/services/";
    private static final String LIBRARY_SERVICES = "META-INF/jdk/services/";

    private final Class<S> service;
    private final ClassLoader loader;
    private List<Provider<S>> providers;

    /** A provider, instantiated on demand. */
    public interface Provider<S> extends Supplier<S> {
        Class<? extends S> type();

        @Override
        S get();
    }

    private ServiceLoader(Class<S> service, ClassLoader loader) {
        if (service == null) {
            throw new NullPointerException("Service interface cannot be null");
        }
        this.service = service;
        this.loader = loader;
    }

    public static <S> ServiceLoader<S> load(Class<S> service) {
        return new ServiceLoader<>(service, Thread.currentThread().getContextClassLoader());
    }

    public static <S> ServiceLoader<S> load(Class<S> service, ClassLoader loader) {
        return new ServiceLoader<>(service, loader);
    }

    /** As the library asks on behalf of a module. */
    static <S> ServiceLoader<S> load(Class<S> service, ClassLoader loader, Module caller) {
        return new ServiceLoader<>(service, loader);
    }

    public static <S> ServiceLoader<S> loadInstalled(Class<S> service) {
        return new ServiceLoader<>(service, null);
    }

    public static <S> ServiceLoader<S> load(ModuleLayer layer, Class<S> service) {
        if (layer == null) {
            throw new NullPointerException();
        }
        return new ServiceLoader<>(service, null);
    }

    public synchronized void reload() {
        providers = null;
    }

    /** Found anew at each call after {@link #reload}; instances are kept. */
    private synchronized List<Provider<S>> providers() {
        if (providers == null) {
            List<Provider<S>> found = new ArrayList<>();
            Set<String> seen = new HashSet<>();
            byte[] ours = Kernel.GATE.resource(LIBRARY_SERVICES + service.getName(), true);
            if (ours != null) {
                for (String line : guest.rt.Files.decode(ours, 0, ours.length).split("\n")) {
                    add(found, seen, line, null);
                }
            }
            if (loader != null) {
                addFromPath(found, seen);
            }
            providers = found;
        }
        return providers;
    }

    private void addFromPath(List<Provider<S>> found, Set<String> seen) {
        try {
            Enumeration<URL> files = loader.getResources(SERVICES + service.getName());
            while (files.hasMoreElements()) {
                URL file = (URL) files.nextElement();
                try (BufferedReader lines = new BufferedReader(new InputStreamReader(file.openStream(), StandardCharsets.UTF_8))) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        add(found, seen, line, loader);
                    }
                }
            }
        } catch (IOException e) {
            throw new ServiceConfigurationError(service.getName() + ": Error accessing configuration file", e);
        }
    }

    private void add(List<Provider<S>> found, Set<String> seen, String line, ClassLoader from) {
        int comment = line.indexOf('#');
        String name = (comment < 0 ? line : line.substring(0, comment)).strip();
        if (!name.isEmpty() && seen.add(name)) {
            found.add(new Lazy(name, from));
        }
    }

    /** A provider known by name. */
    private final class Lazy implements Provider<S> {
        private final String name;
        private final ClassLoader from;
        private Class<?> type;
        private S instance;

        Lazy(String name, ClassLoader from) {
            this.name = name;
            this.from = from;
        }

        @Override
        @SuppressWarnings("unchecked")
        public synchronized Class<? extends S> type() {
            if (type == null) {
                try {
                    type = from == null ? Kernel.GATE.find(name, false, null, false)
                        : Kernel.GATE.find(name, true, Lang.access().hostLoader(from), false);
                } catch (ClassNotFoundException e) {
                    throw new ServiceConfigurationError(service.getName() + ": Provider " + name + " not found");
                }
                if (!service.isAssignableFrom(type)) {
                    throw new ServiceConfigurationError(service.getName() + ": Provider " + name + " not a subtype");
                }
            }
            return (Class<? extends S>) type;
        }

        @Override
        public S get() {
            S made = instance;
            if (made == null) {
                made = instantiate(type());
                instance = made;
            }
            return made;
        }

        @SuppressWarnings("unchecked")
        private S instantiate(Class<?> c) {
            try {
                if (from == null) {
                    for (Method m : c.getDeclaredMethods()) {
                        if (m.getName().equals("provider") && m.getParameterCount() == 0 && Modifier.isStatic(m.getModifiers())) {
                            return (S) m.invoke(null);
                        }
                    }
                }
                return (S) c.getConstructor().newInstance();
            } catch (InvocationTargetException e) {
                throw new ServiceConfigurationError(service.getName() + ": Provider " + name + " could not be instantiated",
                    e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new ServiceConfigurationError(service.getName() + ": " + name
                    + " Unable to get public no-arg constructor", e);
            }
        }
    }

    @Override
    public Iterator<S> iterator() {
        List<Provider<S>> found = providers();
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < found.size();
            }

            @Override
            public S next() {
                if (next >= found.size()) {
                    throw new NoSuchElementException();
                }
                return ((Provider<S>) found.get(next++)).get();
            }
        };
    }

    public Stream<Provider<S>> stream() {
        return providers().stream();
    }

    public Optional<S> findFirst() {
        Iterator<S> all = iterator();
        return all.hasNext() ? Optional.of(all.next()) : Optional.empty();
    }

    @Override
    public String toString() {
        return "java.util.ServiceLoader[" + service.getName() + "]";
    }
}

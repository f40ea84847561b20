package guest.java.lang;

import guest.java.io.ByteArrayInputStream;
import guest.java.io.IOException;
import guest.java.io.InputStream;
import guest.java.net.URL;
import guest.java.nio.ByteBuffer;
import guest.java.security.ProtectionDomain;
import guest.java.util.ArrayList;
import guest.java.util.Collections;
import guest.java.util.Enumeration;
import guest.java.util.HashMap;
import guest.java.util.List;
import guest.java.util.Map;
import guest.java.util.concurrent.ConcurrentHashMap;
import guest.java.util.stream.Stream;
import guest.rt.Kernel;
import org.sluice.vm.code.gate.Resolver;

/**
 * Finds and defines classes. Classes a program defines itself are translated on the way, by a loader of the host made for the
 * purpose, which turns to this one for every name that is neither core nor library.
 */
public abstract class ClassLoader {
    private final ClassLoader parent;
    private final String name;
    private final Module unnamedModule;
    private volatile Object host;
    private Map<String, Package> packages;
    private Map<String, Object> locks;
    /** Of ClassLoaderValue, made on demand. */
    private volatile ConcurrentHashMap<?, ?> values;

    protected ClassLoader() {
        this(null, getSystemClassLoader());
    }

    protected ClassLoader(ClassLoader parent) {
        this(null, parent);
    }

    protected ClassLoader(String name, ClassLoader parent) {
        if (name != null && name.isEmpty()) {
            throw new IllegalArgumentException("name must be non-empty or null");
        }
        this.name = name;
        this.parent = parent;
        this.unnamedModule = new Module(null, this);
    }

    /** One of the two loaders every process has. */
    ClassLoader(String name, ClassLoader parent, Object host) {
        this(name, parent);
        this.host = host;
    }

    /** The two loaders every process has. */
    private static final class BuiltIn extends ClassLoader {
        static final BuiltIn PLATFORM = new BuiltIn("platform", null, Kernel.GATE.libraryLoader());
        static final BuiltIn SYSTEM = new BuiltIn("app", PLATFORM, Kernel.GATE.applicationLoader());

        BuiltIn(String name, ClassLoader parent, Object host) {
            super(name, parent, host);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return Kernel.GATE.find(name, true, host(), false);
        }

        @Override
        protected URL findResource(String name) {
            return this == SYSTEM ? ResourceUrl.ofProgram(name) : ResourceUrl.ofLibrary(name);
        }

        @Override
        protected Enumeration<URL> findResources(String name) {
            return this == SYSTEM ? ResourceUrl.allOfProgram(name) : Collections.emptyEnumeration();
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            byte[] bytes = Kernel.GATE.resource(name, true);
            if (bytes == null && this == SYSTEM) {
                bytes = Kernel.GATE.resource(name, false);
            }
            return bytes == null ? null : new ByteArrayInputStream(bytes);
        }
    }

    public static ClassLoader getSystemClassLoader() {
        return BuiltIn.SYSTEM;
    }

    public static ClassLoader getPlatformClassLoader() {
        return BuiltIn.PLATFORM;
    }

    /** The guest's loader for one of the host. */
    static ClassLoader of(Object host) {
        if (host == null || host == Kernel.GATE.libraryLoader()) {
            return null;
        }
        Resolver resolver = Kernel.GATE.resolver(host);
        return resolver != null ? (ClassLoader) resolver.loader() : BuiltIn.SYSTEM;
    }

    Object host() {
        Object made = host;
        if (made == null) {
            synchronized (this) {
                if (host == null) {
                    host = Kernel.GATE.newLoader(new Peer(this));
                }
                made = host;
            }
        }
        return made;
    }

    /** What the host's loader asks. */
    private record Peer(ClassLoader loader) implements Resolver {
        @Override
        public Class<?> resolve(String name) throws ClassNotFoundException {
            return loader.loadClass(name, false);
        }
    }

    public final ClassLoader getParent() {
        return parent;
    }

    public String getName() {
        return name;
    }

    public final Module getUnnamedModule() {
        return unnamedModule;
    }

    // ------------------------------------------------------------------ classes

    public Class<?> loadClass(String name) throws ClassNotFoundException {
        return loadClass(name, false);
    }

    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> c = findLoadedClass(name);
            if (c == null) {
                try {
                    c = parent != null ? parent.loadClass(name, false) : Kernel.GATE.find(name, true, null, false);
                } catch (ClassNotFoundException e) {
                    c = findClass(name);
                }
            }
            return c;
        }
    }

    protected Object getClassLoadingLock(String className) {
        synchronized (this) {
            if (locks == null) {
                locks = new HashMap<>();
            }
            Object lock = locks.get(className);
            if (lock == null) {
                lock = new Object();
                locks.put(className, lock);
            }
            return lock;
        }
    }

    protected Class<?> findClass(String name) throws ClassNotFoundException {
        throw new ClassNotFoundException(name);
    }

    protected Class<?> findClass(String moduleName, String name) {
        if (moduleName == null) {
            try {
                return findClass(name);
            } catch (ClassNotFoundException e) {
                return null;
            }
        }
        return null;
    }

    protected final Class<?> findSystemClass(String name) throws ClassNotFoundException {
        return getSystemClassLoader().loadClass(name);
    }

    protected final Class<?> findLoadedClass(String name) {
        return Kernel.GATE.loaded(host(), name);
    }

    @Deprecated
    protected final Class<?> defineClass(byte[] bytes, int offset, int length) {
        return defineClass(null, bytes, offset, length, null);
    }

    protected final Class<?> defineClass(String name, byte[] bytes, int offset, int length) {
        return defineClass(name, bytes, offset, length, null);
    }

    protected final Class<?> defineClass(String name, byte[] bytes, int offset, int length, ProtectionDomain domain) {
        guest.java.util.Objects.checkFromIndexSize(offset, length, bytes.length);
        if (name != null && name.indexOf('/') >= 0) {
            throw new NoClassDefFoundError("IllegalName: " + name);
        }
        if (name != null && name.startsWith("java.")) {
            throw new SecurityException("Prohibited package name: " + name.substring(0, name.lastIndexOf('.')));
        }
        return Kernel.GATE.define(host(), name, bytes, offset, length);
    }

    protected final Class<?> defineClass(String name, ByteBuffer buffer, ProtectionDomain domain) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return defineClass(name, bytes, 0, bytes.length, domain);
    }

    protected final void resolveClass(Class<?> c) {
        if (c == null) {
            throw new NullPointerException();
        }
    }

    protected final void setSigners(Class<?> c, Object[] signers) {
    }

    protected static boolean registerAsParallelCapable() {
        return true;
    }

    public final boolean isRegisteredAsParallelCapable() {
        return true;
    }

    // ------------------------------------------------------------------ resources

    public URL getResource(String name) {
        URL url = parent != null ? parent.getResource(name) : ResourceUrl.ofLibrary(name);
        return url != null ? url : findResource(name);
    }

    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> found = new ArrayList<>();
        addAll(found, parent != null ? parent.getResources(name) : Collections.emptyEnumeration());
        addAll(found, findResources(name));
        return Collections.enumeration(found);
    }

    private static void addAll(List<URL> found, Enumeration<URL> more) {
        while (more.hasMoreElements()) {
            found.add((URL) more.nextElement());
        }
    }

    public Stream<URL> resources(String name) {
        try {
            return Collections.list(getResources(name)).stream();
        } catch (IOException e) {
            throw new guest.java.io.UncheckedIOException(e);
        }
    }

    public InputStream getResourceAsStream(String name) {
        URL url = getResource(name);
        try {
            return url == null ? null : url.openStream();
        } catch (IOException e) {
            return null;
        }
    }

    protected URL findResource(String name) {
        return null;
    }

    protected URL findResource(String moduleName, String name) throws IOException {
        return moduleName == null ? findResource(name) : null;
    }

    protected Enumeration<URL> findResources(String name) throws IOException {
        return Collections.emptyEnumeration();
    }

    public static URL getSystemResource(String name) {
        return getSystemClassLoader().getResource(name);
    }

    public static Enumeration<URL> getSystemResources(String name) throws IOException {
        return getSystemClassLoader().getResources(name);
    }

    public static InputStream getSystemResourceAsStream(String name) {
        return getSystemClassLoader().getResourceAsStream(name);
    }

    // ------------------------------------------------------------------ packages and the rest

    protected Package definePackage(String name, String specTitle, String specVersion, String specVendor, String implTitle,
        String implVersion, String implVendor, URL sealBase) {
        Package made = new Package(name, this, specTitle, specVersion, specVendor, implTitle, implVersion, implVendor, sealBase);
        synchronized (unnamedModule) {
            if (packages().get(name) != null) {
                throw new IllegalArgumentException(name);
            }
            packages().put(name, made);
        }
        return made;
    }

    /** Guarded by the unnamed module, an object of this loader's own. */
    private Map<String, Package> packages() {
        if (packages == null) {
            packages = new HashMap<>();
        }
        return packages;
    }

    /** The package of a class this loader has defined. */
    Package packageOf(String name) {
        synchronized (unnamedModule) {
            Package known = (Package) packages().get(name);
            if (known == null) {
                known = new Package(name, this);
                packages().put(name, known);
            }
            return known;
        }
    }

    public final Package getDefinedPackage(String name) {
        synchronized (unnamedModule) {
            return (Package) packages().get(guest.java.util.Objects.requireNonNull(name));
        }
    }

    public final Package[] getDefinedPackages() {
        synchronized (unnamedModule) {
            return (Package[]) packages().values().toArray(new Package[0]);
        }
    }

    @Deprecated
    protected Package getPackage(String name) {
        Package found = getDefinedPackage(name);
        return found == null && parent != null ? parent.getPackage(name) : found;
    }

    protected Package[] getPackages() {
        List<Package> all = new ArrayList<>();
        for (ClassLoader l = this; l != null; l = l.parent) {
            Collections.addAll(all, l.getDefinedPackages());
        }
        return (Package[]) all.toArray(new Package[0]);
    }

    protected String findLibrary(String libname) {
        return null;
    }

    public void setDefaultAssertionStatus(boolean enabled) {
    }

    public void setPackageAssertionStatus(String packageName, boolean enabled) {
    }

    public void setClassAssertionStatus(String className, boolean enabled) {
    }

    public void clearAssertionStatus() {
    }

    ConcurrentHashMap<?, ?> values() {
        if (values == null) {
            synchronized (this) {
                if (values == null) {
                    values = new ConcurrentHashMap<>();
                }
            }
        }
        return values;
    }
}

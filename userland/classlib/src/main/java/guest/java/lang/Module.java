package guest.java.lang;

import guest.java.io.InputStream;
import guest.java.lang.module.ModuleDescriptor;
import guest.java.util.Set;
import guest.rt.Kernel;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;

/** A module: {@code java.base} for the library and the core, or the unnamed module of a loader. There are no others. */
public final class Module implements AnnotatedElement {
    static final Module BASE = new Module("java.base", null);

    private final String name;
    private final ClassLoader loader;
    private ModuleDescriptor descriptor;

    Module(String name, ClassLoader loader) {
        this.name = name;
        this.loader = loader;
    }

    public boolean isNamed() {
        return name != null;
    }

    public String getName() {
        return name;
    }

    public ClassLoader getClassLoader() {
        return loader;
    }

    public ModuleDescriptor getDescriptor() {
        if (name == null) {
            return null;
        }
        synchronized (this) {
            if (descriptor == null) {
                descriptor = ModuleDescriptor.newModule(name).build();
            }
            return descriptor;
        }
    }

    public ModuleLayer getLayer() {
        return name == null ? null : ModuleLayer.boot();
    }

    public boolean isNativeAccessEnabled() {
        return false;
    }

    boolean ensureNativeAccess() {
        return false;
    }

    public boolean canRead(Module other) {
        return required(other) == this || name == null || other == BASE;
    }

    public Module addReads(Module other) {
        required(other);
        return this;
    }

    private static <T> T required(T given) {
        if (given == null) {
            throw new NullPointerException();
        }
        return given;
    }

    public boolean isExported(String packageName, Module other) {
        required(other);
        return other == this || isExported(packageName);
    }

    public boolean isExported(String packageName) {
        required(packageName);
        return name == null || !packageName.startsWith("jdk.internal") && !packageName.startsWith("sun.");
    }

    public boolean isOpen(String packageName, Module other) {
        required(other);
        return other == this || isOpen(packageName);
    }

    public boolean isOpen(String packageName) {
        required(packageName);
        return name == null;
    }

    public Module addExports(String packageName, Module other) {
        required(packageName);
        required(other);
        return this;
    }

    public Module addOpens(String packageName, Module other) {
        required(packageName);
        required(other);
        return this;
    }

    public Module addUses(Class<?> service) {
        required(service);
        return this;
    }

    public boolean canUse(Class<?> service) {
        required(service);
        return true;
    }

    public Set<String> getPackages() {
        return Set.of();
    }

    @Override
    public <T extends Annotation> T getAnnotation(Class<T> type) {
        return null;
    }

    @Override
    public Annotation[] getAnnotations() {
        return new Annotation[0];
    }

    @Override
    public Annotation[] getDeclaredAnnotations() {
        return new Annotation[0];
    }

    public InputStream getResourceAsStream(String resource) {
        String plain = resource.startsWith("/") ? resource.substring(1) : resource;
        if (loader != null) {
            return loader.getResourceAsStream(plain);
        }
        byte[] bytes = Kernel.GATE.resource(plain, true);
        return bytes == null ? null : new guest.java.io.ByteArrayInputStream(bytes);
    }

    @Override
    public String toString() {
        return name != null ? "module " + name : "unnamed module @" + Integer.toHexString(System.identityHashCode(this));
    }
}

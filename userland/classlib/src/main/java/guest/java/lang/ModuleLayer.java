package guest.java.lang;

import guest.java.lang.module.Configuration;
import guest.java.util.List;
import guest.java.util.Optional;
import guest.java.util.Set;
import guest.java.util.function.Function;

/** The boot layer, which holds {@code java.base} alone, and the empty one. Programs cannot make layers. */
public final class ModuleLayer {
    private static final ModuleLayer BOOT = new ModuleLayer(true);
    private static final ModuleLayer EMPTY = new ModuleLayer(false);

    private final boolean boot;

    private ModuleLayer(boolean boot) {
        this.boot = boot;
    }

    /** Controls a layer; none can be made. */
    public static final class Controller {
        private Controller() {
        }
    }

    public static ModuleLayer boot() {
        return BOOT;
    }

    public static ModuleLayer empty() {
        return EMPTY;
    }

    public Configuration configuration() {
        return Configuration.empty();
    }

    public List<ModuleLayer> parents() {
        return boot ? List.of(EMPTY) : List.of();
    }

    public Set<Module> modules() {
        return boot ? Set.of(Module.BASE) : Set.of();
    }

    public Optional<Module> findModule(String name) {
        return boot && name.equals(Module.BASE.getName()) ? Optional.of(Module.BASE) : Optional.empty();
    }

    public ClassLoader findLoader(String name) {
        if (!findModule(name).isPresent()) {
            throw new IllegalArgumentException("Module " + name + " not known to this layer");
        }
        return null;
    }

    public ModuleLayer defineModulesWithOneLoader(Configuration configuration, ClassLoader parent) {
        throw unsupported();
    }

    public ModuleLayer defineModulesWithManyLoaders(Configuration configuration, ClassLoader parent) {
        throw unsupported();
    }

    public ModuleLayer defineModules(Configuration configuration, Function<String, ClassLoader> loaders) {
        throw unsupported();
    }

    public static Controller defineModulesWithOneLoader(Configuration c, List<ModuleLayer> parents, ClassLoader parent) {
        throw unsupported();
    }

    public static Controller defineModulesWithManyLoaders(Configuration c, List<ModuleLayer> parents, ClassLoader parent) {
        throw unsupported();
    }

    public static Controller defineModules(Configuration c, List<ModuleLayer> parents, Function<String, ClassLoader> loaders) {
        throw unsupported();
    }

    private static UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("modules cannot be defined at run time");
    }

    @Override
    public String toString() {
        return boot ? "java.base" : "";
    }
}

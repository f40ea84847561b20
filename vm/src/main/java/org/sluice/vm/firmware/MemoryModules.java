package org.sluice.vm.firmware;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Modules whose jars are in memory. Their classes and text resources come from those bytes alone; a resource has no URL, so
 * {@code Class.getResource} finds none.
 */
final class MemoryModules implements ModuleFinder {
    private static final String DESCRIPTOR = "module-info.class";
    private static final int MAX_UNPACKED = 256 << 20;

    private final Map<String, Reference> modules = new TreeMap<>();

    /** Adds the module in a jar. @throws BootFailure if the jar is damaged or no module */
    void add(String jarName, byte[] jar) {
        Map<String, byte[]> entries = unpack(jarName, jar);
        byte[] descriptor = entries.get(DESCRIPTOR);
        if (descriptor == null) {
            throw new BootFailure("boot partition: " + jarName + " is not a module");
        }
        try {
            Set<String> packages = entries.keySet().stream()
                .filter(n -> n.endsWith(".class") && n.indexOf('/') > 0 && !n.startsWith("META-INF/"))
                .map(n -> n.substring(0, n.lastIndexOf('/')).replace('/', '.')).collect(Collectors.toSet());
            ModuleDescriptor module = ModuleDescriptor.read(new ByteArrayInputStream(descriptor), () -> packages);
            if (modules.put(module.name(), new Reference(module, entries)) != null) {
                throw new BootFailure("boot partition has the module " + module.name() + " twice");
            }
        } catch (IOException | RuntimeException e) {
            throw e instanceof BootFailure b ? b : new BootFailure("boot partition: " + jarName + " is damaged: " + e, e);
        }
    }

    /** Contents of the entries of all modules whose name starts so, by the rest of their name. */
    Map<String, byte[]> entries(String prefix) {
        Map<String, byte[]> found = new TreeMap<>();
        modules.values().forEach(module -> module.entries.forEach((name, bytes) -> {
            if (name.startsWith(prefix) && !name.endsWith("/")) {
                found.put(name.substring(prefix.length()), bytes);
            }
        }));
        return found;
    }

    /** The class file of a class of any of the modules, or null. */
    byte[] classFile(String name) {
        String entry = name.replace('.', '/') + ".class";
        for (Reference module : modules.values()) {
            byte[] bytes = module.entries.get(entry);
            if (bytes != null) {
                return bytes;
            }
        }
        return null;
    }

    @Override
    public Optional<ModuleReference> find(String name) {
        return Optional.ofNullable(modules.get(name));
    }

    @Override
    public Set<ModuleReference> findAll() {
        return Set.copyOf(modules.values());
    }

    private static Map<String, byte[]> unpack(String jarName, byte[] jar) {
        Map<String, byte[]> entries = new HashMap<>();
        long total = 0;
        try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar), false)) {
            JarEntry entry;
            while ((entry = in.getNextJarEntry()) != null) {
                byte[] bytes = in.readNBytes(MAX_UNPACKED);
                total += bytes.length;
                if (total >= MAX_UNPACKED) {
                    throw new BootFailure("boot partition: " + jarName + " unpacks to more than " + MAX_UNPACKED + " bytes");
                }
                entries.put(entry.getName(), bytes);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new BootFailure("boot partition: " + jarName + " is damaged: " + e.getMessage(), e);
        }
        return entries;
    }

    private static final class Reference extends ModuleReference {
        private final Map<String, byte[]> entries;

        Reference(ModuleDescriptor descriptor, Map<String, byte[]> entries) {
            super(descriptor, URI.create("sluice:/boot/" + descriptor.name()));
            this.entries = entries;
        }

        @Override
        public ModuleReader open() {
            return new Reader(entries);
        }
    }

    private record Reader(Map<String, byte[]> entries) implements ModuleReader {
        @Override
        public Optional<URI> find(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<ByteBuffer> read(String name) {
            return Optional.ofNullable(entries.get(name)).map(ByteBuffer::wrap);
        }

        @Override
        public Stream<String> list() {
            return entries.keySet().stream();
        }

        @Override
        public void close() {
            // the bytes stay for classes that are loaded later
        }
    }
}

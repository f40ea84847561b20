package org.sluice.vm.code.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.sluice.vm.code.ClassFacts;
import org.sluice.vm.code.Hierarchy;

/** The modules of the running JDK that the library is made of. */
final class JdkModules implements Hierarchy {
    private static final List<String> MODULES = List.of("java.base", "java.logging", "java.xml", "java.sql",
        "java.transaction.xa", "java.scripting", "java.naming", "java.prefs", "jdk.localedata");

    private final Map<String, Boolean> packages = new HashMap<>();
    private final Map<String, List<String>> services = new TreeMap<>();
    private final Map<String, Path> entries = new TreeMap<>();
    private final Map<String, ClassFacts> facts = new ConcurrentHashMap<>();

    JdkModules() throws IOException {
        for (String module : MODULES) {
            ModuleDescriptor descriptor = ModuleFinder.ofSystem().find(module).orElseThrow().descriptor();
            for (String p : descriptor.packages()) {
                packages.put(p.replace('.', '/'), false);
            }
            for (ModuleDescriptor.Exports e : descriptor.exports()) {
                if (!e.isQualified()) {
                    packages.put(e.source().replace('.', '/'), true);
                }
            }
            descriptor.provides().forEach(p -> services.computeIfAbsent(p.service(), k -> new ArrayList<>())
                .addAll(p.providers()));
            Path root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/" + module);
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(Files::isRegularFile).forEach(f -> entries.put(root.relativize(f).toString(), f));
            }
        }
        entries.remove("module-info.class");
    }

    /** Packages; true for those exported to everybody. */
    Map<String, Boolean> packages() {
        return packages;
    }

    /** Providers of services by the name of the service. */
    Map<String, List<String>> services() {
        return services;
    }

    /** Internal names of all classes. */
    List<String> classes() {
        List<String> names = new ArrayList<>();
        for (String entry : entries.keySet()) {
            if (entry.endsWith(".class")) {
                names.add(entry.substring(0, entry.length() - ".class".length()));
            }
        }
        return names;
    }

    /** Names of all entries that are no classes. */
    List<String> resources() {
        return entries.keySet().stream().filter(e -> !e.endsWith(".class")).toList();
    }

    /** The bytes of an entry; {@code null} when there is none. */
    byte[] bytes(String entry) {
        Path path = entries.get(entry);
        try {
            return path == null ? null : Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ClassFacts find(String name) {
        ClassFacts known = facts.get(name);
        if (known == null) {
            byte[] bytes = bytes(name + ".class");
            if (bytes == null) {
                return null;
            }
            known = ClassFacts.of(bytes);
            facts.put(name, known);
        }
        return known;
    }

    /** The facts of all classes by name. */
    Map<String, ClassFacts> facts() {
        classes().parallelStream().forEach(this::find);
        return facts;
    }
}

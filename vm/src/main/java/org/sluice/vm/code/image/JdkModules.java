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
import java.util.Arrays;
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
    /** A module, or the packages of one whose rest needs what the machine does not have: names start with one of these. */
    private record Part(String module, String... packages) {
        boolean has(String internalName) {
            return packages.length == 0 || Arrays.stream(packages).anyMatch(internalName::startsWith);
        }

        boolean hasPackage(String name) {
            return has(name + "/") || Arrays.stream(packages).anyMatch(p -> p.startsWith(name + "/"));
        }
    }

    private static final List<Part> PARTS = List.of(new Part("java.base"), new Part("java.logging"), new Part("java.xml"),
        new Part("java.sql"), new Part("java.transaction.xa"), new Part("java.scripting"), new Part("java.naming"),
        new Part("java.prefs"), new Part("jdk.localedata"), new Part("java.net.http"), new Part("jdk.net"), new Part("jdk.httpserver"), new Part("java.desktop", "java/beans/", "com/sun/beans/",
            "javax/swing/SwingContainer", "java/awt/Image."));

    private final Map<String, Boolean> packages = new HashMap<>();
    private final Map<String, List<String>> services = new TreeMap<>();
    private final Map<String, Path> entries = new TreeMap<>();
    private final Map<String, ClassFacts> facts = new ConcurrentHashMap<>();

    JdkModules() throws IOException {
        for (Part part : PARTS) {
            ModuleDescriptor descriptor = ModuleFinder.ofSystem().find(part.module).orElseThrow().descriptor();
            for (String p : descriptor.packages()) {
                if (part.hasPackage(p.replace('.', '/'))) {
                    packages.put(p.replace('.', '/'), false);
                }
            }
            for (ModuleDescriptor.Exports e : descriptor.exports()) {
                if (!e.isQualified() && packages.containsKey(e.source().replace('.', '/'))) {
                    packages.put(e.source().replace('.', '/'), true);
                }
            }
            descriptor.provides().stream().filter(p -> part.has(p.providers().getFirst().replace('.', '/'))).forEach(p -> services.computeIfAbsent(p.service(), k -> new ArrayList<>())
                .addAll(p.providers()));
            Path root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/" + part.module);
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(f -> part.has(root.relativize(f).toString()) && Files.isRegularFile(f))
                    .forEach(f -> entries.put(root.relativize(f).toString(), f));
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

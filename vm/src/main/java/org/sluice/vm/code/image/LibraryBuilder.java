package org.sluice.vm.code.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.sluice.vm.code.ClassArchive;
import org.sluice.vm.code.ClassArchiveWriter;
import org.sluice.vm.code.Decision;
import org.sluice.vm.code.DecisionTable;
import org.sluice.vm.code.LibraryIndex;
import org.sluice.vm.code.Redirects;
import org.sluice.vm.code.TranslationCache;
import org.sluice.vm.code.Translator;

/**
 * Builds the library archive in two stages: a stub jar with the JDK's renamed declarations, against which the hand-written
 * classes are compiled, and then the archive from the JDK and those classes.
 */
public final class LibraryBuilder {
    private static final String USAGE = """
        usage: LibraryBuilder stub OUT.jar
               LibraryBuilder build --classes DIR --out FILE [--allow FILE] [--sdk JAR|DIR]... [--system JAR]...
          --classes DIR  compiled hand-written classes (guest/...)
          --allow FILE   references that may stay unresolved, each with its reason
          --sdk JAR|DIR  classes that become part of the library
          --system JAR   programs to translate ahead of time""";
    private static final String MARKER_PARTIAL = "Lguest/rt/Partial;";

    private final JdkModules jdk;
    private final DecisionTable decisions = DecisionTable.standard();

    private LibraryBuilder() throws IOException {
        jdk = new JdkModules();
    }

    /** Runs one stage; exits with 1 when the library does not link and 2 when called wrongly. */
    public static void main(String[] args) throws IOException {
        if (args.length == 2 && args[0].equals("stub")) {
            new LibraryBuilder().stub(Path.of(args[1]));
        } else if (args.length > 0 && args[0].equals("build")) {
            Arguments arguments = Arguments.parse(args);
            if (arguments != null) {
                System.exit(new LibraryBuilder().build(arguments) ? 0 : 1);
            }
            System.err.println(USAGE);
            System.exit(2);
        } else {
            System.err.println(USAGE);
            System.exit(2);
        }
    }

    private record Arguments(Path classes, Path out, Path allow, List<Path> sdk, List<Path> system) {
        static Arguments parse(String[] args) {
            Path classes = null;
            Path out = null;
            Path allow = null;
            List<Path> sdk = new ArrayList<>();
            List<Path> system = new ArrayList<>();
            for (int i = 1; i + 1 < args.length; i += 2) {
                Path value = Path.of(args[i + 1]);
                switch (args[i]) {
                    case "--classes" -> classes = value;
                    case "--out" -> out = value;
                    case "--allow" -> allow = value;
                    case "--sdk" -> sdk.add(value);
                    case "--system" -> system.add(value);
                    default -> {
                        return null;
                    }
                }
            }
            return classes == null || out == null ? null : new Arguments(classes, out, allow, sdk, system);
        }
    }

    // ------------------------------------------------------------------ stage 1

    private void stub(Path out) throws IOException {
        LibraryIndex index = new LibraryIndex(decisions, new Redirects(), jdk.packages(), jdk.facts());
        Translator translator = new Translator(index);
        Set<String> substitutes = Set.copyOf(decisions.substitutes());
        Files.createDirectories(out.toAbsolutePath().getParent());
        try (JarOutputStream jar = new JarOutputStream(new BufferedOutputStream(Files.newOutputStream(out)))) {
            jar.setLevel(1);
            for (String name : jdk.classes()) {
                // substitutes are in, so that declarations that mention them resolve before they are compiled
                Decision decision = decisions.of(name);
                if (decision == Decision.RELINK || substitutes.contains(outermost(name))) {
                    jar.putNextEntry(new JarEntry("guest/" + name + ".class"));
                    jar.write(translator.stub(jdk.bytes(name + ".class")));
                }
            }
        }
    }

    private static String outermost(String name) {
        int dollar = name.indexOf('$');
        return dollar < 0 ? name : name.substring(0, dollar);
    }

    // ------------------------------------------------------------------ stage 2

    private boolean build(Arguments arguments) throws IOException {
        long start = System.nanoTime();
        Map<String, byte[]> written = classesBelow(arguments.classes);
        Redirects redirects = new Redirects();
        written.values().forEach(redirects::scan);
        Map<String, Boolean> packages = jdk.packages();
        for (String substitute : decisions.substitutes()) {
            packages.putIfAbsent(substitute.substring(0, substitute.lastIndexOf('/')), true);
        }
        LibraryIndex index = new LibraryIndex(decisions, redirects, packages, jdk.facts());
        List<String> problems = checkConventions(written, redirects, index);
        Translator translator = new Translator(index);
        ClassArchiveWriter archive = new ClassArchiveWriter();
        Map<String, byte[]> classes = translateAll(written, translator);
        classes.forEach((name, bytes) -> archive.add(name + ".class", bytes));
        for (Path jar : arguments.sdk) {
            addJar(jar, (name, bytes) -> {
                archive.add(name, name.endsWith(".class") ? translator.sdk(bytes) : bytes);
            });
        }
        for (Path jar : arguments.system) {
            addJar(jar, (name, bytes) -> {
                String entry = TranslationCache.archivedName(bytes);
                if (name.endsWith(".class") && !archive.contains(entry)) {
                    archive.add(entry, translator.guest(bytes));
                }
            });
        }
        addData(archive);
        archive.add(LibraryIndex.RESOURCE, index.toBytes());
        Files.createDirectories(arguments.out.toAbsolutePath().getParent());
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(arguments.out), 1 << 16)) {
            archive.writeTo(out);
        }
        ClassArchive made = ClassArchive.open(MemorySegment.ofArray(Files.readAllBytes(arguments.out)));
        LinkCheck check = new LinkCheck(made, jdk, arguments.allow);
        problems.addAll(check.problems());
        System.err.printf("library: %d entries, %d classes, %d KB, %d references checked, %d ms%n", archive.size(),
            classes.size(), Files.size(arguments.out) >> 10, check.references(), (System.nanoTime() - start) / 1_000_000);
        problems.forEach(System.err::println);
        if (!problems.isEmpty()) {
            System.err.println("library does not link: " + problems.size() + " problems");
        }
        return problems.isEmpty();
    }

    private static Map<String, byte[]> classesBelow(Path root) throws IOException {
        Map<String, byte[]> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".class"))::iterator) {
                String name = root.relativize(file).toString().replace('\\', '/');
                if (name.startsWith("guest/") && !name.endsWith("package-info.class")) {
                    found.put(name.substring(0, name.length() - ".class".length()), Files.readAllBytes(file));
                }
            }
        }
        return found;
    }

    /** A substitute that is not written, or one written without a row, or a replaced body nothing asks for, is a mistake. */
    private List<String> checkConventions(Map<String, byte[]> written, Redirects redirects, LibraryIndex index) {
        List<String> problems = new ArrayList<>();
        Set<String> expected = new TreeSet<>(decisions.substitutes());
        for (String name : written.keySet()) {
            String original = name.substring("guest/".length());
            boolean ours = original.startsWith("rt/") || original.startsWith("bridge/") || name.contains("/N_")
                || original.startsWith("org/sluice/");
            String top = outermost(original);
            if (!ours && decisions.of(top) == Decision.RELINK && jdk.find(top) != null) {
                problems.add(original + " is written by hand but the decision table relinks it");
            }
        }
        for (String name : expected) {
            if (!written.containsKey("guest/" + name)) {
                problems.add(name + " is to be substituted but is not written");
            }
        }
        for (String key : redirects.bodies().keySet()) {
            String owner = key.substring(0, key.indexOf('.'));
            if (owner.startsWith("org/sluice/")) {
                continue;
            }
            String member = key.substring(key.indexOf('.') + 1);
            String receiver = "(L" + owner + ";";
            int open = member.indexOf('(');
            String instance = member.startsWith(receiver, open)
                ? member.substring(0, open) + "(" + member.substring(open + receiver.length()) : member;
            var facts = jdk.find(owner);
            if (facts == null || !facts.methods().contains(member) && !facts.methods().contains(instance)) {
                problems.add("N_ method without a counterpart: " + key);
            }
        }
        for (String key : redirects.calls().keySet()) {
            String problem = Conventions.problem(key, index);
            if (problem != null) {
                problems.add(problem);
            }
        }
        return problems;
    }

    private Map<String, byte[]> translateAll(Map<String, byte[]> written, Translator translator) {
        Map<String, byte[]> made = new ConcurrentHashMap<>();
        written.entrySet().parallelStream().forEach(e -> {
            String name = e.getKey();
            byte[] bytes = e.getValue();
            if (name.startsWith("guest/bridge/")) {
                made.put(name, translator.bridge(bytes));
            } else if (name.startsWith("guest/rt/")) {
                made.put(name, bytes);
            } else {
                made.put(name, translator.written(bytes));
            }
            if (Partial.isMarked(bytes, MARKER_PARTIAL)) {
                made.put(name, Partial.concrete(made.get(name)));
            }
        });
        Set<String> substituted = Set.copyOf(decisions.substitutes());
        jdk.classes().parallelStream().forEach(name -> {
            if (decisions.of(name) == Decision.RELINK && !substituted.contains(outermost(name))
                && !made.containsKey("guest/" + name)) {
                made.put("guest/" + name, translator.library(jdk.bytes(name + ".class")));
            }
        });
        return made;
    }

    private interface Entry {
        void add(String name, byte[] bytes);
    }

    private static void addJar(Path path, Entry each) throws IOException {
        if (Files.isDirectory(path)) {
            try (Stream<Path> files = Files.walk(path)) {
                for (Path f : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                    String name = path.relativize(f).toString().replace('\\', '/');
                    if (!isDescription(name)) {
                        each.add(name, Files.readAllBytes(f));
                    }
                }
            }
            return;
        }
        try (JarFile jar = new JarFile(path.toFile())) {
            for (JarEntry e : (Iterable<JarEntry>) jar.stream()::iterator) {
                if (!e.isDirectory() && !isDescription(e.getName())) {
                    each.add(e.getName(), jar.getInputStream(e).readAllBytes());
                }
            }
        }
    }

    /** Whether an entry is about its jar. */
    private static boolean isDescription(String name) {
        return name.startsWith("META-INF/") || name.equals("module-info.class");
    }

    /** Data files: resources of the modules, and files of the JDK that library code opens below {@code java.home}. */
    private void addData(ClassArchiveWriter archive) throws IOException {
        for (String name : jdk.resources()) {
            Decision decision = decisions.of(name);
            if (decision != Decision.DENY && !name.startsWith("META-INF/") && !name.endsWith(".html")
                && !name.startsWith("sun/launcher/") && !name.startsWith("sun/security/tools")) {
                archive.add(name, jdk.bytes(name));
            }
        }
        jdk.services().forEach((service, providers) -> archive.add("META-INF/jdk/services/" + service,
            String.join("\n", providers).getBytes(StandardCharsets.UTF_8)));
        Path home = Path.of(System.getProperty("java.home"));
        for (String file : List.of("lib/tzdb.dat", "conf/security/java.security", "conf/logging.properties",
            "conf/net.properties")) {
            archive.add("META-INF/jdk/" + file, Files.readAllBytes(home.resolve(file)));
        }
        archive.add("META-INF/jdk/facts.properties", facts().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What programs ask of the JDK they run on; taken from the JDK the library is made from. */
    private static String facts() {
        StringBuilder text = new StringBuilder();
        for (String key : List.of("java.version", "java.version.date", "java.specification.version", "java.specification.name",
            "java.specification.vendor", "java.class.version", "java.runtime.version", "java.vm.specification.name",
            "java.vm.specification.vendor", "java.vm.specification.version")) {
            text.append(key).append('=').append(System.getProperty(key)).append('\n');
        }
        return text.toString();
    }
}

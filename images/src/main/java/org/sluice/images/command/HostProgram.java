package org.sluice.images.command;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A program of the host made ready to be shared: a folder with just that program in it, so that the guest sees nothing else of
 * the host.
 */
final class HostProgram implements AutoCloseable {
    private static final int CLASS_MAGIC = 0xcafebabe;
    /** Bytes of a class file up to the end of its major version (JVMS 4.1), and that version for Java 0. */
    private static final int VERSION_END = 8;
    private static final int FIRST_VERSION = 44;

    private final Path folder;
    private final String name;

    private HostProgram(Path folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    /** Checks, compiles or copies a program. @throws LauncherFailure if it is none */
    static HostProgram prepare(Path program) {
        if (!Files.isRegularFile(program)) {
            throw new LauncherFailure(1, program + ": no such file");
        }
        String file = program.getFileName().toString();
        try {
            Path folder = Files.createTempDirectory("sluice-run");
            HostProgram prepared;
            try {
                if (file.endsWith(".java")) {
                    prepared = compile(program, folder);
                } else if (file.endsWith(".jar")) {
                    checkJar(program);
                    Files.copy(program, folder.resolve(file));
                    prepared = new HostProgram(folder, file);
                } else if (file.endsWith(".class")) {
                    prepared = classFile(program, folder);
                } else {
                    throw MachineOptions.usage(program + ": expected a .jar, .class or .java file");
                }
            } catch (IOException | RuntimeException e) {
                delete(folder);
                throw e;
            }
            return prepared;
        } catch (IOException e) {
            throw new LauncherFailure(1, program + ": " + e.getMessage());
        }
    }

    /** The folder to share. */
    Path folder() {
        return folder;
    }

    /** The program's file in it. */
    String name() {
        return name;
    }

    @Override
    public void close() {
        delete(folder);
    }

    /** A class file may need its neighbours: all class files beside it, and below, go into one jar. */
    private static HostProgram classFile(Path program, Path folder) throws IOException {
        String main = className(program);
        try (InputStream in = Files.newInputStream(program)) {
            checkVersion(program, in);
        }
        Path root = program.toAbsolutePath().getParent();
        for (int i = 0; i < main.chars().filter(c -> c == '/').count(); i++) {
            root = root.getParent();
        }
        if (root == null || !root.resolve(main + ".class").equals(program.toAbsolutePath().normalize())
            && !root.resolve(main + ".class").toAbsolutePath().equals(program.toAbsolutePath())) {
            throw new LauncherFailure(1, program + ": holds the class " + main.replace('/', '.') + ", which belongs into " + main + ".class");
        }
        return jar(root, main.replace('/', '.'), folder, program.getFileName().toString().replace(".class", ".jar"));
    }

    private static HostProgram compile(Path source, Path folder) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new LauncherFailure(1, source + ": this Java runtime has no compiler; use a JDK, or a compiled program");
        }
        Path classes = Files.createDirectory(folder.resolve("classes"));
        PrintWriter messages = new PrintWriter(System.err, true);
        boolean compiled;
        try (var files = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            List<String> options = new ArrayList<>(List.of("-d", classes.toString(), "-proc:none", "-g"));
            if (!sdk().isEmpty()) {
                options.addAll(List.of("-classpath", sdk()));
            }
            compiled = compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(source)).call();
        }
        messages.flush();
        if (!compiled) {
            throw new LauncherFailure(1, source + ": does not compile");
        }
        String main = mainClass(source, classes);
        HostProgram program = jar(classes, main, folder, source.getFileName().toString().replace(".java", ".jar"));
        delete(classes);
        return program;
    }

    /** What a source file may be compiled against beside the JDK; empty when this is no distribution. */
    private static String sdk() {
        String dist = System.getProperty("sluice.dist");
        return dist == null ? "" : Path.of(dist, "guest", "sdk.jar") + File.pathSeparator + Path.of(dist, "modules", "abi.jar");
    }

    /** Says before booting what a boot could only fail with: no jar, no main class, or one for a newer Java. */
    private static void checkJar(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            Attributes attributes = jar.getManifest() == null ? new Attributes() : jar.getManifest().getMainAttributes();
            String main = attributes.getValue(Attributes.Name.MAIN_CLASS);
            if (main == null) {
                throw new LauncherFailure(1, file + ": has no main class; its manifest needs a line Main-Class");
            }
            JarEntry entry = jar.getJarEntry(main.strip().replace('.', '/') + ".class");
            if (entry != null) {
                try (InputStream in = jar.getInputStream(entry)) {
                    checkVersion(file, in);
                }
            } else if (attributes.getValue(Attributes.Name.CLASS_PATH) == null) {
                throw new LauncherFailure(1, file + ": its main class " + main.strip() + " is not in it");
            }
        } catch (ZipException e) {
            throw new LauncherFailure(1, file + ": is not a jar file");
        }
    }

    private static void checkVersion(Path file, InputStream classFile) throws IOException {
        byte[] start = classFile.readNBytes(VERSION_END);
        int version = start.length < VERSION_END ? 0 : (start[VERSION_END - 2] & 0xff) << 8 | start[VERSION_END - 1] & 0xff;
        int newest = Runtime.version().feature() + FIRST_VERSION;
        if (version > newest) {
            throw new LauncherFailure(1, file + ": is compiled for Java " + (version - FIRST_VERSION) + ", this system runs Java "
                + (newest - FIRST_VERSION));
        }
    }

    /** As {@code java Hello.java} does: the class named as the file, or the only one. */
    private static String mainClass(Path source, Path classes) throws IOException {
        String wanted = source.getFileName().toString().replace(".java", ".class");
        try (Stream<Path> files = Files.walk(classes)) {
            List<Path> all = files.filter(f -> f.toString().endsWith(".class") && !f.getFileName().toString().contains("$")).sorted().toList();
            Path main = all.stream().filter(f -> f.getFileName().toString().equals(wanted)).findFirst()
                .orElse(all.size() == 1 ? all.get(0) : null);
            if (main == null) {
                throw new LauncherFailure(1, source + ": no class is named as the file");
            }
            String name = classes.relativize(main).toString().replace('\\', '/').replace('/', '.');
            return name.substring(0, name.length() - ".class".length());
        }
    }

    private static HostProgram jar(Path root, String mainClass, Path folder, String name) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
        Path jar = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream made = new JarOutputStream(out, manifest);
             Stream<Path> files = Files.walk(root)) {
            made.setLevel(0);
            for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".class")).sorted()::iterator) {
                made.putNextEntry(new JarEntry(root.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, made);
            }
        }
        return new HostProgram(folder, name);
    }

    /** The name in a class file, with slashes (JVMS 4.1). */
    private static String className(Path file) throws IOException {
        try (var in = new java.io.DataInputStream(new java.io.BufferedInputStream(Files.newInputStream(file)))) {
            if (in.readInt() != CLASS_MAGIC) {
                throw new LauncherFailure(1, file + ": is not a class file");
            }
            in.readInt();
            int count = in.readUnsignedShort();
            String[] texts = new String[count];
            int[] classes = new int[count];
            for (int i = 1; i < count; i++) {
                int tag = in.readUnsignedByte();
                switch (tag) {
                    case 1 -> texts[i] = in.readUTF();
                    case 7 -> classes[i] = in.readUnsignedShort();
                    case 8, 16, 19, 20 -> in.readUnsignedShort();
                    case 15 -> in.skipNBytes(3);
                    case 3, 4, 9, 10, 11, 12, 17, 18 -> in.readInt();
                    case 5, 6 -> {
                        in.readLong();
                        i++;
                    }
                    default -> throw new IOException("damaged class file");
                }
            }
            in.readUnsignedShort();
            return texts[classes[in.readUnsignedShort()]];
        } catch (java.io.EOFException | ArrayIndexOutOfBoundsException e) {
            throw new IOException("damaged class file", e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // a leftover in the folder for temporary files harms nobody
        }
    }
}

package org.sluice.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.sluice.drill.run.Outcome;
import org.sluice.drill.run.Runner;
import org.sluice.kernel.network.NetServiceFactory;

/**
 * A folder of scripts about one thing, with the mutations of the stack that they notice.
 *
 * @param name of the folder
 */
record Family(String name, List<Path> scripts, List<Mutation> mutations) {
    /** Where this module is. */
    static final Path MODULE = Path.of(System.getProperty("basedir", "."));
    private static final Path ROOT = MODULE.resolve("src/test/resources/drill");

    static List<Family> all() {
        try (Stream<Path> folders = Files.list(ROOT)) {
            List<Family> families = new ArrayList<>();
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                try (Stream<Path> files = Files.list(folder)) {
                    Path list = folder.resolve("mutations.txt");
                    families.add(new Family(folder.getFileName().toString(), files.filter(f -> f.toString().endsWith(".pkt")).sorted().toList(),
                        Files.exists(list) ? Mutation.read(list) : List.of()));
                }
            }
            return families;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A script by the name that mutations use. */
    static Path script(String name) {
        return ROOT.resolve(name + ".pkt");
    }

    /** The name that mutations use of a script. */
    static String name(Path script) {
        return ROOT.relativize(script).toString().replace(".pkt", "").replace('\\', '/');
    }

    /** The stack as it is; on a class path no module provides it. */
    static NetServiceFactory service() {
        try {
            return (NetServiceFactory) Class.forName("org.sluice.kernel.net.NetFactory").getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no network service on the class path", e);
        }
    }

    /** Runs a script strictly. */
    static Outcome run(NetServiceFactory service, Path script) {
        try {
            return new Runner(service, List.of(), true, line -> { }, line -> { }).run(name(script), Files.readString(script), script.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

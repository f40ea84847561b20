package org.sluice.images.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Relinks the class library, in a JVM of its own with the options that takes. */
final class LibraryStep {
    private static final String BUILDER = "org.sluice.vm/org.sluice.vm.code.image.LibraryBuilder";
    private static final String ALLOW = "allowed-unresolved.txt";

    private final Distribution distribution;

    LibraryStep(Distribution distribution) {
        this.distribution = distribution;
    }

    /** Makes the class archive in a folder and returns its path. */
    Path build(Path work) throws IOException {
        Path classes = Files.createDirectory(work.resolve("classlib"));
        unpack(distribution.guest("classlib"), classes);
        Path archive = work.resolve("library");
        List<String> arguments = new ArrayList<>(List.of("build", "--classes", classes.toString(), "--out", archive.toString(),
            "--sdk", distribution.guest("sdk").toString()));
        if (Files.exists(distribution.root().resolve(ALLOW))) {
            arguments.addAll(List.of("--allow", distribution.root().resolve(ALLOW).toString()));
        }
        for (Path jar : distribution.guest()) {
            String name = jar.getFileName().toString();
            if (!name.equals("classlib.jar") && !name.equals("sdk.jar")) {
                arguments.addAll(List.of("--system", jar.toString()));
            }
        }
        int status = new HostJvm(distribution).run(List.of("boot"), List.of(), BUILDER, arguments);
        if (status != 0) {
            throw new BuildFailure("the class library cannot be relinked (see above)");
        }
        return archive;
    }

    private static void unpack(Path jar, Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!entry.isDirectory() && target.startsWith(folder)) {
                    Files.createDirectories(target.getParent());
                    try (InputStream in = zip.getInputStream(entry)) {
                        Files.copy(in, target);
                    }
                }
            }
        }
    }
}

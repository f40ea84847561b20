package org.sluice.images.build;

import java.nio.file.Path;

/** Where things are unless the command line says otherwise. */
public final class Defaults {
    /** System property that names the folder for what the system keeps on the host, such as its image. */
    public static final String HOME_PROPERTY = "sluice.home";

    private Defaults() {
    }

    /** The system's own disk image. */
    public static Path image() {
        String home = System.getProperty(HOME_PROPERTY);
        Path folder = home != null ? Path.of(home) : Distribution.current().root().resolveSibling("home");
        return folder.resolve("sluice.img").toAbsolutePath();
    }
}

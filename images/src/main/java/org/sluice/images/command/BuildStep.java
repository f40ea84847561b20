package org.sluice.images.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sluice.images.build.BuildFailure;
import org.sluice.images.build.Distribution;
import org.sluice.images.build.HostJvm;
import org.sluice.images.build.ImageBuilder;

/** Builds an image: here if this JVM has the modules that takes, in a JVM of its own otherwise. */
final class BuildStep {
    private static final String FILE_SYSTEM = "org.sluice.kernel.fs";
    private static final String LAUNCHER = "org.sluice.images/org.sluice.images.Launcher";

    private BuildStep() {
    }

    /** Builds; progress goes to standard error. @throws LauncherFailure with the reason, or after a child has told it */
    static void run(Distribution distribution, Path image, boolean force) {
        try {
            if (ModuleLayer.boot().findModule(FILE_SYSTEM).isPresent()) {
                new ImageBuilder(distribution, line -> System.err.println("sluice: " + line)).build(image, force);
                return;
            }
            List<String> arguments = new ArrayList<>(List.of("image", "build", "--image", image.toString()));
            if (!force) {
                arguments.add("--if-stale");
            }
            int status = new HostJvm(distribution).run(List.of("boot", "modules"), List.of(FILE_SYSTEM), LAUNCHER, arguments);
            if (status != 0) {
                throw new LauncherFailure(status, ""); // the other JVM has said why
            }
        } catch (BuildFailure e) {
            throw MachineOptions.failed(e);
        } catch (IOException e) {
            throw new LauncherFailure(1, image + ": the image could not be built: " + e.getMessage());
        }
    }
}

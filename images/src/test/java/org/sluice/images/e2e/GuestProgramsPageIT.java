package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does the page on writing guest programs say what happens? Its Maven part is followed by {@code .ci/run}. */
class GuestProgramsPageIT {
    @Test
    void thePageCanBeFollowedFromAnEmptyFolder(@TempDir Path folder) throws IOException {
        int commands = Page.follow(Sluice.root().resolve("docs/guest-programs.md"), folder, Sluice.pageEnvironment(), "", "maven");
        assertTrue(commands >= 9, commands + " commands");
    }
}

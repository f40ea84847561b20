package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Do the programs of the page on the zero-copy architecture do what it says? */
class ZeroCopyPageIT {
    @Test
    void itsProgramsRunAndPrintWhatItSays(@TempDir Path folder) throws IOException {
        assertEquals(8, Page.follow(Sluice.root().resolve("docs/zero-copy.md"), folder, Sluice.pageEnvironment(), "", null));
    }
}

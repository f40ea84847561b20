package org.sluice.vm.device.atm.link;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes into a file what a link has counted, a counter a line, when it is closed. */
public final class CountersLink extends LinkWrapper {
    private final Path file;

    /**
     * A link whose counters are written.
     *
     * @throws LinkFailure if the file cannot be made
     */
    public CountersLink(AtmLink below, Path file) throws LinkFailure {
        super(below);
        this.file = file;
        try {
            Files.write(file, List.of());
        } catch (IOException e) {
            throw new LinkFailure("counters " + file + ": cannot be written", e);
        }
    }

    @Override
    public String describe() {
        return below.describe();
    }

    @Override
    public void close() {
        below.close();
        try {
            Files.write(file, below.counters().stream().map(c -> c.name() + ": " + c.value()).toList());
        } catch (IOException e) {
            // the link is closed all the same
        }
    }
}

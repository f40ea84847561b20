package org.sluice.images.e2e;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How a process of the host ended.
 *
 * @param status exit status
 * @param out    what it wrote to standard output
 * @param err    what it wrote to standard error
 */
record Outcome(int status, byte[] out, byte[] err) {
    String output() {
        return new String(out, StandardCharsets.UTF_8);
    }

    String errors() {
        return new String(err, StandardCharsets.UTF_8);
    }

    List<String> errorLines() {
        return errors().lines().toList();
    }

    @Override
    public String toString() {
        return "status " + status + "\n--- standard output\n" + output() + "\n--- standard error\n" + errors();
    }
}

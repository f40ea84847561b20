package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two processes exchange 256 MiB in areas over a port: the same bytes at both ends, in the same frames, and nothing copied. */
class AreaExchangeIT {
    private static final long MIB = 256;
    /** Bytes of reading counters; the smallest areas of the exchange alone would be 300 times as much. */
    private static final long MOST_COPIED = 64 << 10;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void bytesTravelInTheirFramesAndAreNotCopied(int processors) {
        Path programs = Sluice.root().resolve("images/target/classes");
        Outcome outcome = Sluice.boot("java -cp /mnt/bench org.sluice.images.bench.guest.AreaExchange " + MIB, "--smp",
            Integer.toString(processors), "--share", programs + "=/mnt/bench");
        assertEquals(0, outcome.status(), outcome::toString);
        Map<String, String> said = outcome.output().lines().map(line -> line.split(" ")).filter(words -> words.length == 2)
            .collect(Collectors.toMap(words -> words[0], words -> words[1]));
        long bytes = Long.parseLong(said.get("bytes"));
        assertTrue(bytes >= MIB << 20, outcome::toString);
        assertEquals(bytes, Long.parseLong(said.get("area_bytes_moved")), "what the kernel moved");
        assertEquals(64, said.get("sha256_sender").length());
        assertEquals(said.get("sha256_sender"), said.get("sha256_receiver"));
        assertEquals("true", said.get("frames_equal"));
        long more = Long.parseLong(said.get("copied_exchange")) - Long.parseLong(said.get("copied_control"));
        assertTrue(more <= MOST_COPIED, outcome::toString);
        assertEquals(2 * 4096, Long.parseLong(said.get("copied_pipe")), "what the kernel copies of 4 KiB in a pipe");
    }
}

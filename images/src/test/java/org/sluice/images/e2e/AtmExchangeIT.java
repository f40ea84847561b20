package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two processes exchange 64 MiB in AAL5 SDUs over the ATM interface: the same bytes at both ends, and nothing copied. */
class AtmExchangeIT {
    private static final long MIB = 64;
    /** Bytes of credits, of reading counters and of starting: 9180-byte SDUs alone would be 800 times as much. */
    private static final long MOST_COPIED = 256 << 10;

    private static Map<String, String> exchange(String link, int size, int processors, Outcome[] run) {
        Path programs = Sluice.root().resolve("images/target/classes");
        Outcome outcome = Sluice.boot("java -cp /mnt/bench org.sluice.images.bench.guest.AtmBench verify " + MIB + " " + size
            + " && cat /proc/net/interfaces /proc/dma", "--smp", Integer.toString(processors), "--atm", link, "--share",
            programs + "=/mnt/bench");
        assertEquals(0, outcome.status(), outcome::toString);
        run[0] = outcome;
        return outcome.output().lines().map(line -> line.trim().split(" ")).filter(words -> words.length == 2)
            .collect(Collectors.toMap(words -> words[0], words -> words[1], (first, second) -> first));
    }

    private static void sameBytesAndNothingCopied(Map<String, String> said, Outcome outcome) {
        assertEquals(64, said.get("sha256_sender").length());
        assertEquals(said.get("sha256_sender"), said.get("sha256_receiver"));
        assertEquals("0", said.get("copied_by_transfers"));
        assertTrue(Long.parseLong(said.get("copied_exchange")) <= MOST_COPIED, outcome::toString);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void overTheLoopbackSdusStayInTheirFrames(int processors) {
        Outcome[] run = new Outcome[1];
        Map<String, String> said = exchange("loopback", 9180, processors, run);
        sameBytesAndNothingCopied(said, run[0]);
        assertEquals("0", said.get("frames_differing"));
        assertEquals("0 0", dma(run[0]), "the interface has read and written no byte of an SDU");
    }

    /** The sender's memory is read once, cell by cell, the receiver's written once. */
    @Test
    void throughCellsMemoryIsPassedOverOncePerDirection() {
        Outcome[] run = new Outcome[1];
        Map<String, String> said = exchange("loopback,cells", 65535, 2, run);
        assertEquals(said.get("sha256_sender"), said.get("sha256_receiver"));
        assertEquals("0", said.get("copied_by_transfers"));
        long sent = Long.parseLong(said.get("tx_bytes"));
        assertTrue(sent > MIB << 20, run[0]::toString);
        assertEquals(sent + " " + said.get("rx_bytes"), dma(run[0]));
    }

    /** Bytes the interface has read and written, as the IOMMU counts them. */
    private static String dma(Outcome run) {
        return run.output().lines().filter(line -> line.matches("atm0 \\d+ \\d+")).findFirst().orElseThrow().substring("atm0 ".length());
    }
}

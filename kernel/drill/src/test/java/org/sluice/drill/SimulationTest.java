package org.sluice.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.sluice.drill.sim.Simulation;
import org.sluice.kernel.network.NetServiceFactory;

/** How fast is a transfer over which network, and does every byte arrive over every one? */
class SimulationTest {
    private static final int ORDEALS = 40;

    /** The tables are as they were; -Ddrill.golden=write writes them anew, for somebody to look at. */
    @TestFactory
    Stream<DynamicTest> tablesAreAsTheyWere() {
        return Stream.of("reno", "cubic").map(congestion -> DynamicTest.dynamicTest(congestion, () -> {
            Path file = Family.MODULE.resolve("src/test/resources/golden/throughput-" + congestion + ".txt");
            String table = Simulation.table(Family.service(), congestion);
            if ("write".equals(System.getProperty("drill.golden"))) {
                Files.writeString(file, table);
            }
            assertEquals(Files.readString(file), table);
        }));
    }

    /** Loss, late, repeated and damaged packets, any sizes of writes and reads, both ways at once: every byte, and every frame at the end. */
    @TestFactory
    Stream<DynamicTest> everyByteArrives() {
        NetServiceFactory service = Family.service();
        return IntStream.range(0, ORDEALS).mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed,
            () -> System.out.println(Simulation.ordeal(service, seed))));
    }

    @Test
    void theSameSeedGivesTheSame() {
        NetServiceFactory service = Family.service();
        List<String> twice = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            twice.add(Simulation.ordeal(service, 77));
        }
        assertEquals(twice.get(0), twice.get(1));
    }
}

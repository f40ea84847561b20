package org.sluice.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.sluice.drill.run.Outcome;
import org.sluice.kernel.network.NetServiceFactory;

/** Does the stack do what the scripts say, and would they notice if it did not? */
class ScriptTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Map<String, int[]> PASSED = new TreeMap<>();

    private static void passed(String family, int what) {
        PASSED.computeIfAbsent(family, name -> new int[2])[what]++;
    }

    @AfterAll
    static void report() {
        PASSED.forEach((family, counts) -> System.out.printf("%-24s %3d scripts passed, %3d mutations noticed%n", family, counts[0], counts[1]));
    }

    @TestFactory
    Stream<DynamicContainer> theStackDoesWhatScriptsSay() {
        NetServiceFactory service = Family.service();
        return Family.all().stream().map(family -> DynamicContainer.dynamicContainer(family.name(), family.scripts().stream()
            .map(script -> DynamicTest.dynamicTest(Family.name(script), () -> {
                Outcome outcome = assertTimeoutPreemptively(LONG, () -> Family.run(service, script));
                assertEquals("", outcome.message());
                passed(family.name(), 0);
            }))));
    }

    @TestFactory
    Stream<DynamicContainer> mutationsAreNoticed() {
        return Family.all().stream().map(family -> DynamicContainer.dynamicContainer(family.name(), family.mutations().stream()
            .map(mutation -> DynamicTest.dynamicTest(mutation.name(), () -> {
                NetServiceFactory service = MutatedStack.with(mutation);
                List<String> unnoticed = new ArrayList<>();
                for (String name : mutation.fails()) {
                    Outcome outcome = assertTimeoutPreemptively(LONG, () -> Family.run(service, Family.script(name)));
                    if (outcome.kind() != Outcome.Kind.FAILED) {
                        unnoticed.add(name + " " + outcome.kind() + " " + outcome.message());
                    }
                }
                assertEquals(List.of(), unnoticed, "scripts that do not notice");
                passed(family.name(), 1);
            }))));
    }

    @Test
    void everyScriptNoticesSomeMutation() {
        Set<String> scripts = new TreeSet<>();
        Set<String> noticing = new TreeSet<>();
        for (Family family : Family.all()) {
            family.scripts().forEach(script -> scripts.add(Family.name(script)));
            family.mutations().forEach(mutation -> noticing.addAll(mutation.fails()));
        }
        Set<String> idle = new TreeSet<>(scripts);
        idle.removeAll(noticing);
        assertEquals(Set.of(), idle, "scripts that no mutation makes fail");
        noticing.removeAll(scripts);
        assertEquals(Set.of(), noticing, "scripts that are not there");
    }

    @Test
    void everyScriptCitesItsSource() throws Exception {
        List<String> without = new ArrayList<>();
        for (Family family : Family.all()) {
            for (Path script : family.scripts()) {
                String first = Files.readString(script).lines().takeWhile(line -> line.startsWith("//") || line.startsWith("--"))
                    .reduce("", (a, b) -> a + " " + b);
                if (!first.matches(".*(RFC \\d+|tcp\\(7\\)|ip\\(7\\)|udp\\(7\\)|Linux).*")) {
                    without.add(Family.name(script));
                }
            }
        }
        assertEquals(List.of(), without, "scripts that do not say where they come from");
    }
}

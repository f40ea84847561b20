package org.sluice.images.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Do the modules depend on each other as they may, and would it be noticed if they did not? */
class ArchitectureTest {
    /** Packages of planted offences end so; they are in the test tree, and in the packages the rules are about. */
    private static final String PLANTED = "planted";
    /** Roots of the modules, and one class each, to be sure that the module was looked at. */
    private static final Map<String, String> MODULES = Map.of("org.sluice.vm", "org.sluice.vm.board.Board", "org.sluice.kernel",
        "org.sluice.kernel.Kernel", "org.sluice.kernel.fs", "org.sluice.kernel.fs.Vfs", "org.sluice.kernel.net",
        "org.sluice.kernel.net.NetFactory", "org.sluice.driver", "org.sluice.driver.disk.DiskDriver", "org.sluice.apps",
        "org.sluice.apps.Command", "org.sluice.shell", "org.sluice.shell.Startup", "org.sluice.images", "org.sluice.images.Launcher",
        "org.sluice.abi", "org.sluice.abi.SystemCalls", "org.sluice.drill", "org.sluice.drill.Drill");

    private static JavaClasses real;
    private static JavaClasses planted;

    @BeforeAll
    static void readClasses() {
        real = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("org.sluice");
        planted = new ClassFileImporter().withImportOption(new ImportOption.OnlyIncludeTests())
            .withImportOption(location -> location.contains("/" + PLANTED + "/")).importPackages("org.sluice");
    }

    @Test
    void everyModuleIsLookedAt() {
        MODULES.values().forEach(name -> assertTrue(real.contain(name), name));
        assertFalse(real.stream().anyMatch(c -> c.getPackageName().endsWith(PLANTED)));
    }

    @TestFactory
    List<DynamicTest> rulesHold() {
        List<DynamicTest> tests = new ArrayList<>();
        Rules.all().forEach((name, rule) -> tests.add(DynamicTest.dynamicTest(name, () -> {
            EvaluationResult result = rule.evaluate(real);
            assertFalse(result.hasViolation(), () -> name + ":\n" + String.join("\n", result.getFailureReport().getDetails()));
        })));
        return tests;
    }

    /** A planted class {@code Breaks_RULE_...} must be found by the rule, and each rule must have one. */
    @TestFactory
    List<DynamicTest> rulesFindWhatIsPlanted() {
        List<DynamicTest> tests = new ArrayList<>();
        Rules.all().forEach((name, rule) -> tests.add(DynamicTest.dynamicTest(name, () -> {
            TreeSet<String> wanted = new TreeSet<>();
            planted.stream().map(c -> c.getSimpleName()).filter(c -> (c + "_").startsWith("Breaks_" + name + "_")).forEach(wanted::add);
            assertFalse(wanted.isEmpty(), "nothing is planted for " + name);
            String report = String.join("\n", rule.evaluate(planted).getFailureReport().getDetails());
            for (String c : wanted) {
                assertTrue(report.contains(c), () -> c + " is not found: " + report);
            }
        })));
        return tests;
    }

    @Test
    void everyNamedCopyIsStillMadeAndIsOneMethod() {
        Set<String> made = Copies.in(real.that(Rules.COPY_NOTHING)).stream().map(Copies.Finding::place).collect(Collectors.toSet());
        CopyExceptions.all().forEach((place, reason) -> {
            assertTrue(made.contains(place), () -> place + " copies nothing: it needs no exception");
            assertFalse(reason.isBlank(), place);
        });
    }

    /** Loops over bytes that copy none are not found, and copies are found where they are only. */
    @Test
    void whatIsNoCopyIsNotFound() {
        assertEquals(List.of(), Copies.in(planted).stream().filter(f -> f.type().contains("Innocent")).toList());
    }

    @TestFactory
    List<DynamicTest> packagesOfAModuleFormNoCycle() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String root : MODULES.keySet()) {
            tests.add(DynamicTest.dynamicTest(root, () -> {
                EvaluationResult result = Rules.noCyclesBelow(root).allowEmptyShould(true).evaluate(real);
                assertEquals(List.of(), result.getFailureReport().getDetails());
            }));
        }
        return tests;
    }

    @Test
    void cyclesAreFound() {
        assertTrue(Rules.noCyclesBelow("org.sluice.cycle").evaluate(new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests()).importPackages("org.sluice.cycle")).hasViolation());
    }
}

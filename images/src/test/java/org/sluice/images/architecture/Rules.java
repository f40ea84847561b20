package org.sluice.images.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The architecture as rules. Names say what holds; a failure names the class that breaks it. */
final class Rules {
    private static final String VM = "org.sluice.vm..";
    private static final String KERNEL = "org.sluice.kernel..";
    private static final String FS = "org.sluice.kernel.fs..";
    private static final String NET = "org.sluice.kernel.net..";
    private static final String DRILL = "org.sluice.drill..";
    private static final String DRIVERS = "org.sluice.driver..";

    /** What runs on the machine, as opposed to the machine. */
    private static final DescribedPredicate<JavaClass> KERNEL_AND_DRIVERS = resideInAnyPackage(KERNEL, DRIVERS);

    /** What may copy bytes nowhere but in named methods. */
    static final DescribedPredicate<JavaClass> COPY_NOTHING = resideInAnyPackage(VM, KERNEL, DRIVERS).and(
        not(resideInAPackage("org.sluice.vm.memory")));

    private Rules() {
    }

    /** All rules but those on cycles, by name. */
    static Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        arrows(rules);
        libraries(rules);
        host(rules);
        blocking(rules);
        rules.put("copiesAreCounted", noClasses().that(COPY_NOTHING).should(Conditions.copyBytes(CopyExceptions.all().keySet())));
        return rules;
    }

    private static void arrows(Map<String, ArchRule> rules) {
        rules.put("machineKnowsNothingAbove", noClasses().that().resideInAPackage(VM).should().dependOnClassesThat(
            resideInAPackage("org.sluice..").and(not(resideInAPackage(VM)))));
        rules.put("tableKnowsNothing", classes().that().resideInAPackage("org.sluice.abi..").should().onlyDependOnClassesThat()
            .resideInAnyPackage("org.sluice.abi..", "java.lang", "java.lang.annotation", "java.lang.foreign"));
        rules.put("coreKnowsTableAndMachine", noClasses().that(resideInAPackage(KERNEL).and(not(resideInAnyPackage(FS, NET)))).should()
            .dependOnClassesThat(resideInAPackage("org.sluice..").and(not(resideInAnyPackage("org.sluice.abi..", VM, KERNEL)))
                .or(resideInAnyPackage(FS, NET))));
        // Of the machine a service sees memory, in which its frames are.
        rules.put("servicesKnowTableAndServiceInterfaces", noClasses().that().resideInAPackage(FS).should()
            .dependOnClassesThat(notOfAService(FS)));
        rules.put("networkKnowsTableAndServiceInterfaces", noClasses().that().resideInAPackage(NET).should()
            .dependOnClassesThat(notOfAService(NET, "org.sluice.kernel.network")));
        // It runs a service outside of a machine, and is to find it as the kernel does.
        rules.put("drillKnowsServiceInterfaces", noClasses().that().resideInAPackage(DRILL).should()
            .dependOnClassesThat(notOfAService(DRILL, "org.sluice.kernel.network")));
        rules.put("nobodyKnowsTheDrill", noClasses().that(resideInAPackage("org.sluice..").and(not(resideInAPackage(DRILL)))).should()
            .dependOnClassesThat().resideInAPackage(DRILL));
        // The frames of a DMA buffer and the error of a failed request come with the driver interface.
        rules.put("driversKnowTableAndDriverInterface", noClasses().that().resideInAPackage(DRIVERS).should().dependOnClassesThat(
            resideInAPackage("org.sluice..").and(not(resideInAnyPackage("org.sluice.abi..", DRIVERS, "org.sluice.kernel.driver",
                "org.sluice.vm.memory"))).and(not(named("org.sluice.kernel.CallFailed", "org.sluice.kernel.memory.FrameRun",
                "[Lorg.sluice.kernel.memory.FrameRun;")))));
        rules.put("guestsKnowTableAndKitOnly", noClasses().that().resideInAnyPackage("org.sluice.apps..", "org.sluice.shell..",
            "org.sluice.process..", "org.sluice.sys..", "org.sluice.tty..").should().dependOnClassesThat()
            .resideInAnyPackage(VM, KERNEL, DRIVERS, "org.sluice.images.."));
        rules.put("nobodyKnowsTheLauncher", noClasses().that(resideInAPackage("org.sluice..").and(
            not(resideInAPackage("org.sluice.images..")))).should().dependOnClassesThat().resideInAPackage("org.sluice.images.."));
        rules.put("signaturesOfTheTableCross", classes().that().resideInAPackage("org.sluice.abi..").should(
            Conditions.havePublicSignaturesOf("org.sluice.abi", "java.lang.String", "java.lang.Object", "java.lang.Runnable",
                "java.lang.foreign.MemorySegment")));
    }

    private static DescribedPredicate<JavaClass> notOfAService(String... own) {
        return resideInAPackage("org.sluice..").and(not(resideInAnyPackage(own))).and(not(resideInAnyPackage("org.sluice.abi..",
            "org.sluice.kernel", "org.sluice.kernel.driver", "org.sluice.kernel.file", "org.sluice.kernel.memory",
            "org.sluice.vm.memory")));
    }

    private static void libraries(Map<String, ArchRule> rules) {
        rules.put("onlyTheTranslatorUsesAsm", noClasses().that(resideInAPackage("org.sluice..").and(
            not(resideInAPackage("org.sluice.vm.code..")))).should().dependOnClassesThat().resideInAPackage("org.objectweb.asm.."));
        rules.put("onlyFirmwareReadsFat", noClasses().that(resideInAPackage("org.sluice..").and(
            not(resideInAPackage("org.sluice.vm.firmware..")))).should().dependOnClassesThat().resideInAPackage("de.waldheinz.."));
        rules.put("onlyTheShellUsesJLine", noClasses().that(resideInAPackage("org.sluice..").and(not(resideInAnyPackage(
            "org.sluice.shell..", "org.sluice.images.host")))).should().dependOnClassesThat().resideInAPackage("org.jline.."));
        rules.put("onlyTheLauncherUsesPicocli", noClasses().that(resideInAPackage("org.sluice..").and(
            not(resideInAPackage("org.sluice.images..")))).should().dependOnClassesThat().resideInAPackage("picocli.."));
    }

    private static void host(Map<String, ArchRule> rules) {
        // Devices are made of the host; firmware reads the image; a board is told its paths; the library is built on the host.
        rules.put("hostFilesSocketsAndProcessesAreDevices", noClasses().that(resideInAnyPackage(VM, KERNEL, DRIVERS).and(
            not(resideInAnyPackage("org.sluice.vm.device..", "org.sluice.vm.firmware..", "org.sluice.vm.board..",
                "org.sluice.vm.code.image..")))).should().dependOnClassesThat(
            resideInAnyPackage("java.net..", "java.nio.file..", "java.nio.channels..").or(named("java.io.File",
                "java.io.FileInputStream", "java.io.FileOutputStream", "java.io.FileReader", "java.io.FileWriter",
                "java.io.RandomAccessFile", "java.lang.ProcessBuilder", "java.lang.Process", "java.lang.ProcessHandle"))));
        rules.put("timeIsADevice", noClasses().that(resideInAnyPackage(VM, KERNEL, DRIVERS).and(
            not(resideInAnyPackage("org.sluice.vm.time..", "org.sluice.vm.code.image..")))
            // How a board without a seed numbers its bus addresses: nothing measures time by it.
            .and(not(named("org.sluice.vm.board.Board")))).should(Conditions.use(
            "java.lang.System.nanoTime", "java.lang.System.currentTimeMillis", "java.lang.Thread.sleep", "java.time.Instant.now",
            "java.time.LocalDateTime.now", "java.time.ZonedDateTime.now", "java.time.Clock.systemUTC",
            "java.time.Clock.systemDefaultZone")));
        rules.put("chanceIsADevice", noClasses().that(resideInAnyPackage(VM, KERNEL, DRIVERS).and(
            not(resideInAPackage("org.sluice.vm.device.entropy..")))).should(Conditions.use("java.util.Random.<init>",
            "java.security.SecureRandom.<init>", "java.lang.Math.random", "java.util.UUID.randomUUID",
            "java.util.concurrent.ThreadLocalRandom.current")));
    }

    private static void blocking(Map<String, ArchRule> rules) {
        rules.put("noHostMonitor", noClasses().that(KERNEL_AND_DRIVERS).should(Conditions.lockMonitors()));
        rules.put("noHostWait", noClasses().that(KERNEL_AND_DRIVERS).should(Conditions.use("java.lang.Object.wait",
            "java.lang.Object.notify", "java.lang.Object.notifyAll", "java.lang.Thread.join", "java.lang.Thread.sleep",
            "java.util.concurrent.locks.LockSupport.parkNanos", "java.util.concurrent.locks.LockSupport.parkUntil",
            "java.util.concurrent.locks.LockSupport.park")));
        // The thread that firmware called waits for the end of the machine on one latch; it is no kernel thread.
        rules.put("noHostLock", noClasses().that(KERNEL_AND_DRIVERS.and(not(named("org.sluice.kernel.boot.KernelBoot"))))
            .should().dependOnClassesThat(resideInAnyPackage("java.util.concurrent.locks", "java.nio.channels..").or(named(
                "java.util.concurrent.CountDownLatch", "java.util.concurrent.Semaphore", "java.util.concurrent.CyclicBarrier",
                "java.util.concurrent.BlockingQueue", "java.util.concurrent.LinkedBlockingQueue",
                "java.util.concurrent.ArrayBlockingQueue", "java.util.concurrent.CompletableFuture",
                "java.util.concurrent.ExecutorService"))));
    }

    private static DescribedPredicate<JavaClass> named(String... names) {
        List<String> list = List.of(names);
        return new DescribedPredicate<>("named one of " + list) {
            @Override
            public boolean test(JavaClass c) {
                return list.contains(c.getName());
            }
        };
    }

    /** No cycle among the packages below a root. */
    static SliceRule noCyclesBelow(String root) {
        return SlicesRuleDefinition.slices().matching(root + ".(**)").should().beFreeOfCycles();
    }
}

package org.sluice.classlib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import program.IndexUse;

/** The library checks indices as the host does, and by the host's own check: only that one does its compiler take out of loops. */
class IndexChecksTest {
    private static final String HOST = "jdk/internal/util/Preconditions";
    private static final String HERE = "guest/jdk/internal/util/";

    @Test
    void indicesAreRefusedAsOnTheHost(@TempDir Path root) throws Exception {
        String expected = Programs.onHost(IndexUse.class);
        GuestProcess process = Programs.guest(root, "");
        assertEquals(0, process.run("program.IndexUse"), process.output());
        assertEquals(expected, process.output());
        assertTrue(expected.lines().count() >= 14, "all checks ran");
    }

    /** Loops over buffers are vector code only if all of this chain is short, free of polls, and ends in the host's check. */
    @Test
    void checksOfBuffersEndInTheHosts() {
        assertEquals(Set.of(HERE + "Preconditions"), owners("guest/java/nio/Buffer", "(I)I"));
        for (String type : List.of("I", "J")) {
            String descriptor = "(" + type + type + "Lguest/java/util/function/BiFunction;)" + type;
            assertEquals(Set.of(HERE + "N_Preconditions"), owners(HERE + "Preconditions", descriptor));
            assertEquals(Set.of(HERE + "N_Preconditions", HOST), owners(HERE + "N_Preconditions", descriptor).stream()
                .filter(owner -> owner.endsWith("Preconditions") || owner.equals("guest/rt/Poll"))
                .collect(Collectors.toSet()));
        }
    }

    /** What checkIndex of that descriptor calls. */
    private static Set<String> owners(String name, String descriptor) {
        Set<String> owners = new TreeSet<>();
        ClassFile.of().parse(GuestProcess.LIBRARY.find(name + ".class")).methods().stream()
            .filter(m -> m.methodName().equalsString("checkIndex") && m.methodType().equalsString(descriptor))
            .forEach(m -> m.code().orElseThrow().forEach(e -> {
                if (e instanceof InvokeInstruction call) {
                    owners.add(call.owner().asInternalName());
                }
            }));
        return owners;
    }
}

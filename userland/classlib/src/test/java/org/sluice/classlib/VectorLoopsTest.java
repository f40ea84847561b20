package org.sluice.classlib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import program.IndexUse;

/** What makes vector code of loops over buffers and segments is there: it rests on what the host's compiler knows by heart. */
class VectorLoopsTest {
    private static final String MARKER = "Ljdk/internal/vm/annotation/IntrinsicCandidate;";
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

    /** Only while this is so does a loop that is compiled get to know it; otherwise it would poll as often as before. */
    @Test
    void compiledLoopsAreToldSo() throws Exception {
        assertTrue(isMarked("jdk/internal/util/Preconditions", "checkIndex"), "the host's compiler knows checks of indices");
        assertTrue(isMarked("java/lang/invoke/MethodHandleImpl", "isCompileConstant"), "the host's compiler knows constants");
        ClassModel poll = ClassFile.of().parse(GuestProcess.LIBRARY.find("guest/rt/Poll.class"));
        assertTrue(poll.methods().stream().anyMatch(m -> m.methodName().equalsString("steps") && m.methodType().equalsString("(II)I")));
    }

    private static boolean isMarked(String name, String method) throws IOException {
        try (InputStream in = Object.class.getResourceAsStream("/" + name + ".class")) {
            return ClassFile.of().parse(in.readAllBytes()).methods().stream().filter(m -> m.methodName().equalsString(method))
                .anyMatch(m -> m.findAttribute(Attributes.runtimeVisibleAnnotations()).stream().flatMap(a -> a.annotations().stream())
                    .anyMatch(a -> a.className().equalsString(MARKER)));
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

package org.sluice.vm.code.instrument;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.ClassNode;

/** The host's verifier accepts every class of java.base after instrumentation that it accepts without. */
class PlatformVerificationTest {
    private static final Remapper TO_GUEST = new Remapper(Opcodes.ASM9) {
        @Override
        public String map(String name) {
            return name.startsWith("java/lang/") || name.equals("java/io/Serializable") ? name : "guest/" + name;
        }
    };

    @Test
    void hostVerifierAcceptsInstrumentedPlatform() {
        Map<String, byte[]> plain = new HashMap<>();
        Map<String, byte[]> instrumented = new HashMap<>();
        for (Path file : PlatformClasses.all()) {
            ClassNode renamed = renamed(PlatformClasses.bytes(file));
            if (renamed.name.startsWith("java/lang/")) {
                continue;
            }
            plain.put(renamed.name.replace('/', '.'), ClassCodec.write(renamed));
            Instrumenter.instrument(renamed, Options.guest());
            instrumented.put(renamed.name.replace('/', '.'), ClassCodec.write(renamed));
        }
        Map<String, String> expected = failures(plain);
        assertTrue(expected.size() < plain.size() / 10, () -> "too few classes can be judged: " + expected);
        assertEquals(expected, failures(instrumented));
    }

    @Test
    void instrumentationIsDeterministic() {
        for (Path file : PlatformClasses.all().stream().filter(f -> f.toString().contains("/util/concurrent/")).toList()) {
            byte[] original = PlatformClasses.bytes(file);
            assertArrayEquals(ClassCodec.instrument(original, Options.guest()),
                    ClassCodec.instrument(original.clone(), Options.guest()), file::toString);
        }
    }

    private static ClassNode renamed(byte[] classFile) {
        ClassNode node = new ClassNode();
        new ClassReader(classFile).accept(new ClassRemapper(node, TO_GUEST), ClassReader.EXPAND_FRAMES);
        return node;
    }

    private static Map<String, String> failures(Map<String, byte[]> classes) {
        Loader loader = new Loader(classes);
        Map<String, String> failures = new TreeMap<>();
        for (String name : classes.keySet()) {
            try {
                loader.loadClass(name).getDeclaredMethods();
            } catch (LinkageError | ClassNotFoundException e) {
                failures.put(name, e.getClass().getSimpleName());
            }
        }
        return failures;
    }

    /** Asking a class for its methods links it, and so verifies it, without running its initialiser. */
    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> classes;

        Loader(Map<String, byte[]> classes) {
            super(null);
            this.classes = classes;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classes.get(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }
    }
}

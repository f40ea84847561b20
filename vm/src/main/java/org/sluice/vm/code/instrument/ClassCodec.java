package org.sluice.vm.code.instrument;

import java.util.function.Supplier;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;

/**
 * Reads and writes class files for instrumentation, and turns whatever ASM throws at a damaged one into the error a JVM
 * would report.
 */
public final class ClassCodec {
    private ClassCodec() {
    }

    /**
     * Checks and instruments one class file.
     *
     * @throws ClassFormatError for a damaged class file, or one that cannot be instrumented
     * @throws UnsupportedClassVersionError for one that this machine is too old for
     * @throws VerifyError for code that no verifier would pass
     */
    public static byte[] instrument(byte[] classFile, Options options) {
        ClassNode node = read(classFile);
        return guarded(node.name, () -> {
            Instrumenter.instrument(node, options);
            return write(node);
        });
    }

    /** Checks and parses a class file, frames expanded; errors as {@link #instrument}. */
    public static ClassNode read(byte[] classFile) {
        ClassLimits.check(classFile);
        return guarded(null, () -> {
            ClassNode node = new ClassNode();
            new ClassReader(classFile).accept(node, ClassReader.EXPAND_FRAMES);
            return node;
        });
    }

    /** Writes a class with the frames it has. */
    public static byte[] write(ClassNode node) {
        return guarded(node.name, () -> {
            ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS) {
                @Override
                protected String getCommonSuperClass(String first, String second) {
                    throw new IllegalStateException("frames must not be computed");
                }
            };
            node.accept(writer);
            return writer.toByteArray();
        });
    }

    /**
     * Runs a step that hands class data to ASM. {@link ClassLimits} lets nothing through that makes ASM allocate without
     * bound; what it does let through may still make ASM fail in any way, deep recursion included. ASM keeps no state between
     * classes, so all of it means one thing: this class file is damaged.
     *
     * @param name internal name for the message, or null if it is not known yet
     */
    public static <T> T guarded(String name, Supplier<T> step) {
        try {
            return step.get();
        } catch (RuntimeException | StackOverflowError failure) {
            ClassFormatError error = new ClassFormatError("Damaged class file"
                    + (name == null ? "" : " " + name.replace('/', '.')) + ": " + failure);
            error.initCause(failure);
            throw error;
        }
    }

    /** The same for a visitor chain over a checked class file. */
    public static void accept(byte[] classFile, ClassVisitor visitor, int readerFlags) {
        guarded(null, () -> {
            new ClassReader(classFile).accept(visitor, readerFlags);
            return null;
        });
    }
}

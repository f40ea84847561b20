package org.sluice.vm.code;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.JSRInlinerAdapter;
import org.objectweb.asm.tree.ClassNode;

/**
 * Turns class files into code that guests may run: redirects, renames, then instruments. A pure function of the bytes and
 * the index; it loads no class and computes no stack-map frames, so what was invalid stays invalid for the host's verifier.
 */
public final class Translator {
    private final LibraryIndex index;

    public Translator(LibraryIndex index) {
        this.index = index;
    }

    /**
     * Translates a class of a program.
     *
     * @throws LinkageError      when it is no class file this runtime takes
     * @throws SecurityException when it claims a package of the library
     */
    public byte[] guest(byte[] classFile) {
        ClassReader reader = Preflight.check(classFile, index);
        try {
            return translate(reader, Mode.GUEST);
        } catch (RuntimeException e) {
            throw new ClassFormatError("cannot translate " + reader.getClassName() + ": " + e);
        }
    }

    /** Translates a class of the SDK. */
    public byte[] sdk(byte[] classFile) {
        return translate(Preflight.check(classFile, index), Mode.SDK);
    }

    /** Translates a class written to stand beside those of the JDK. */
    public byte[] written(byte[] classFile) {
        return translate(new ClassReader(classFile), Mode.WRITTEN);
    }

    /** Translates a class of the JDK. */
    public byte[] library(byte[] classFile) {
        return translate(new ClassReader(classFile), Mode.LIBRARY);
    }

    /** Instruments a class of {@code guest/bridge}, whose calls of core members must stay what they are. */
    public byte[] bridge(byte[] classFile) {
        ClassNode node = new ClassNode();
        new ClassReader(classFile).accept(node, 0);
        return finish(node);
    }

    /** Renames only: what substitutes are compiled against. */
    public byte[] stub(byte[] classFile) {
        ClassWriter writer = new ClassWriter(0);
        ClassReader reader = new ClassReader(classFile);
        boolean exposed = index.decisions().isExposed(reader.getClassName());
        reader.accept(new ClassRemapper(writer, new Renamer(index, Mode.LIBRARY)) {
            @Override
            public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
                int given = exposed ? access & ~Opcodes.ACC_PRIVATE : access;
                return super.visitField(given, name, descriptor, signature, value);
            }
        }, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return writer.toByteArray();
    }

    private byte[] translate(ClassReader reader, Mode mode) {
        ClassNode node = new ClassNode();
        ClassVisitor renamer = new ClassRemapper(node, new Renamer(index, mode));
        reader.accept(new WithoutSubroutines(new Redirector(renamer, index, mode)), 0);
        return finish(node);
    }

    private byte[] finish(ClassNode node) {
        PollInserter.insert(node);
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        node.accept(writer);
        return writer.toByteArray();
    }

    /** Inlines jsr/ret subroutines, which old compilers made for finally. */
    private static final class WithoutSubroutines extends ClassVisitor {
        private boolean old;

        WithoutSubroutines(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
            old = (version & 0xffff) < Opcodes.V1_7;
            super.visit(version, access, name, signature, superName, interfaces);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            return old && next != null ? new JSRInlinerAdapter(next, access, name, descriptor, signature, exceptions) : next;
        }
    }
}

package org.sluice.vm.code.image;

import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** Classes that implement an interface of the JDK in part: written abstract, made concrete for the archive. */
final class Partial {
    private Partial() {
    }

    static boolean isMarked(byte[] classFile, String annotation) {
        boolean[] marked = {false};
        new ClassReader(classFile).accept(new ClassVisitor(Opcodes.ASM9) {
            @Override
            public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
                marked[0] |= descriptor.equals(annotation);
                return null;
            }
        }, ClassReader.SKIP_CODE);
        return marked[0];
    }

    /** The class without its abstract flag; what it does not implement throws {@code AbstractMethodError}. */
    static byte[] concrete(byte[] classFile) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(classFile).accept(new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
                super.visit(version, access & ~Opcodes.ACC_ABSTRACT, name, signature, superName, interfaces);
            }
        }, 0);
        return writer.toByteArray();
    }
}

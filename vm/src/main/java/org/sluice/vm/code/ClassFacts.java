package org.sluice.vm.code;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What resolving a method needs to know of a class.
 *
 * @param name       internal name
 * @param superName  internal name of the superclass, {@code null} for Object
 * @param interfaces internal names of the direct superinterfaces
 * @param access     access flags of the class file
 * @param methods    name and descriptor, joined, of the declared methods
 */
public record ClassFacts(String name, String superName, List<String> interfaces, int access, Set<String> methods) {
    /** The facts of a class file. */
    public static ClassFacts of(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        Set<String> methods = new HashSet<>();
        reader.accept(new ClassVisitor(Opcodes.ASM9) {
            @Override
            public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
                methods.add(name + descriptor);
                return null;
            }
        }, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return new ClassFacts(reader.getClassName(), reader.getSuperName(), List.of(reader.getInterfaces()), reader.getAccess(),
            methods);
    }
}

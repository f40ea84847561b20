package org.sluice.vm.code.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.sluice.vm.code.ClassArchive;
import org.sluice.vm.code.ClassArchiveWriter;
import org.sluice.vm.code.DecisionTable;
import org.sluice.vm.code.LibraryIndex;
import org.sluice.vm.code.Redirects;

class LinkCheckTest {
    private static final String UNSAFE = "jdk/internal/misc/Unsafe";
    private static final String SCOPED = "jdk/internal/misc/ScopedMemoryAccess";

    /** A class that reaches memory by address in three ways and, as it may, fields by offset. */
    private static byte[] reaching(String name) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V21, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", null);
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, "reach", "()V", null, null);
        code.visitCode();
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, UNSAFE, "getByte", "(J)B", false);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, UNSAFE, "getByte", "(Ljava/lang/Object;J)B", false);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, UNSAFE, "setMemory", "(Ljava/lang/Object;JJB)V", false);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, SCOPED, "getScopedMemoryAccess", "()L" + SCOPED + ";", false);
        code.visitLdcInsn(new Handle(Opcodes.H_INVOKEVIRTUAL, SCOPED, "getInt",
            "(Ljdk/internal/foreign/MemorySessionImpl;Ljava/lang/Object;J)I", false));
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(9, 9);
        code.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    @Test
    void onlyRunTimeSupportHandsAddressesToTheHost() throws IOException {
        JdkModules jdk = new JdkModules();
        LibraryIndex index = new LibraryIndex(DecisionTable.standard(), new Redirects(), jdk.packages(), jdk.facts());
        ClassArchiveWriter writer = new ClassArchiveWriter();
        writer.add("guest/java/util/Planted.class", reaching("guest/java/util/Planted"));
        writer.add("guest/rt/Entitled.class", reaching("guest/rt/Entitled"));
        writer.add(LibraryIndex.RESOURCE, index.toBytes());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writer.writeTo(bytes);
        ClassArchive archive = ClassArchive.open(MemorySegment.ofArray(bytes.toByteArray()));
        assertEquals(List.of(
            "unresolved address " + SCOPED + ".getInt(Ljdk/internal/foreign/MemorySessionImpl;Ljava/lang/Object;J)I"
                + " from guest/java/util/Planted",
            "unresolved address " + UNSAFE + ".getByte(J)B from guest/java/util/Planted",
            "unresolved address " + UNSAFE + ".setMemory(Ljava/lang/Object;JJB)V from guest/java/util/Planted"),
            new LinkCheck(archive, jdk, null).problems());
    }
}

package org.sluice.vm.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Replaces what reaches the host: calls of bridged members of core classes, native methods, and bodies the library has a
 * better version of. Works on the names class files have; {@link Renamer} comes after it.
 *
 * <p>Classes right below Object get {@code guest.rt.GuestObject} between. Classes right below another core class get what the core class would have given them in the guest's own types: exceptions
 * implement {@code guest.rt.GuestThrowable}, character sequences {@code guest.rt.GuestCharSequence}. So a call through a class
 * that is no core class never needs a bridge, and translating one class needs no other.
 */
final class Redirector extends ClassVisitor {
    static final String OBJECT = "java/lang/Object";
    private static final String BRIDGE_OF_THROWABLE = GuestNames.BRIDGES + "B_java_lang_Throwable";

    private final LibraryIndex index;
    private final boolean guest;
    private final boolean replacesBodies;
    private String name;
    private int version;
    private int access;
    private boolean root;
    private boolean rootThrowable;
    private boolean hasToString;
    private boolean hasPrintStackTrace;
    private boolean hasGetStackTrace;

    Redirector(ClassVisitor next, LibraryIndex index, Mode mode) {
        super(Opcodes.ASM9, next);
        this.index = index;
        this.guest = mode.isGuest();
        this.replacesBodies = mode != Mode.GUEST;
    }

    @Override
    public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
        this.version = version & 0xffff;
        this.access = access;
        this.name = name;
        List<String> above = new ArrayList<>(Arrays.asList(interfaces));
        String sign = signature;
        rootThrowable = superName != null && index.decisions().isCore(superName)
            && index.isSubtype(superName, "java/lang/Throwable");
        if (rootThrowable) {
            above.add(Renamer.mark(GuestNames.RUNTIME + "GuestThrowable"));
        }
        if (above.contains("java/lang/CharSequence")) {
            above.add(Renamer.mark(GuestNames.RUNTIME + "GuestCharSequence"));
        }
        if (sign != null) {
            for (String added : above.subList(interfaces.length, above.size())) {
                sign += "L" + added + ";";
            }
        }
        root = OBJECT.equals(superName) && (access & Opcodes.ACC_INTERFACE) == 0;
        super.visit(version, access, name, sign, root ? Renamer.mark(RootConstructor.SUPERCLASS) : superName,
            above.toArray(String[]::new));
    }

    @Override
    public void visitSource(String source, String debug) {
        super.visitSource(source, null);
    }

    @Override
    public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
        boolean exposed = !guest && index.decisions().isExposed(this.name);
        return super.visitField(exposed ? access & ~Opcodes.ACC_PRIVATE : access, name, descriptor, signature, value);
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
        hasToString |= name.equals("toString") && descriptor.equals("()Ljava/lang/String;");
        hasPrintStackTrace |= name.equals("printStackTrace") && descriptor.equals("()V");
        hasGetStackTrace |= name.equals("getStackTrace") && descriptor.equals("()[Ljava/lang/StackTraceElement;");
        boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
        boolean isNative = (access & Opcodes.ACC_NATIVE) != 0;
        Redirects.Target body = replacesBodies ? index.redirects().body(this.name, name, descriptor, isStatic) : null;
        if (body != null || isNative) {
            MethodVisitor out = super.visitMethod(access & ~Opcodes.ACC_NATIVE, name, descriptor, signature, exceptions);
            if (body != null) {
                Bodies.delegate(out, body, descriptor, isStatic);
            } else if (!guest && Bodies.isRegistration(name, descriptor)) {
                Bodies.empty(out);
            } else {
                Bodies.unsatisfied(out, this.name + "." + name + descriptor, descriptor);
            }
            return null;
        }
        MethodVisitor out = super.visitMethod(access, name, descriptor, signature, exceptions);
        if (root && name.equals("<init>")) {
            out = new RootConstructor(out);
        }
        MethodVisitor calls = new CallRedirector(out, index, guest, this.name, version >= Opcodes.V1_5);
        boolean coreOnly = new Renamer(index, Mode.LIBRARY).mapMethodDesc(descriptor).equals(descriptor);
        if (!guest && isStatic && coreOnly) {
            return new LeafIntrinsics(calls, out, index.decisions(), this.name, this.access, access, name, descriptor);
        }
        return calls;
    }

    @Override
    public void visitEnd() {
        if (rootThrowable) {
            if (!hasToString && !guest) {
                delegate("toString", "()Ljava/lang/String;");
            }
            if (!hasPrintStackTrace) {
                delegate("printStackTrace", "()V");
            }
            if (!hasGetStackTrace) {
                delegate("getStackTrace", "()[Ljava/lang/StackTraceElement;");
            }
        }
        super.visitEnd();
    }

    /** Adds a method that does what the bridge does for {@code super.method()}. */
    private void delegate(String method, String descriptor) {
        MethodVisitor out = super.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_SYNTHETIC, method, descriptor, null, null);
        String form = Redirects.staticForm("java/lang/Throwable", descriptor, false);
        out.visitCode();
        out.visitVarInsn(Opcodes.ALOAD, 0);
        out.visitMethodInsn(Opcodes.INVOKESTATIC, Renamer.mark(BRIDGE_OF_THROWABLE), "super_" + method, form, false);
        out.visitInsn(Type.getReturnType(descriptor).getOpcode(Opcodes.IRETURN));
        out.visitMaxs(1, 1);
        out.visitEnd();
    }
}

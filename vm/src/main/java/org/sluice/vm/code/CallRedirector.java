package org.sluice.vm.code;

import java.util.Set;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Redirects the calls, field reads and method handles of one method. */
final class CallRedirector extends MethodVisitor {
    private static final String LAMBDAS = "java/lang/invoke/LambdaMetafactory";
    private static final String CONCAT = "java/lang/invoke/StringConcatFactory";
    private static final String SWITCHES = "java/lang/runtime/SwitchBootstraps";
    private static final Set<String> BOOTSTRAPS = Set.of(LAMBDAS, CONCAT,
        "java/lang/runtime/ObjectMethods", SWITCHES, "java/lang/invoke/ConstantBootstraps");
    /** Methods no guest class can override, so that their owner may be any class. */
    private static final Set<String> FINAL_METHODS = Set.of("wait()V", "wait(J)V", "wait(JI)V", "notify()V", "notifyAll()V");
    private static final Set<String> PLAIN_TEXT = Set.of("java/lang/String", "java/lang/Integer", "java/lang/Long",
        "java/lang/Short", "java/lang/Byte", "java/lang/Character", "java/lang/Boolean", "java/lang/Float", "java/lang/Double",
        "java/lang/StringBuilder", "java/lang/StringBuffer");

    private final LibraryIndex index;
    private final boolean guest;
    private final String cls;
    private final boolean classConstants;

    /** @param classConstants whether the class file may load class constants, true from version 49 on */
    CallRedirector(MethodVisitor next, LibraryIndex index, boolean guest, String cls, boolean classConstants) {
        super(Opcodes.ASM9, next);
        this.index = index;
        this.guest = guest;
        this.cls = cls;
        this.classConstants = classConstants;
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        if (name.equals("<init>")) {
            construct(opcode, owner, descriptor);
            return;
        }
        if (owner.startsWith("[") && name.equals("clone")) {
            invoke(GuestNames.RUNTIME + "Heap", "copyOf", "(Ljava/lang/Object;)Ljava/lang/Object;");
            return;
        }
        String declaring = declaring(owner, name, descriptor);
        Redirects.Target target = declaring == null ? null : find(declaring, opcode == Opcodes.INVOKESTATIC,
            opcode == Opcodes.INVOKESPECIAL, name, descriptor, classConstants);
        if (target == null) {
            if (declaring != null && guest && index.decisions().isRefused(declaring, name)) {
                super.visitLdcInsn(declaring.replace('/', '.') + "." + name);
                invoke(GuestNames.RUNTIME + "Refused", "call", "(Ljava/lang/String;)V");
            }
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            return;
        }
        if (target.passCaller()) {
            super.visitLdcInsn(Type.getObjectType(cls));
        }
        invoke(target);
    }

    private void construct(int opcode, String owner, String descriptor) {
        Redirects.Target before = index.decisions().isCore(owner) ? index.redirects().constructor(owner, descriptor) : null;
        if (before == null) {
            super.visitMethodInsn(opcode, owner, "<init>", descriptor, false);
            return;
        }
        invoke(before);
        String one = "(" + Type.getReturnType(before.descriptor()).getDescriptor() + ")V";
        super.visitMethodInsn(opcode, owner, "<init>", one, false);
    }

    private void invoke(Redirects.Target target) {
        invoke(target.owner(), target.name(), target.descriptor());
    }

    private void invoke(String owner, String name, String descriptor) {
        super.visitMethodInsn(Opcodes.INVOKESTATIC, Renamer.mark(owner), name, marked(descriptor), false);
    }

    /** Bridges' descriptors are in the host's names already. */
    private static String marked(String descriptor) {
        return descriptor.replace("L" + GuestNames.PREFIX, "L" + Renamer.MARK + GuestNames.PREFIX);
    }

    private String declaring(String owner, String name, String descriptor) {
        if (owner.equals("java/lang/invoke/VarHandle")
            || owner.equals("java/lang/invoke/MethodHandle") && name.startsWith("invoke") && !name.equals("invokeWithArguments")) {
            return null;
        }
        if (owner.startsWith("[") || !index.isJdk(owner)) {
            return FINAL_METHODS.contains(name + descriptor) ? Redirector.OBJECT : null;
        }
        String declaring = index.declaringClass(owner, name + descriptor);
        return declaring != null && index.decisions().isCore(declaring) ? declaring : null;
    }

    private Redirects.Target find(String declaring, boolean isStatic, boolean isSuper, String name, String descriptor,
        boolean mayPass) {
        Redirects redirects = index.redirects();
        if (isSuper) {
            Redirects.Target above = redirects.superCall(declaring, name, descriptor);
            return above == null && !isStatic ? inherited(declaring, name, descriptor, true, false) : above;
        }
        Redirects.Target target = redirects.call(declaring, name, descriptor, isStatic, guest, mayPass);
        if (target == null && !isStatic) {
            target = inherited(declaring, name, descriptor, false, mayPass);
        }
        boolean describes = name.equals("toString") && descriptor.equals("()Ljava/lang/String;")
            && (declaring.startsWith("java/lang/reflect/") || declaring.startsWith("java/lang/invoke/"));
        return target == null && describes
            ? redirects.call(Redirector.OBJECT, name, descriptor, false, guest, mayPass) : target;
    }

    /** The bridge of the method that a core class' method overrides, such as that of {@code CharSequence.chars}. */
    private Redirects.Target inherited(String declaring, String name, String descriptor, boolean isSuper, boolean mayPass) {
        ClassFacts facts = index.find(declaring);
        if (facts == null) {
            return null;
        }
        java.util.List<String> above = new java.util.ArrayList<>(facts.interfaces());
        if (facts.superName() != null && (isSuper || !facts.superName().equals(Redirector.OBJECT))) {
            above.addFirst(facts.superName());
        }
        for (String s : above) {
            if (isSuper && s.equals(Redirector.OBJECT)) {
                continue;
            }
            Redirects.Target found = isSuper ? index.redirects().superCall(s, name, descriptor)
                : index.redirects().call(s, name, descriptor, false, guest, mayPass);
            found = found == null ? inherited(s, name, descriptor, isSuper, mayPass) : found;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        if (opcode == Opcodes.GETSTATIC) {
            Redirects.Target target = index.redirects().field(owner, name, descriptor);
            if (target != null) {
                invoke(target);
                return;
            }
        }
        super.visitFieldInsn(opcode, owner, name, descriptor);
    }

    @Override
    public void visitLdcInsn(Object value) {
        super.visitLdcInsn(constant(value));
    }

    @Override
    public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
        Object[] mapped = constants(arguments);
        boolean lambda = bootstrap.getOwner().equals(LAMBDAS) && mapped.length > 1 && mapped[1] != arguments[1];
        super.visitInvokeDynamicInsn(name, lambda ? withReceiver(descriptor, (Handle) arguments[1], (Handle) mapped[1]) : descriptor,
            bootstrap(bootstrap, descriptor), mapped);
    }

    /**
     * The descriptor of a lambda whose method has become a static bridge. What a lambda captures must have exactly the types of the method's
     * parameters, and a receiver such as that of {@code this::toString} may be of a subclass.
     */
    private static String withReceiver(String descriptor, Handle method, Handle bridge) {
        Type[] captured = Type.getArgumentTypes(descriptor);
        if (captured.length == 0 || method.getTag() == Opcodes.H_INVOKESTATIC || method.getTag() == Opcodes.H_NEWINVOKESPECIAL) {
            return descriptor;
        }
        captured[0] = Type.getArgumentTypes(bridge.getDesc())[0];
        return Type.getMethodDescriptor(Type.getReturnType(descriptor), captured);
    }

    private Object[] constants(Object[] values) {
        Object[] mapped = new Object[values.length];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = constant(values[i]);
        }
        return mapped;
    }

    private Object constant(Object value) {
        if (value instanceof Handle handle) {
            return handle(handle);
        }
        if (value instanceof ConstantDynamic dynamic) {
            Object[] arguments = new Object[dynamic.getBootstrapMethodArgumentCount()];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = constant(dynamic.getBootstrapMethodArgument(i));
            }
            return new ConstantDynamic(dynamic.getName(), dynamic.getDescriptor(), bootstrap(dynamic.getBootstrapMethod(), ""),
                arguments);
        }
        return value;
    }

    private Handle bootstrap(Handle bootstrap, String descriptor) {
        String owner = bootstrap.getOwner();
        if (guest && index.isJdk(owner) && !BOOTSTRAPS.contains(owner)) {
            throw new ClassFormatError("bootstrap method " + owner + "." + bootstrap.getName() + " is not available");
        }
        if (owner.equals(CONCAT) && bootstrap.getName().equals("makeConcatWithConstants") && needsGuestText(descriptor)) {
            return new Handle(Opcodes.H_INVOKESTATIC, Renamer.mark(GuestNames.BRIDGES + "Concatenation"), bootstrap.getName(),
                bootstrap.getDesc(), false);
        }
        if (owner.equals(SWITCHES) && (bootstrap.getName().equals("typeSwitch") || bootstrap.getName().equals("enumSwitch"))) {
            return new Handle(Opcodes.H_INVOKESTATIC, Renamer.mark(GuestNames.BRIDGES + "Switches"), bootstrap.getName(),
                bootstrap.getDesc(), false);
        }
        Redirects.Target bridge = guest && index.isJdk(owner)
            ? index.redirects().call(owner, bootstrap.getName(), bootstrap.getDesc(), true, true, false) : null;
        return bridge == null ? bootstrap : staticHandle(bridge);
    }

    /** Whether an argument of a concatenation may be an object whose {@code toString} shows a name of the host. */
    private boolean needsGuestText(String descriptor) {
        for (Type t : Type.getArgumentTypes(descriptor)) {
            if (t.getSort() == Type.ARRAY || t.getSort() == Type.OBJECT && !PLAIN_TEXT.contains(t.getInternalName())
                && index.isJdk(t.getInternalName()) && index.decisions().isCore(t.getInternalName())) {
                return true;
            }
        }
        return false;
    }

    private Handle handle(Handle h) {
        int tag = h.getTag();
        if (tag == Opcodes.H_NEWINVOKESPECIAL) {
            Redirects.Target before = index.redirects().constructor(h.getOwner(), h.getDesc());
            return before != null && h.getOwner().equals("java/lang/String") ? staticHandle(before) : h;
        }
        if (tag == Opcodes.H_INVOKESPECIAL || tag < Opcodes.H_INVOKEVIRTUAL) {
            return h;
        }
        String declaring = declaring(h.getOwner(), h.getName(), h.getDesc());
        if (declaring == null) {
            return h;
        }
        Redirects.Target target = find(declaring, tag == Opcodes.H_INVOKESTATIC, false, h.getName(), h.getDesc(), false);
        if (target == null && guest && index.decisions().isRefused(declaring, h.getName())) {
            throw new ClassFormatError("method " + declaring + "." + h.getName() + " is not available");
        }
        return target == null ? h : staticHandle(target);
    }

    private static Handle staticHandle(Redirects.Target target) {
        return new Handle(Opcodes.H_INVOKESTATIC, Renamer.mark(target.owner()), target.name(), marked(target.descriptor()), false);
    }
}

package org.sluice.classlib;

import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.attribute.InnerClassInfo;
import java.lang.classfile.attribute.InnerClassesAttribute;
import java.lang.classfile.attribute.NestHostAttribute;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.classfile.attribute.SignatureAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Class files that name what a program may not: each has a method {@code reach} that returns what it got hold of. */
final class CraftedClasses {
    private static final ClassDesc OBJECT = ConstantDescs.CD_Object;
    private static final ClassDesc CLASS = ConstantDescs.CD_Class;
    private static final ClassDesc STRING = ConstantDescs.CD_String;
    private static final ClassDesc HANDLE = ConstantDescs.CD_MethodHandle;
    private static final ClassDesc LOOKUP = ConstantDescs.CD_MethodHandles_Lookup;
    private static final ClassDesc KERNEL = ClassDesc.of("guest.rt.Kernel");
    private static final MethodTypeDesc FOR_NAME = MethodTypeDesc.of(CLASS, STRING);
    private static final MethodTypeDesc REACH = MethodTypeDesc.of(OBJECT);

    private final Map<String, byte[]> files = new TreeMap<>();

    /** Class files by the name of their resource. */
    static Map<String, byte[]> all() {
        CraftedClasses made = new CraftedClasses();
        made.names();
        made.handles();
        made.dynamic();
        made.structure();
        return made.files;
    }

    private void add(String name, Consumer<ClassBuilder> shape, Consumer<CodeBuilder> reach) {
        ClassDesc self = ClassDesc.of("crafted." + name);
        files.put("crafted/" + name + ".class", ClassFile.of(ClassFile.StackMapsOption.GENERATE_STACK_MAPS).build(self, builder -> {
            builder.withFlags(AccessFlag.PUBLIC, AccessFlag.SUPER);
            shape.accept(builder);
            builder.withMethodBody("reach", REACH, ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC, reach::accept);
        }));
    }

    private void add(String name, Consumer<CodeBuilder> reach) {
        add(name, b -> {
        }, reach);
    }

    /** Names of the machinery and of internals, where a class, a field or a method stands. */
    private void names() {
        add("fieldOfRuntime", c -> c.getstatic(KERNEL, "CALLS", ClassDesc.of("org.sluice.abi.SystemCalls")).areturn());
        add("callOfRuntime", c -> c.loadConstant("x").invokestatic(ClassDesc.of("guest.rt.Host"), "hostClass", FOR_NAME).areturn());
        add("callOfBridge", c -> c.loadConstant("java.lang.System").invokestatic(ClassDesc.of("guest.bridge.B_java_lang_Class"), "forName", FOR_NAME).areturn());
        add("callOfUnsafe", c -> c.invokestatic(ClassDesc.of("jdk.internal.misc.Unsafe"), "getUnsafe", MethodTypeDesc.of(ClassDesc.of("jdk.internal.misc.Unsafe"))).areturn());
        add("callOfSecrets", c -> c.invokestatic(ClassDesc.of("jdk.internal.access.SharedSecrets"), "getJavaLangAccess",
            MethodTypeDesc.of(ClassDesc.of("jdk.internal.access.JavaLangAccess"))).areturn());
        add("constantOfRuntime", c -> c.loadConstant(KERNEL).areturn());
        add("arrayOfRuntime", c -> c.loadConstant(KERNEL.arrayType()).areturn());
        add("libraryByHostName", c -> c.loadConstant(ClassDesc.of("guest.java.util.HashMap")).areturn());
        add("constantOfMachine", c -> c.loadConstant(ClassDesc.of("org.sluice.vm.code.Namespace")).areturn());
        add("constantOfGate", c -> c.loadConstant(ClassDesc.of("org.sluice.vm.code.gate.Gate")).areturn());
        add("constantOfKernel", c -> c.loadConstant(ClassDesc.of("org.sluice.kernel.Kernel")).areturn());
        add("nativeClass", c -> c.loadConstant(ClassDesc.of("java.io.N_FileInputStream")).areturn());
        add("deniedName", c -> c.loadConstant(ClassDesc.of("denied.guest.rt.Kernel")).areturn());
        add("markedName", c -> c.loadConstant(ClassDesc.ofDescriptor("L\u0001guest/rt/Kernel;")).areturn());
        add("markedMethod", c -> c.loadConstant("x").invokestatic(ClassDesc.ofDescriptor("L\u0001guest/rt/Host;"), "hostClass", FOR_NAME).areturn());
        add("methodTypeOfRuntime", c -> c.loadConstant(MethodTypeDesc.of(KERNEL)).invokevirtual(ConstantDescs.CD_MethodType, "returnType", MethodTypeDesc.of(CLASS)).areturn());
        add("castToRuntime", c -> c.loadConstant("x").checkcast(KERNEL).areturn());
        add("arena", c -> c.loadConstant(ClassDesc.of("java.lang.foreign.Arena")).areturn());
    }

    private static DirectMethodHandleDesc handle(ClassDesc owner, String name, MethodTypeDesc type) {
        return MethodHandleDesc.ofMethod(DirectMethodHandleDesc.Kind.STATIC, owner, name, type);
    }

    /** Method handles as constants: they must be those of the bridges. */
    private void handles() {
        add("handleOfForName", c -> c.loadConstant(handle(CLASS, "forName", FOR_NAME)).loadConstant("java.lang.System")
            .invokevirtual(HANDLE, "invokeExact", FOR_NAME).areturn());
        add("handleOfInternal", c -> c.loadConstant(handle(CLASS, "forName", FOR_NAME)).loadConstant("jdk.internal.misc.Unsafe")
            .invokevirtual(HANDLE, "invokeExact", FOR_NAME).areturn());
        add("handleOfLookup", c -> c.loadConstant(handle(ConstantDescs.CD_MethodHandles, "lookup", MethodTypeDesc.of(LOOKUP)))
            .invokevirtual(HANDLE, "invokeExact", MethodTypeDesc.of(LOOKUP)).areturn());
        add("handleOfUnsafe", c -> c.loadConstant(handle(ClassDesc.of("jdk.internal.misc.Unsafe"), "getUnsafe", MethodTypeDesc.of(ClassDesc.of("jdk.internal.misc.Unsafe"))))
            .areturn());
        add("handleOfRuntime", c -> c.loadConstant(MethodHandleDesc.ofField(DirectMethodHandleDesc.Kind.STATIC_GETTER, KERNEL, "CALLS", OBJECT)).areturn());
        add("handleOfDescription", c -> c.loadConstant(MethodHandleDesc.ofMethod(DirectMethodHandleDesc.Kind.INTERFACE_VIRTUAL, ConstantDescs.CD_ClassDesc, "resolveConstantDesc",
            MethodTypeDesc.of(OBJECT, LOOKUP))).areturn());
        add("handleOfPrivate", c -> c.loadConstant(MethodHandleDesc.ofField(DirectMethodHandleDesc.Kind.GETTER, STRING, "value", ConstantDescs.CD_byte.arrayType())).areturn());
    }

    /** Call sites and constants whose bootstrap is chosen by the class file. */
    private void dynamic() {
        MethodTypeDesc site = MethodTypeDesc.of(ConstantDescs.CD_CallSite, LOOKUP, STRING, ConstantDescs.CD_MethodType);
        MethodTypeDesc constant = MethodTypeDesc.of(OBJECT, LOOKUP, STRING, CLASS);
        add("bootstrapOfRuntime", c -> c.invokedynamic(DynamicCallSiteDesc.of(handle(ClassDesc.of("guest.bridge.Concatenation"), "makeConcatWithConstants",
            MethodTypeDesc.of(ConstantDescs.CD_CallSite, LOOKUP, STRING, ConstantDescs.CD_MethodType, STRING, OBJECT.arrayType())), "x", REACH, "y")).areturn());
        add("bootstrapOfClass", c -> c.invokedynamic(DynamicCallSiteDesc.of(handle(CLASS, "forName", FOR_NAME), "x", REACH)).areturn());
        add("bootstrapOfSystem", c -> c.invokedynamic(DynamicCallSiteDesc.of(handle(ClassDesc.of("java.lang.System"), "load", site), "x", REACH)).areturn());
        add("bootstrapOfHandles", c -> c.invokedynamic(DynamicCallSiteDesc.of(handle(ConstantDescs.CD_MethodHandles, "privateLookupIn", site), "x", REACH)).areturn());
        add("bootstrapOfProxies", c -> c.invokedynamic(DynamicCallSiteDesc.of(handle(ClassDesc.of("java.lang.invoke.MethodHandleProxies"), "asInterfaceInstance", site), "x", REACH)).areturn());
        add("constantByForName", c -> c.loadConstant(DynamicConstantDesc.ofNamed(handle(CLASS, "forName", MethodTypeDesc.of(CLASS, LOOKUP, STRING, CLASS)), "x", CLASS)).areturn());
        add("constantByInvoke", c -> c.loadConstant(DynamicConstantDesc.ofNamed(handle(ClassDesc.of("java.lang.invoke.ConstantBootstraps"), "invoke",
            MethodTypeDesc.of(OBJECT, LOOKUP, STRING, CLASS, HANDLE, OBJECT.arrayType())), "x", CLASS, handle(CLASS, "forName", FOR_NAME), "java.lang.System")).areturn());
        add("constantOfTrusted", c -> c.loadConstant(DynamicConstantDesc.ofNamed(handle(ClassDesc.of("java.lang.invoke.ConstantBootstraps"), "getStaticFinal",
            MethodTypeDesc.of(OBJECT, LOOKUP, STRING, CLASS, CLASS)), "IMPL_LOOKUP", LOOKUP, LOOKUP)).areturn());
        add("constantOfCalls", c -> c.loadConstant(DynamicConstantDesc.ofNamed(handle(ClassDesc.of("java.lang.invoke.ConstantBootstraps"), "getStaticFinal",
            MethodTypeDesc.of(OBJECT, LOOKUP, STRING, CLASS, CLASS)), "CALLS", OBJECT, KERNEL)).areturn());
        add("constantByPrivate", c -> c.loadConstant(DynamicConstantDesc.ofNamed(handle(ClassDesc.of("java.lang.invoke.MethodHandleNatives"), "linkMethod", constant), "x", OBJECT)).areturn());
    }

    /** Superclasses, nests, attributes. */
    private void structure() {
        add("belowHandle", b -> b.withSuperclass(HANDLE), c -> c.loadConstant("loaded").areturn());
        add("belowBridge", b -> b.withSuperclass(ClassDesc.of("guest.rt.GuestObject")), c -> c.loadConstant("loaded").areturn());
        add("belowThread", b -> b.withSuperclass(ClassDesc.of("jdk.internal.misc.InnocuousThread")), c -> c.loadConstant("loaded").areturn());
        add("asGate", b -> b.withInterfaceSymbols(ClassDesc.of("org.sluice.vm.code.gate.Gate")), c -> c.loadConstant("loaded").areturn());
        add("asDescription", b -> b.withInterfaceSymbols(ConstantDescs.CD_ClassDesc), c -> c.loadConstant("loaded").areturn());
        add("nestOfLibrary", b -> b.with(NestHostAttribute.of(ClassDesc.of("java.util.HashMap"))),
            c -> c.new_(ClassDesc.of("java.util.HashMap")).dup().invokespecial(ClassDesc.of("java.util.HashMap"), "<init>", MethodTypeDesc.of(ConstantDescs.CD_void))
                .getfield(ClassDesc.of("java.util.HashMap"), "table", ClassDesc.of("java.util.HashMap$Node").arrayType()).areturn());
        add("nestOfString", b -> b.with(NestHostAttribute.of(STRING)), c -> c.loadConstant("x").getfield(STRING, "value", ConstantDescs.CD_byte.arrayType()).areturn());
        add("innerOfRuntime", b -> b.with(InnerClassesAttribute.of(InnerClassInfo.of(ClassDesc.of("crafted.innerOfRuntime"), Optional.of(KERNEL), Optional.of("x"), AccessFlag.PUBLIC))),
            c -> c.loadConstant(ClassDesc.of("crafted.innerOfRuntime")).invokevirtual(CLASS, "getDeclaringClass", MethodTypeDesc.of(CLASS)).areturn());
        add("signatureOfRuntime", b -> b.with(SignatureAttribute.of(java.lang.classfile.ClassSignature.parseFrom("Ljava/lang/Object;Ljava/lang/Comparable<Lguest/rt/Kernel;>;")))
            .withInterfaceSymbols(ClassDesc.of("java.lang.Comparable")),
            c -> c.loadConstant(ClassDesc.of("crafted.signatureOfRuntime")).invokevirtual(CLASS, "getGenericInterfaces", MethodTypeDesc.of(ClassDesc.of("java.lang.reflect.Type").arrayType()))
                .iconst_0().aaload().checkcast(ClassDesc.of("java.lang.reflect.ParameterizedType"))
                .invokeinterface(ClassDesc.of("java.lang.reflect.ParameterizedType"), "getActualTypeArguments", MethodTypeDesc.of(ClassDesc.of("java.lang.reflect.Type").arrayType()))
                .iconst_0().aaload().areturn());
        add("annotationOfRuntime", b -> b.with(RuntimeVisibleAnnotationsAttribute.of(Annotation.of(ClassDesc.of("program.Features$Named"),
            AnnotationElement.of("value", AnnotationValue.of(KERNEL))))),
            c -> c.loadConstant(ClassDesc.of("crafted.annotationOfRuntime")).invokevirtual(CLASS, "getAnnotations", MethodTypeDesc.of(ClassDesc.of("java.lang.annotation.Annotation").arrayType()))
                .arraylength().invokestatic(ClassDesc.of("java.lang.Integer"), "valueOf", MethodTypeDesc.of(ClassDesc.of("java.lang.Integer"), ConstantDescs.CD_int))
                .pop().aconst_null().areturn());
        add("defaultAbove", b -> b.withInterfaceSymbols(ClassDesc.of("java.lang.CharSequence")).withFlags(AccessFlag.PUBLIC, AccessFlag.ABSTRACT, AccessFlag.SUPER),
            c -> c.aconst_null().areturn());
        add("hostStream", c -> c.loadConstant("a").invokevirtual(STRING, "lines", MethodTypeDesc.of(OBJECT)).areturn());
    }
}

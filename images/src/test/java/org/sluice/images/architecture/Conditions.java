package org.sluice.images.architecture;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.MonitorInstruction;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What rules look for that the rule library has no word for. */
final class Conditions {
    private Conditions() {
    }

    /** Calls one of some methods, or refers to it. @param methods as {@code "java.lang.Thread.sleep"} */
    static ArchCondition<JavaClass> use(String... methods) {
        List<String> list = List.of(methods);
        return new ArchCondition<>("use one of " + list) {
            @Override
            public void check(JavaClass c, ConditionEvents events) {
                for (JavaAccess<?> access : c.getAccessesFromSelf()) {
                    String name = access.getTargetOwner().getName() + "." + access.getTarget().getName();
                    boolean inherited = list.contains("java.lang.Object." + access.getTarget().getName());
                    if (list.contains(name) || inherited) {
                        events.add(SimpleConditionEvent.satisfied(c, access.getDescription()));
                    }
                }
            }
        };
    }

    /** Takes a host monitor, by a synchronized method or block. */
    static ArchCondition<JavaClass> lockMonitors() {
        return new ArchCondition<>("take a host monitor") {
            @Override
            public void check(JavaClass c, ConditionEvents events) {
                for (JavaMethod method : c.getMethods()) {
                    if (method.getModifiers().contains(JavaModifier.SYNCHRONIZED)) {
                        events.add(SimpleConditionEvent.satisfied(c, method.getFullName() + " is synchronized"));
                    }
                }
                for (MethodModel method : ClassFile.of().parse(bytes(c)).methods()) {
                    boolean locks = method.code().stream().flatMap(code -> code.elementStream())
                        .anyMatch(MonitorInstruction.class::isInstance);
                    if (locks) {
                        events.add(SimpleConditionEvent.satisfied(c,
                            c.getName() + "." + method.methodName().stringValue() + " has a synchronized block"));
                    }
                }
            }
        };
    }

    /** Copies bytes in bulk or in a loop, other than in one of some methods. @param exceptions as {@code "Type.method"} */
    static ArchCondition<JavaClass> copyBytes(Set<String> exceptions) {
        return new ArchCondition<>("copy bytes uncounted") {
            private Map<String, List<Copies.Finding>> findings = Map.of();

            @Override
            public void init(Collection<JavaClass> all) {
                findings = Copies.in(all).stream().filter(f -> !exceptions.contains(f.place()))
                    .collect(Collectors.groupingBy(Copies.Finding::type));
            }

            @Override
            public void check(JavaClass c, ConditionEvents events) {
                for (Copies.Finding found : findings.getOrDefault(c.getName(), List.of())) {
                    events.add(SimpleConditionEvent.satisfied(c, found.place() + " " + found.what()));
                }
            }
        };
    }

    /** The class file. */
    static byte[] bytes(JavaClass c) {
        try (InputStream in = c.getSource().orElseThrow().getUri().toURL().openStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Public and protected methods take and give primitives, some types, and arrays of primitives and strings. */
    static ArchCondition<JavaClass> havePublicSignaturesOf(String ownPackage, String... types) {
        List<String> list = List.of(types);
        return new ArchCondition<>("have public signatures of primitives and " + list) {
            @Override
            public void check(JavaClass c, ConditionEvents events) {
                for (JavaMethod method : c.getMethods()) {
                    if (c.isAnnotation() || method.getModifiers().contains(JavaModifier.PRIVATE)
                        || method.getModifiers().contains(JavaModifier.SYNTHETIC)) {
                        continue;
                    }
                    check(c, method, method.getRawReturnType(), events);
                    for (JavaParameter parameter : method.getParameters()) {
                        check(c, method, parameter.getRawType(), events);
                    }
                }
            }

            private void check(JavaClass c, JavaMethod method, JavaClass type, ConditionEvents events) {
                JavaClass element = type.isArray() ? type.getComponentType() : type;
                boolean good = element.isPrimitive() || element.getName().equals("java.lang.String")
                    || element.getName().equals("java.lang.foreign.MemorySegment")
                    || !type.isArray() && (list.contains(type.getName()) || type.getPackageName().equals(ownPackage));
                if (!good) {
                    events.add(SimpleConditionEvent.violated(c, method.getFullName() + " mentions " + type.getName()));
                }
            }
        };
    }
}

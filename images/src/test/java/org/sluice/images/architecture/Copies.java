package org.sluice.images.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds where code copies bytes: calls that copy many, and loops that load one and store it. */
final class Copies {
    private static final String SEGMENT = "java/lang/foreign/MemorySegment";
    private static final String MEMORY = "org/sluice/vm/memory/PhysicalMemory";
    private static final Set<String> WORDS = Set.of("B", "S", "C", "I", "J");

    /**
     * A copy.
     *
     * @param type   name of the class
     * @param method name of the method; that of the enclosing one for a lambda
     * @param what   how it copies
     */
    record Finding(String type, String method, String what) {
        /** Class and method. */
        String place() {
            return type + "." + method;
        }
    }

    private final Map<String, MethodModel> methods = new LinkedHashMap<>();
    private final Set<String> loading = new HashSet<>();
    private final Set<String> moving = new HashSet<>();
    private final Set<String> storing = new HashSet<>();
    private final List<Finding> findings = new ArrayList<>();

    private Copies() {
    }

    /** All copies in some classes. Methods of theirs that call each other are seen through. */
    static List<Finding> in(Iterable<JavaClass> classes) {
        Copies copies = new Copies();
        List<ClassModel> models = new ArrayList<>();
        for (JavaClass c : classes) {
            ClassModel model = ClassFile.of().parse(Conditions.bytes(c));
            models.add(model);
            for (MethodModel method : model.methods()) {
                if (method.code().isPresent()) {
                    copies.methods.put(key(model.thisClass().name().stringValue(), method.methodName().stringValue(),
                        method.methodTypeSymbol()), method);
                }
            }
        }
        copies.summarise();
        for (ClassModel model : models) {
            copies.look(model);
        }
        return copies.findings;
    }

    private static String key(String owner, String name, MethodTypeDesc type) {
        return owner + "." + name + type.descriptorString();
    }

    // ------------------------------------------------------------------ what calls do

    private final ByteFlow.Calls calls = new ByteFlow.Calls() {
        @Override
        public boolean loads(String owner, String name, MethodTypeDesc type) {
            if (!WORDS.contains(type.returnType().descriptorString())) {
                return false;
            }
            return loading.contains(key(owner, name, type)) || switch (owner) {
                case SEGMENT, "java/nio/ByteBuffer", "jdk/internal/misc/Unsafe", "sun/misc/Unsafe", MEMORY -> name.startsWith("get");
                case "java/lang/invoke/VarHandle" -> name.startsWith("get") && isOfBytes(type);
                case "org/sluice/kernel/driver/DriverContext" -> name.equals("read");
                case "java/io/InputStream", "java/io/ByteArrayInputStream" -> name.equals("read") && type.parameterCount() == 0;
                default -> false;
            };
        }

        @Override
        public boolean stores(String owner, String name, MethodTypeDesc type, int argument) {
            boolean last = argument == type.parameterCount() - 1;
            return storing.contains(key(owner, name, type) + argument) || last && switch (owner) {
                case SEGMENT, "java/lang/invoke/VarHandle" -> name.startsWith("set") && isOfBytes(type) || owner.equals(SEGMENT)
                    && name.startsWith("set");
                case "java/nio/ByteBuffer", "jdk/internal/misc/Unsafe", "sun/misc/Unsafe", MEMORY -> name.startsWith("put");
                case "java/io/OutputStream", "java/io/ByteArrayOutputStream" -> name.equals("write") && type.parameterCount() == 1;
                default -> false;
            };
        }

        @Override
        public boolean moves(String owner, String name, MethodTypeDesc type) {
            return moving.contains(key(owner, name, type));
        }
    };

    private static boolean isOfBytes(MethodTypeDesc type) {
        return type.parameterList().stream().map(ClassDesc::descriptorString).anyMatch(d -> d.equals("[B")
            || d.equals("L" + SEGMENT + ";") || d.equals("Ljava/nio/ByteBuffer;"));
    }

    /** Finds the methods that load, store or move on behalf of their callers, until no more come. */
    private void summarise() {
        int before;
        do {
            before = loading.size() + storing.size() + moving.size();
            for (Map.Entry<String, MethodModel> entry : methods.entrySet()) {
                MethodModel method = entry.getValue();
                ByteFlow flow = ByteFlow.of(method, calls, ByteFlow.PARAMETER);
                if (flow.returnsLoaded()) {
                    loading.add(entry.getKey());
                }
                // where it moves in a loop it is a finding itself
                if (flow.moves() && !flow.movesInLoop()) {
                    moving.add(entry.getKey());
                }
                int slot = method.flags().has(AccessFlag.STATIC) ? 0 : 1;
                List<ClassDesc> parameters = method.methodTypeSymbol().parameterList();
                for (int i = 0; i < parameters.size(); i++) {
                    if (WORDS.contains(parameters.get(i).descriptorString()) && ByteFlow.of(method, calls, slot).storesParameter()) {
                        storing.add(entry.getKey() + i);
                    }
                    slot += TypeKind.from(parameters.get(i)).slotSize();
                }
            }
        } while (loading.size() + storing.size() + moving.size() > before);
    }

    // ------------------------------------------------------------------ findings

    private void look(ClassModel model) {
        String type = model.thisClass().asSymbol().packageName() + "." + model.thisClass().asSymbol().displayName();
        for (MethodModel method : model.methods()) {
            if (method.code().isEmpty()) {
                continue;
            }
            String name = enclosing(method.methodName().stringValue());
            if (ByteFlow.of(method, calls, ByteFlow.PARAMETER).movesInLoop()) {
                findings.add(new Finding(type, name, "loads bytes and stores them in a loop"));
            }
            method.code().get().forEach(element -> {
                if (element instanceof InvokeInstruction i
                    && isBulkCopy(i.owner().name().stringValue(), i.name().stringValue(), i.typeSymbol())) {
                    findings.add(new Finding(type, name, "calls " + i.owner().name().stringValue() + "." + i.name().stringValue()));
                } else if (element instanceof InvokeDynamicInstruction i) {
                    i.bootstrapArgs().stream().filter(DirectMethodHandleDesc.class::isInstance).map(DirectMethodHandleDesc.class::cast)
                        .filter(h -> h.lookupDescriptor().startsWith("(") && isBulkCopy(internal(h.owner()), h.methodName(),
                            MethodTypeDesc.ofDescriptor(h.lookupDescriptor())))
                        .forEach(h -> findings.add(new Finding(type, name, "refers to " + internal(h.owner()) + "." + h.methodName())));
                }
            });
        }
    }

    private static String internal(ClassDesc type) {
        String descriptor = type.descriptorString();
        return type.isArray() ? descriptor : descriptor.substring(1, descriptor.length() - 1);
    }

    private static String enclosing(String method) {
        return method.startsWith("lambda$") ? method.substring(7, method.lastIndexOf('$')) : method;
    }

    /** Whether a method of the host's library copies bytes in bulk. Filling, comparing and hashing copy nothing. */
    private static boolean isBulkCopy(String owner, String name, MethodTypeDesc type) {
        List<String> parameters = type.parameterList().stream().map(ClassDesc::descriptorString).toList();
        boolean bytes = parameters.contains("[B");
        return switch (owner) {
            // of which arrays cannot be seen from the call: those of other elements are named exceptions too
            case "java/lang/System" -> name.equals("arraycopy");
            case "java/util/Arrays" -> name.startsWith("copyOf") && bytes;
            case "[B" -> name.equals("clone");
            case SEGMENT -> name.equals("copy") || name.equals("copyFrom")
                || name.equals("toArray") && type.returnType().descriptorString().equals("[B");
            case "java/lang/foreign/SegmentAllocator", "java/lang/foreign/Arena" -> name.equals("allocateFrom") && parameters.stream()
                .anyMatch(p -> p.equals("[B") || p.equals("L" + SEGMENT + ";"));
            case "java/nio/ByteBuffer", "java/nio/MappedByteBuffer" -> bytes && (name.equals("get") || name.equals("put"))
                || name.equals("put") && parameters.contains("Ljava/nio/ByteBuffer;");
            case "jdk/internal/misc/Unsafe", "sun/misc/Unsafe" -> name.startsWith("copyMemory") || name.startsWith("copySwapMemory");
            case "java/io/ByteArrayOutputStream" -> bytes && name.startsWith("write") || name.equals("toByteArray")
                || name.equals("writeTo");
            case "java/io/ByteArrayInputStream" -> name.startsWith("read") && !name.equals("read") || bytes && name.equals("read")
                || name.equals("transferTo");
            default -> owner.endsWith("InputStream") && (name.equals("readAllBytes") || name.equals("readNBytes")
                || name.equals("transferTo") || bytes && name.equals("read"));
        };
    }
}

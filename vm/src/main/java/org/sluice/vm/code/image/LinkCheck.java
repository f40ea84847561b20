package org.sluice.vm.code.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.sluice.vm.code.ClassArchive;
import org.sluice.vm.code.DecisionTable;

/**
 * Checks that every reference of the archive's classes to a class or member resolves in the archive, in a core class or in a
 * host class that run-time support may use, and that none but run-time support hands an address to a method of the host.
 *
 * <p>References that may stay unresolved are listed in a file, one row {@code owner[.member] from REASON} each, where a star
 * at the end of {@code owner} or {@code from} matches any rest. A row nothing needs is reported too, so that the list shrinks.
 */
final class LinkCheck {
    private record Members(String superName, List<String> interfaces, Set<String> members) {
    }

    private record Allowed(String target, String from, String line) {
        boolean matches(String reference, String cls) {
            return matches(target, reference, true) && matches(from, cls, false);
        }

        private static boolean matches(String pattern, String name, boolean member) {
            if (pattern.endsWith("*")) {
                return name.startsWith(pattern.substring(0, pattern.length() - 1));
            }
            return name.equals(pattern) || member && name.startsWith(pattern + ".");
        }
    }

    private static final Set<String> POLYMORPHIC = Set.of("java/lang/invoke/MethodHandle", "java/lang/invoke/VarHandle");

    private static final String UNSAFE = "jdk/internal/misc/Unsafe";
    private static final String SCOPED_ACCESS = "jdk/internal/misc/ScopedMemoryAccess";
    /** Methods of Unsafe that take an address where there is no object. */
    private static final Set<String> RANGES = Set.of("copyMemory", "copySwapMemory", "setMemory");

    private final ClassArchive archive;
    private final JdkModules jdk;
    private final DecisionTable decisions;
    private final Map<String, Members> known = new ConcurrentHashMap<>();
    private final List<Allowed> allowed = new ArrayList<>();
    private final Set<Allowed> used = new HashSet<>();
    private final Map<String, Set<String>> unresolved = new TreeMap<>();
    private int references;

    LinkCheck(ClassArchive archive, JdkModules jdk, Path allowList) throws IOException {
        this.archive = archive;
        this.jdk = jdk;
        this.decisions = archive.index().decisions();
        if (allowList != null) {
            for (String line : Files.readAllLines(allowList)) {
                String row = line.strip();
                if (!row.isEmpty() && !row.startsWith("#")) {
                    String[] words = row.split("\\s+", 3);
                    if (words.length < 3) {
                        throw new IllegalArgumentException("allow-list row without a reason: " + row);
                    }
                    allowed.add(new Allowed(words[0], words[1], row));
                }
            }
        }
        for (String name : archive.names()) {
            if (name.endsWith(".class")) {
                check(new ClassReader(archive.find(name)));
            }
        }
    }

    int references() {
        return references;
    }

    /** One line for each reference that does not resolve, and for each row of the allow list that is not needed. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        unresolved.forEach((reference, from) -> problems.add("unresolved " + reference + " from " + from.iterator().next()
            + (from.size() > 1 ? " and " + (from.size() - 1) + " more" : "")));
        for (Allowed row : allowed) {
            if (!used.contains(row)) {
                problems.add("allow-list row is not needed: " + row.line);
            }
        }
        return problems;
    }

    private void check(ClassReader reader) {
        String from = reader.getClassName();
        classReference(reader.getSuperName(), from);
        for (String i : reader.getInterfaces()) {
            classReference(i, from);
        }
        reader.accept(new ClassVisitor(Opcodes.ASM9) {
            @Override
            public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
                return new Body(from);
            }
        }, ClassReader.SKIP_FRAMES | ClassReader.SKIP_DEBUG);
    }

    private final class Body extends MethodVisitor {
        private final String from;

        Body(String from) {
            super(Opcodes.ASM9);
            this.from = from;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            memberReference(owner, name, descriptor, from);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            memberReference(owner, name, " " + descriptor, from);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            classReference(type, from);
        }

        @Override
        public void visitLdcInsn(Object value) {
            constant(value);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            constant(bootstrap);
            for (Object a : arguments) {
                constant(a);
            }
        }

        private void constant(Object value) {
            if (value instanceof Handle h) {
                boolean field = h.getTag() <= Opcodes.H_PUTSTATIC;
                memberReference(h.getOwner(), h.getName(), field ? " " + h.getDesc() : h.getDesc(), from);
            } else if (value instanceof Type t && t.getSort() == Type.OBJECT) {
                classReference(t.getInternalName(), from);
            }
        }
    }

    private void classReference(String name, String from) {
        if (name == null || name.startsWith("[")) {
            return;
        }
        references++;
        if (members(name, from) == null) {
            report(name, from);
        }
    }

    private void memberReference(String owner, String name, String descriptor, String from) {
        if (owner.startsWith("[")) {
            return;
        }
        references++;
        if (takesAddress(owner, name, descriptor) && !isRuntime(from)) {
            report("address " + owner + "." + name + descriptor, from);
            return;
        }
        if (owner.startsWith("org/sluice/abi/") || owner.startsWith("org/sluice/vm/code/gate/")) {
            return; // not in the archive; javac has checked it
        }
        if (members(owner, from) == null) {
            report(owner, from);
        } else if (!POLYMORPHIC.contains(owner) && !declares(owner, name + descriptor)) {
            report(owner + "." + name + descriptor, from);
        }
    }

    /**
     * Whether a method of the host takes memory by its address, which for buffers is a virtual one: the library's own code must not
     * call it but through a bridge.
     */
    private static boolean takesAddress(String owner, String name, String descriptor) {
        return owner.equals(UNSAFE) && (descriptor.startsWith("(J") || RANGES.contains(name))
            || owner.equals(SCOPED_ACCESS) && !name.equals("getScopedMemoryAccess");
    }

    /** Whether a class is written to tell addresses apart. */
    private static boolean isRuntime(String name) {
        return name.startsWith("guest/rt/") || name.startsWith("guest/bridge/");
    }

    private void report(String reference, String from) {
        for (Allowed row : allowed) {
            if (row.matches(reference, from)) {
                used.add(row);
                return;
            }
        }
        unresolved.computeIfAbsent(reference, k -> new TreeSet<>()).add(from);
    }

    private boolean declares(String owner, String member) {
        Members m = known.get(owner);
        if (m == null) {
            m = load(owner);
        }
        if (m == null) {
            return true; // reported where it is mentioned as a superclass
        }
        if (m.members.contains(member) || m.superName != null && declares(m.superName, member)) {
            return true;
        }
        return m.interfaces.stream().anyMatch(i -> declares(i, member));
    }

    /** The members of a class as a class of the library sees it; {@code null} when it may not or cannot. */
    private Members members(String name, String from) {
        boolean ours = name.startsWith("guest/") || !archive.index().isJdk(name);
        if (!ours && !decisions.isCore(name) && !decisions.isHost(name)) {
            return null;
        }
        if (name.startsWith("org/sluice/abi/") || name.startsWith("org/sluice/vm/code/gate/")) {
            return new Members(null, List.of(), Set.of());
        }
        Members m = known.get(name);
        return m != null ? m : load(name);
    }

    private Members load(String name) {
        byte[] bytes = archive.find(name + ".class");
        if (bytes == null && archive.index().isJdk(name)) {
            bytes = jdk.bytes(name + ".class");
        }
        if (bytes == null) {
            return null;
        }
        Set<String> members = new HashSet<>();
        ClassReader reader = new ClassReader(bytes);
        reader.accept(new ClassVisitor(Opcodes.ASM9) {
            @Override
            public MethodVisitor visitMethod(int access, String method, String descriptor, String signature, String[] exceptions) {
                members.add(method + descriptor);
                return null;
            }

            @Override
            public FieldVisitor visitField(int access, String field, String descriptor, String signature, Object value) {
                members.add(field + " " + descriptor);
                return null;
            }
        }, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
        Members m = new Members(reader.getSuperName(), List.of(reader.getInterfaces()), members);
        known.put(name, m);
        return m;
    }
}

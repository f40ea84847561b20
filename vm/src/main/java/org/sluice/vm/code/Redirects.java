package org.sluice.vm.code;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Which member of the JDK is replaced by which static method, read off the names of compiled classes.
 *
 * <p>The class {@code guest/bridge/B_java_lang_String} redirects calls of members of the core class {@code java.lang.String};
 * {@code guest/java/io/N_FileInputStream}, beside the relinked class and not public, replaces bodies of its methods, native or
 * not. Static methods of such a class stand for the member of the same name; one that is not static in the JDK takes the
 * object first. In {@code B_} classes some names say more:
 * <ul>
 * <li>{@code init_(...)T}: before a constructor with these parameters; the constructor with the one parameter T is called
 *     with the result;
 * <li>{@code get_F()}: reading the static field F;
 * <li>{@code super_m}: the call {@code super.m(...)};
 * <li>{@code m$guest}: the call when a guest makes it, whereas the library keeps {@code m};
 * <li>{@code m$caller}: the call, with the calling class as one more argument; method references, which cannot pass it, use
 *     {@code m}.
 * </ul>
 */
public final class Redirects {
    /**
     * A method that stands in for a member.
     *
     * @param passCaller whether the calling class is passed as last argument
     */
    public record Target(String owner, String name, String descriptor, boolean passCaller) {
    }

    private static final String CALLER = "$caller";
    private static final String GUEST = "$guest";

    private final Map<String, Target> calls = new TreeMap<>();
    private final Map<String, Target> bodies = new TreeMap<>();

    /** Adds what a compiled class that follows the conventions declares; other classes are ignored. */
    public void scan(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        String name = reader.getClassName();
        boolean bridge = bridged(name) != null;
        boolean body = isNativeClass(name);
        if (!bridge && !body || isNested(reader)) {
            return;
        }
        String subject = bridge ? bridged(name) : name.substring(GuestNames.PREFIX.length()).replace("/N_", "/");
        reader.accept(new ClassVisitor(Opcodes.ASM9) {
            @Override
            public MethodVisitor visitMethod(int access, String method, String descriptor, String signature, String[] exceptions) {
                boolean shown = !bridge || (access & Opcodes.ACC_PUBLIC) != 0;
                if (shown && (access & Opcodes.ACC_STATIC) != 0 && (access & (Opcodes.ACC_SYNTHETIC | Opcodes.ACC_PRIVATE)) == 0
                    && !method.startsWith("<")) {
                    add(bridge ? calls : bodies, subject, new Target(name, method, descriptor, method.endsWith(CALLER)));
                }
                return null;
            }
        }, ClassReader.SKIP_CODE);
    }

    /** The core class whose members a bridge redirects, or {@code null} if the class is no bridge. */
    static String bridged(String name) {
        return name.startsWith(GuestNames.BRIDGES + "B_") ? name.substring(GuestNames.BRIDGES.length() + 2).replace('_', '/') : null;
    }

    /** Whether a class holds replacements of bodies of the class beside it. */
    static boolean isNativeClass(String name) {
        return name.startsWith(GuestNames.PREFIX) && name.startsWith("N_", name.lastIndexOf('/') + 1);
    }

    /** A bridge of a nested class is a top-level class whose name has a dollar; a class nested in a bridge is none. */
    private static boolean isNested(ClassReader reader) {
        boolean[] nested = {false};
        reader.accept(new ClassVisitor(Opcodes.ASM9) {
            @Override
            public void visitInnerClass(String name, String outer, String inner, int access) {
                nested[0] |= name.equals(reader.getClassName());
            }
        }, ClassReader.SKIP_CODE);
        return nested[0];
    }

    private static void add(Map<String, Target> table, String subject, Target target) {
        String descriptor = original(target.descriptor);
        String name = target.name;
        if (target.passCaller) {
            int last = descriptor.lastIndexOf("Ljava/lang/Class;", descriptor.indexOf(')'));
            descriptor = descriptor.substring(0, last) + descriptor.substring(descriptor.indexOf(')'));
        }
        table.put(key(subject, name, descriptor), target);
    }

    private static String key(String owner, String name, String descriptor) {
        return owner + '.' + name + descriptor;
    }

    /** A descriptor with the names guests know. */
    static String original(String descriptor) {
        return descriptor.replace("L" + GuestNames.PREFIX, "L");
    }

    /** The descriptor of a member with its receiver as first parameter unless it is static. */
    static String staticForm(String owner, String descriptor, boolean isStatic) {
        return isStatic ? descriptor : "(L" + owner + ";" + descriptor.substring(1);
    }

    /**
     * The bridge of a call.
     *
     * @param declaring  class that declares the method
     * @param descriptor its descriptor in the names of the JDK
     * @param guest      whether a guest calls
     * @param mayPass    whether the caller can be passed
     * @return the bridge or {@code null}
     */
    Target call(String declaring, String name, String descriptor, boolean isStatic, boolean guest, boolean mayPass) {
        String form = staticForm(declaring, descriptor, isStatic);
        Target found = null;
        if (guest) {
            found = mayPass ? calls.get(key(declaring, name + GUEST + CALLER, form)) : null;
            if (found == null) {
                found = calls.get(key(declaring, name + GUEST, form));
            }
        }
        if (found == null && mayPass) {
            found = calls.get(key(declaring, name + CALLER, form));
        }
        return found != null ? found : calls.get(key(declaring, name, form));
    }

    /** The bridge of {@code super.name(...)}, or {@code null}. */
    Target superCall(String declaring, String name, String descriptor) {
        return calls.get(key(declaring, "super_" + name, staticForm(declaring, descriptor, false)));
    }

    /** The method that prepares the argument of a constructor, or {@code null}. */
    Target constructor(String owner, String descriptor) {
        String parameters = descriptor.substring(0, descriptor.length() - 1);
        for (String result : new String[] {"Ljava/lang/String;", "I"}) {
            Target found = calls.get(key(owner, "init_", parameters + result));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The method that reads a static field, or {@code null}. */
    Target field(String owner, String name, String descriptor) {
        return calls.get(key(owner, "get_" + name, "()" + descriptor));
    }

    /** The method whose call is the body of a relinked class' method, or {@code null}. */
    Target body(String owner, String name, String descriptor, boolean isStatic) {
        return bodies.get(key(owner, name, staticForm(owner, descriptor, isStatic)));
    }

    /** Every replaced body; keys are {@code owner.name(descriptor with receiver)}. */
    public Map<String, Target> bodies() {
        return bodies;
    }

    /** Every redirected call; keys are {@code owner.name(descriptor with receiver)}. */
    public Map<String, Target> calls() {
        return calls;
    }

    void write(DataOutput out) throws IOException {
        for (Map<String, Target> table : List.of(calls, bodies)) {
            out.writeInt(table.size());
            for (Map.Entry<String, Target> row : table.entrySet()) {
                out.writeUTF(row.getKey());
                out.writeUTF(row.getValue().owner);
                out.writeUTF(row.getValue().name);
                out.writeUTF(row.getValue().descriptor);
                out.writeBoolean(row.getValue().passCaller);
            }
        }
    }

    static Redirects read(DataInput in) throws IOException {
        Redirects read = new Redirects();
        for (Map<String, Target> table : List.of(read.calls, read.bodies)) {
            int rows = in.readInt();
            for (int i = 0; i < rows; i++) {
                table.put(in.readUTF(), new Target(in.readUTF(), in.readUTF(), in.readUTF(), in.readBoolean()));
            }
        }
        return read;
    }

}

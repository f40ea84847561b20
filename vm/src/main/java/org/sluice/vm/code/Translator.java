package org.sluice.vm.code;

import java.util.Arrays;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.tree.ClassNode;
import org.sluice.vm.code.instrument.ClassCodec;
import org.sluice.vm.code.instrument.Instrumenter;
import org.sluice.vm.code.instrument.Options;

/**
 * Turns class files into code that guests may run: redirects, renames, then instruments. A pure function of the bytes and
 * the index; it loads no class and computes no stack-map frames, so what was invalid stays invalid for the host's verifier.
 */
public final class Translator {
    private static final Options OPTIONS = Options.guest();
    private static final Options BRIEF = OPTIONS.withoutEntryPolls();

    private final LibraryIndex index;

    public Translator(LibraryIndex index) {
        this.index = index;
    }

    /**
     * Translates a class of a program.
     *
     * @throws LinkageError      when it is no class file this runtime takes
     * @throws SecurityException when it claims a package of the library
     */
    public byte[] guest(byte[] classFile) {
        Preflight.check(classFile, index);
        return translate(classFile, Mode.GUEST);
    }

    /** Translates a class of the SDK. */
    public byte[] sdk(byte[] classFile) {
        Preflight.check(classFile, index);
        return translate(classFile, Mode.SDK);
    }

    /** Translates a class written to stand beside those of the JDK. */
    public byte[] written(byte[] classFile) {
        return translate(classFile, Mode.WRITTEN);
    }

    /** Translates a class of the JDK. */
    public byte[] library(byte[] classFile) {
        return translate(classFile, Mode.LIBRARY);
    }

    /** Instruments a class of {@code guest/bridge}, whose calls of core members must stay what they are. */
    public byte[] bridge(byte[] classFile) {
        String subject = Redirects.bridged(new ClassReader(classFile).getClassName());
        boolean brief = subject != null && index.decisions().isBrief(subject);
        return ClassCodec.instrument(classFile, brief ? BRIEF : OPTIONS);
    }

    /** Renames only: what substitutes are compiled against. */
    public byte[] stub(byte[] classFile) {
        ClassWriter writer = new ClassWriter(0);
        ClassReader reader = new ClassReader(classFile);
        boolean exposed = index.decisions().isExposed(reader.getClassName());
        reader.accept(new ClassRemapper(writer, new Renamer(index, Mode.LIBRARY)) {
            /** Appendable throws the host's IOException, which for a compiler is not the one of a renamed Writer. */
            @Override
            public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
                String[] kept = Arrays.stream(interfaces).filter(i -> !i.equals("java/lang/Appendable")).toArray(String[]::new);
                super.visit(version, access, name, kept.length < interfaces.length ? null : signature, superName, kept);
            }

            @Override
            public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
                int given = exposed ? access & ~Opcodes.ACC_PRIVATE : access;
                return super.visitField(given, name, descriptor, signature, value);
            }
        }, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return writer.toByteArray();
    }

    private byte[] translate(byte[] classFile, Mode mode) {
        ClassNode node = new ClassNode();
        ClassVisitor renamer = new ClassRemapper(node, new Renamer(index, mode));
        Redirector redirector = new Redirector(renamer, index, mode);
        ClassCodec.accept(classFile, redirector, ClassReader.EXPAND_FRAMES);
        boolean brief = mode != Mode.GUEST && index.decisions().isBrief(subject(node.name));
        return finish(node, brief ? BRIEF : OPTIONS);
    }

    /** The name guests know a class by, or that of the class whose bodies it replaces. */
    private static String subject(String name) {
        String known = name.startsWith(GuestNames.PREFIX) ? name.substring(GuestNames.PREFIX.length()) : name;
        return Redirects.isNativeClass(name) ? known.replace("/N_", "/") : known;
    }

    private static byte[] finish(ClassNode node, Options options) {
        return ClassCodec.guarded(node.name, () -> {
            Instrumenter.instrument(node, options);
            return ClassCodec.write(node);
        });
    }
}

package org.sluice.vm.code.instrument;

import org.objectweb.asm.Opcodes;

/**
 * The gate every class file of a guest passes before ASM sees it: versions this machine knows, a structure that is complete
 * in itself, and no table whose expansion takes unbounded memory. What it cannot know, whether names are legal and code is
 * type-safe, is left to the host, which sees the translated class.
 */
public final class ClassLimits {
    /** Largest class file accepted, in bytes. */
    public static final int MAX_CLASS_FILE = 8 << 20;

    private static final int MAGIC = 0xcafebabe;
    private static final int FIRST_MAJOR = 45;
    private static final int LAST_MAJOR = Opcodes.V25;
    private static final int FIRST_MAJOR_WITH_PREVIEW = 56;
    private static final int PREVIEW_MINOR = 65535;
    private static final long MAX_FRAME_ENTRIES = 16_000_000;

    private final byte[] file;
    private final ClassBytes in;
    private ConstantPool pool;
    private int major;
    private long frameEntries;

    private ClassLimits(byte[] file) {
        this.file = file;
        this.in = new ClassBytes(file);
    }

    /**
     * Checks a class file.
     *
     * @throws ClassFormatError if it is too large, truncated, or refers to what is not there
     * @throws UnsupportedClassVersionError if its version is not between 45 and 69, or asks for preview features
     */
    public static void check(byte[] classFile) {
        if (classFile.length > MAX_CLASS_FILE) {
            throw new ClassFormatError("Class file has " + classFile.length + " bytes; at most " + MAX_CLASS_FILE
                    + " are accepted");
        }
        new ClassLimits(classFile).check();
    }

    private void check() {
        int magic = in.s4();
        if (magic != MAGIC) {
            throw new ClassFormatError("Incompatible magic value " + (magic & 0xffffffffL) + " in class file");
        }
        int minor = in.u2();
        major = in.u2();
        if (major < FIRST_MAJOR || major > LAST_MAJOR || major >= FIRST_MAJOR_WITH_PREVIEW && minor != 0) {
            throw unsupported(minor);
        }
        pool = new ConstantPool(file, in);
        in.u2();
        pool.require(in.u2(), ConstantPool.CLASS);
        int superClass = in.u2();
        if (superClass != 0) {
            pool.require(superClass, ConstantPool.CLASS);
        }
        int interfaces = in.u2();
        for (int i = 0; i < interfaces; i++) {
            pool.require(in.u2(), ConstantPool.CLASS);
        }
        members(false);
        members(true);
        attributes(null);
        if (in.remaining() != 0) {
            throw new ClassFormatError("Extra bytes at the end of class file: " + in.remaining());
        }
    }

    private void members(boolean methods) {
        int count = in.u2();
        for (int i = 0; i < count; i++) {
            in.u2();
            String name = pool.text(in.u2());
            String descriptor = pool.text(in.u2());
            if (methods != descriptor.startsWith("(")) {
                throw new ClassFormatError((methods ? "Method " : "Field ") + name + " has descriptor \"" + descriptor + "\"");
            }
            attributes(methods ? name + descriptor : null);
        }
    }

    private void attributes(String method) {
        int count = in.u2();
        boolean code = false;
        for (int i = 0; i < count; i++) {
            String name = pool.text(in.u2());
            ClassBytes content = in.slice(in.s4() & 0xffffffffL);
            if (method != null && name.equals("Code")) {
                if (code) {
                    throw new ClassFormatError("Method " + method + " has more than one Code attribute");
                }
                code = true;
                frameEntries += new CodeLimits(pool, method).check(content);
                if (frameEntries > MAX_FRAME_ENTRIES) {
                    throw new ClassFormatError("Class file has stack map frames with too many locals in all");
                }
            }
        }
    }

    private UnsupportedClassVersionError unsupported(int minor) {
        String version = "(class file version " + major + "." + minor + ")";
        String name = name();
        if (major > LAST_MAJOR) {
            return new UnsupportedClassVersionError(name + " has been compiled by a more recent version of the Java Runtime "
                    + version + ", this version of the Java Runtime only recognizes class file versions up to " + LAST_MAJOR
                    + ".0");
        }
        if (major < FIRST_MAJOR) {
            return new UnsupportedClassVersionError(name + " " + version + " was compiled with an invalid major version");
        }
        if (minor != PREVIEW_MINOR) {
            return new UnsupportedClassVersionError(name + " " + version + " was compiled with an invalid non-zero minor version");
        }
        return new UnsupportedClassVersionError(name + " " + version + " was compiled with preview features, which are not "
                + "enabled");
    }

    /** The class's name for a message, as far as the file tells. */
    private String name() {
        try {
            ConstantPool constants = new ConstantPool(file, in);
            in.u2();
            return constants.className(in.u2()).replace('/', '.');
        } catch (ClassFormatError damaged) {
            return "This class";
        }
    }
}

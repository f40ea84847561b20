package org.sluice.vm.code;

import org.objectweb.asm.ClassReader;

/** Checks of a guest's class file before anything else looks at it. */
final class Preflight {
    /** Largest class file taken; the JVM's own limits (64 KiB per method, 65535 constants) keep useful classes far below. */
    static final int MAX_BYTES = 8 << 20;

    private static final int MAGIC = 0xCAFEBABE;
    private static final int OLDEST = 45;
    private static final int NEWEST = 69;

    private Preflight() {
    }

    /**
     * @return a reader of the class
     * @throws ClassFormatError saying what is wrong
     */
    static ClassReader check(byte[] bytes, LibraryIndex index) {
        if (bytes.length > MAX_BYTES) {
            throw new ClassFormatError("class file of " + bytes.length + " bytes, more than " + MAX_BYTES);
        }
        if (bytes.length < 24 || word(bytes, 0) != MAGIC) {
            throw new ClassFormatError("not a class file");
        }
        int major = (bytes[6] & 0xff) << 8 | bytes[7] & 0xff;
        if (major < OLDEST || major > NEWEST) {
            throw new UnsupportedClassVersionError("class file version " + major + ", this runtime takes " + OLDEST + " to "
                + NEWEST);
        }
        ClassReader reader;
        try {
            reader = new ClassReader(bytes);
            checkNames(reader, bytes);
        } catch (RuntimeException e) {
            throw new ClassFormatError("damaged class file: " + e);
        }
        String name = reader.getClassName();
        if (index.isJdk(name) || name.startsWith(GuestNames.PREFIX) || name.startsWith(GuestNames.DENIED)) {
            throw new SecurityException("Prohibited package name: " + GuestNames.packageOf(name).replace('/', '.'));
        }
        return reader;
    }

    /** Refuses the mark of redirected names anywhere in a constant that could serve as a name. */
    private static void checkNames(ClassReader reader, byte[] bytes) {
        char[] buffer = new char[reader.getMaxStringLength()];
        for (int i = 1; i < reader.getItemCount(); i++) {
            int offset = reader.getItem(i);
            if (offset > 0 && bytes[offset - 1] == 7) {
                String name = reader.readUTF8(offset, buffer);
                if (name.indexOf(Renamer.MARK) >= 0) {
                    throw new ClassFormatError("illegal character in the name of a class");
                }
            } else if (offset > 0 && (bytes[offset - 1] == 12 || bytes[offset - 1] == 16)) {
                String descriptor = reader.readUTF8(bytes[offset - 1] == 12 ? offset + 2 : offset, buffer);
                if (descriptor.indexOf(Renamer.MARK) >= 0) {
                    throw new ClassFormatError("illegal character in a descriptor");
                }
            }
        }
    }

    private static int word(byte[] b, int at) {
        return (b[at] & 0xff) << 24 | (b[at + 1] & 0xff) << 16 | (b[at + 2] & 0xff) << 8 | b[at + 3] & 0xff;
    }
}

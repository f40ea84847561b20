package org.sluice.vm.code;

import org.objectweb.asm.ClassReader;
import org.sluice.vm.code.instrument.ClassCodec;
import org.sluice.vm.code.instrument.ClassLimits;

/** Checks of a guest's class file before it is translated: its form, the names in it, its own name. */
final class Preflight {
    private Preflight() {
    }

    /**
     * @throws LinkageError      saying what is wrong
     * @throws SecurityException when the class claims a package of the library
     */
    static void check(byte[] bytes, LibraryIndex index) {
        ClassLimits.check(bytes);
        String name = ClassCodec.guarded(null, () -> {
            ClassReader reader = new ClassReader(bytes);
            checkNames(reader, bytes);
            return reader.getClassName();
        });
        if (index.isJdk(name) || name.startsWith(GuestNames.PREFIX) || name.startsWith(GuestNames.DENIED)) {
            throw new SecurityException("Prohibited package name: " + GuestNames.packageOf(name).replace('/', '.'));
        }
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
}

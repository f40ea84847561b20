package org.sluice.vm.code;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.Remapper;

/** Gives every class of the JDK the name it has on the host. Names that redirection put in are marked and stay as they are. */
final class Renamer extends Remapper {
    /** First character of a name put in by redirection; no class file may contain it in a name, see {@link Preflight}. */
    static final char MARK = '\u0001';

    private static final String LANG = "java/lang/";

    private final LibraryIndex index;
    private final Mode mode;

    Renamer(LibraryIndex index, Mode mode) {
        super(Opcodes.ASM9);
        this.index = index;
        this.mode = mode;
    }

    static String mark(String name) {
        return MARK + name;
    }

    @Override
    public String map(String internalName) {
        if (internalName.charAt(0) == MARK) {
            return internalName.substring(1);
        }
        if (mode == Mode.WRITTEN && !isImplicit(internalName)) {
            return internalName;
        }
        return index.map(internalName, mode.isGuest());
    }

    /** Whether the compiler puts a name in by itself: then it means the library's class, not the host's. */
    private static boolean isImplicit(String name) {
        return name.startsWith(LANG) && name.indexOf('/', LANG.length()) < 0 || name.equals("java/util/Objects");
    }
}

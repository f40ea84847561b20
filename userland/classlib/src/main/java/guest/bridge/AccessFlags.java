package guest.bridge;

import java.lang.reflect.AccessFlag;

/** Where access flags apply (JVMS tables 4.1-B, 4.5-A, 4.6-A, 4.7.6-A, 4.7.24, 4.7.25). */
final class AccessFlags {
    private static final int CLASS = 0x0001 | 0x0010 | 0x0020 | 0x0200 | 0x0400 | 0x1000 | 0x2000 | 0x4000 | 0x8000;
    private static final int FIELD = 0x0001 | 0x0002 | 0x0004 | 0x0008 | 0x0010 | 0x0040 | 0x0080 | 0x1000 | 0x4000;
    private static final int METHOD = 0x0001 | 0x0002 | 0x0004 | 0x0008 | 0x0010 | 0x0020 | 0x0040 | 0x0080 | 0x0100 | 0x0400
        | 0x0800 | 0x1000;
    private static final int INNER = 0x0001 | 0x0002 | 0x0004 | 0x0008 | 0x0010 | 0x0200 | 0x0400 | 0x1000 | 0x2000 | 0x4000;
    private static final int PARAMETER = 0x0010 | 0x1000 | 0x8000;
    private static final int MODULE = 0x0020 | 0x0040 | 0x1000 | 0x8000;

    private AccessFlags() {
    }

    static boolean isIn(AccessFlag flag, AccessFlag.Location location) {
        int all = switch (location.ordinal()) {
            case 0 -> CLASS;
            case 1 -> FIELD;
            case 2 -> METHOD;
            case 3 -> INNER;
            case 4 -> PARAMETER;
            default -> MODULE;
        };
        return (all & flag.mask()) != 0 && meaning(flag, location);
    }

    /** Bits with two names: which one holds in a place. */
    private static boolean meaning(AccessFlag flag, AccessFlag.Location location) {
        int place = location.ordinal();
        return switch (flag.name()) {
            case "SUPER" -> place == 0;
            case "SYNCHRONIZED" -> place == 2;
            case "VOLATILE", "TRANSIENT" -> place == 1;
            case "BRIDGE", "VARARGS" -> place == 2;
            case "MODULE" -> place == 0;
            case "MANDATED" -> place >= 4;
            case "OPEN", "TRANSITIVE", "STATIC_PHASE" -> place > 4;
            case "ENUM" -> place == 0 || place == 1 || place == 3;
            default -> true;
        };
    }
}

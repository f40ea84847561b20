package guest.bridge;

import guest.java.util.LinkedHashSet;
import guest.java.util.Set;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.ClassFileFormatVersion;

/** Bridges of AccessFlag: sets of the guest's kind. */
public final class B_java_lang_reflect_AccessFlag {
    private B_java_lang_reflect_AccessFlag() {
    }

    public static Set<AccessFlag> maskToAccessFlags(int mask, AccessFlag.Location location) {
        Set<AccessFlag> flags = new LinkedHashSet<>();
        int left = mask;
        for (AccessFlag f : AccessFlag.values()) {
            if ((left & f.mask()) != 0 && AccessFlags.isIn(f, location)) {
                flags.add(f);
                left &= ~f.mask();
            }
        }
        if (left != 0) {
            throw new IllegalArgumentException("Unmatched bit position 0x" + Integer.toHexString(left));
        }
        return flags;
    }

    public static Set<AccessFlag> maskToAccessFlags(int mask, AccessFlag.Location location, ClassFileFormatVersion version) {
        return maskToAccessFlags(mask, location);
    }
}

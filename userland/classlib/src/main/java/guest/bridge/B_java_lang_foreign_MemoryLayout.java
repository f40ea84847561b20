package guest.bridge;

import guest.java.util.Optional;
import java.lang.foreign.MemoryLayout;

/** Bridge of MemoryLayout: the guest's optional. */
public final class B_java_lang_foreign_MemoryLayout {
    private B_java_lang_foreign_MemoryLayout() {
    }

    public static Optional<String> name(MemoryLayout layout) {
        return Optional.ofNullable(layout.name().orElse(null));
    }
}

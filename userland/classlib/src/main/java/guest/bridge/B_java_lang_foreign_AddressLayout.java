package guest.bridge;

import guest.java.nio.ByteOrder;
import guest.java.util.Optional;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.MemoryLayout;

/** Bridges of AddressLayout: the guest's types. An address a program reads is of a segment without bytes. */
public final class B_java_lang_foreign_AddressLayout {
    private B_java_lang_foreign_AddressLayout() {
    }

    public static AddressLayout withOrder(AddressLayout layout, ByteOrder order) {
        return layout.withOrder(Orders.host(order));
    }

    public static Optional<MemoryLayout> targetLayout(AddressLayout layout) {
        return Optional.ofNullable(layout.targetLayout().orElse(null));
    }
}

package guest.bridge;

import guest.java.nio.ByteOrder;
import java.lang.foreign.ValueLayout;

/** Bridges of ValueLayout: the guest's byte order. */
public final class B_java_lang_foreign_ValueLayout {
    private B_java_lang_foreign_ValueLayout() {
    }

    public static ByteOrder order(ValueLayout layout) {
        return Orders.guest(layout.order());
    }

    public static ValueLayout withOrder(ValueLayout layout, ByteOrder order) {
        return layout.withOrder(Orders.host(order));
    }
}

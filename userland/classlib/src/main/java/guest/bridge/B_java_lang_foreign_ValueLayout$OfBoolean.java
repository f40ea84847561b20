package guest.bridge;

import guest.java.nio.ByteOrder;
import java.lang.foreign.ValueLayout;

/** Bridge of ValueLayout.OfBoolean: the guest's byte order. */
public final class B_java_lang_foreign_ValueLayout$OfBoolean {
    private B_java_lang_foreign_ValueLayout$OfBoolean() {
    }

    public static ValueLayout.OfBoolean withOrder(ValueLayout.OfBoolean layout, ByteOrder order) {
        return layout.withOrder(Orders.host(order));
    }
}

package guest.bridge;

import guest.java.nio.ByteOrder;
import java.lang.foreign.ValueLayout;

/** Bridge of ValueLayout.OfShort: the guest's byte order. */
public final class B_java_lang_foreign_ValueLayout$OfShort {
    private B_java_lang_foreign_ValueLayout$OfShort() {
    }

    public static ValueLayout.OfShort withOrder(ValueLayout.OfShort layout, ByteOrder order) {
        return layout.withOrder(Orders.host(order));
    }
}

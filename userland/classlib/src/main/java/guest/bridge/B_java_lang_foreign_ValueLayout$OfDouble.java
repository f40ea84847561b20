package guest.bridge;

import guest.java.nio.ByteOrder;
import java.lang.foreign.ValueLayout;

/** Bridge of ValueLayout.OfDouble: the guest's byte order. */
public final class B_java_lang_foreign_ValueLayout$OfDouble {
    private B_java_lang_foreign_ValueLayout$OfDouble() {
    }

    public static ValueLayout.OfDouble withOrder(ValueLayout.OfDouble layout, ByteOrder order) {
        return layout.withOrder(Orders.host(order));
    }
}

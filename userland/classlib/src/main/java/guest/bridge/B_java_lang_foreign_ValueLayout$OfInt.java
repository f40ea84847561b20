package guest.bridge;

import guest.java.nio.ByteOrder;
import java.lang.foreign.ValueLayout;

/** Bridge of ValueLayout.OfInt: the guest's byte order. */
public final class B_java_lang_foreign_ValueLayout$OfInt {
    private B_java_lang_foreign_ValueLayout$OfInt() {
    }

    public static ValueLayout.OfInt withOrder(ValueLayout.OfInt layout, ByteOrder order) {
        return layout.withOrder(Orders.host(order));
    }
}

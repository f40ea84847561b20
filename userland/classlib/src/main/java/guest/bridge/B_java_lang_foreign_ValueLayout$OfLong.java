package guest.bridge;

import guest.java.nio.ByteOrder;
import java.lang.foreign.ValueLayout;

/** Bridge of ValueLayout.OfLong: the guest's byte order. */
public final class B_java_lang_foreign_ValueLayout$OfLong {
    private B_java_lang_foreign_ValueLayout$OfLong() {
    }

    public static ValueLayout.OfLong withOrder(ValueLayout.OfLong layout, ByteOrder order) {
        return layout.withOrder(Orders.host(order));
    }
}

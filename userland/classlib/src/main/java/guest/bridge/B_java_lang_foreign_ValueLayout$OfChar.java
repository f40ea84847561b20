package guest.bridge;

import guest.java.nio.ByteOrder;
import java.lang.foreign.ValueLayout;

/** Bridge of ValueLayout.OfChar: the guest's byte order. */
public final class B_java_lang_foreign_ValueLayout$OfChar {
    private B_java_lang_foreign_ValueLayout$OfChar() {
    }

    public static ValueLayout.OfChar withOrder(ValueLayout.OfChar layout, ByteOrder order) {
        return layout.withOrder(Orders.host(order));
    }
}

package guest.bridge;

import guest.java.nio.ByteOrder;
import java.lang.foreign.ValueLayout;

/** Bridge of ValueLayout.OfFloat: the guest's byte order. */
public final class B_java_lang_foreign_ValueLayout$OfFloat {
    private B_java_lang_foreign_ValueLayout$OfFloat() {
    }

    public static ValueLayout.OfFloat withOrder(ValueLayout.OfFloat layout, ByteOrder order) {
        return layout.withOrder(Orders.host(order));
    }
}

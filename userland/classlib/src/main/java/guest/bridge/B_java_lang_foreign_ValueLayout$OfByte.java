package guest.bridge;

import guest.java.nio.ByteOrder;
import java.lang.foreign.ValueLayout;

/** Bridge of ValueLayout.OfByte: the guest's byte order. */
public final class B_java_lang_foreign_ValueLayout$OfByte {
    private B_java_lang_foreign_ValueLayout$OfByte() {
    }

    public static ValueLayout.OfByte withOrder(ValueLayout.OfByte layout, ByteOrder order) {
        return layout.withOrder(Orders.host(order));
    }
}

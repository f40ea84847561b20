package guest.bridge;

import guest.java.nio.ByteOrder;

/** Byte orders of the guest and of the host. */
final class Orders {
    private Orders() {
    }

    static java.nio.ByteOrder host(ByteOrder order) {
        if (order == null) {
            throw new NullPointerException();
        }
        return order == ByteOrder.BIG_ENDIAN ? java.nio.ByteOrder.BIG_ENDIAN : java.nio.ByteOrder.LITTLE_ENDIAN;
    }

    static ByteOrder guest(java.nio.ByteOrder order) {
        return order == java.nio.ByteOrder.BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }
}

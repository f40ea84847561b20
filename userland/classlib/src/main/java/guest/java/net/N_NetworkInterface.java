package guest.java.net;

import jdk.internal.misc.Unsafe;
import org.sluice.abi.Errno;

/** Natives of NetworkInterface. */
final class N_NetworkInterface {
    private static final int BITS = 32;

    private N_NetworkInterface() {
    }

    static void init() {
    }

    private static NetworkInterface made(InterfaceList.Link link) {
        if (link == null) {
            return null;
        }
        NetworkInterface made = new NetworkInterface(link.name(), link.index(), link.addresses());
        made.displayName = link.name();
        made.childs = new NetworkInterface[0];
        made.bindings = new InterfaceAddress[0];
        if (link.address() != null) {
            InterfaceAddress binding = newBinding();
            binding.address = link.address();
            binding.maskLength = (short) link.prefix();
            if (!link.isLoopback() && link.prefix() < BITS - 1) {
                binding.broadcast = broadcast(link);
            }
            made.bindings = new InterfaceAddress[] {binding};
        }
        return made;
    }

    /** Only the class itself may call its constructor. */
    private static InterfaceAddress newBinding() {
        try {
            return (InterfaceAddress) Unsafe.getUnsafe().allocateInstance(InterfaceAddress.class);
        } catch (InstantiationException e) {
            throw new InternalError(e);
        }
    }

    private static Inet4Address broadcast(InterfaceList.Link link) {
        byte[] bytes = link.address().getAddress();
        for (int bit = link.prefix(); bit < BITS; bit++) {
            bytes[bit / Byte.SIZE] |= (byte) (0x80 >> bit % Byte.SIZE);
        }
        return new Inet4Address(null, bytes);
    }

    static NetworkInterface[] getAll() {
        InterfaceList.Link[] links = InterfaceList.read();
        NetworkInterface[] all = new NetworkInterface[links.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = made(links[i]);
        }
        return all.length == 0 ? null : all;
    }

    static NetworkInterface getByName0(String name) {
        return made(InterfaceList.byName(name));
    }

    static NetworkInterface getByIndex0(int index) {
        return made(InterfaceList.byIndex(index));
    }

    static boolean boundInetAddress0(InetAddress address) {
        return InterfaceList.byAddress(address) != null;
    }

    static NetworkInterface getByInetAddress0(InetAddress address) {
        return made(InterfaceList.byAddress(address));
    }

    private static InterfaceList.Link link(String name) throws SocketException {
        InterfaceList.Link link = InterfaceList.byName(name);
        if (link == null) {
            throw new SocketException(Errno.message(Errno.ENODEV));
        }
        return link;
    }

    static boolean isUp0(String name, int index) throws SocketException {
        return link(name).up();
    }

    static boolean isLoopback0(String name, int index) throws SocketException {
        return link(name).isLoopback();
    }

    static boolean supportsMulticast0(String name, int index) throws SocketException {
        return link(name).mac() != null;
    }

    static boolean isP2P0(String name, int index) throws SocketException {
        return false;
    }

    static byte[] getMacAddr0(byte[] address, String name, int index) throws SocketException {
        return link(name).mac();
    }

    static int getMTU0(String name, int index) throws SocketException {
        return link(name).mtu();
    }
}

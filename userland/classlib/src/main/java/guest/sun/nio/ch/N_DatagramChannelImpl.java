package guest.sun.nio.ch;

import guest.java.io.FileDescriptor;
import guest.java.io.IOException;
import guest.java.net.DatagramPacket;
import guest.java.net.InetSocketAddress;
import guest.java.net.PortUnreachableException;
import guest.java.net.SocketTimeoutException;
import guest.java.nio.ByteBuffer;
import guest.java.nio.channels.ClosedChannelException;
import guest.java.nio.channels.IllegalBlockingModeException;
import guest.rt.Clock;
import guest.rt.Kernel;
import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;

/** Bodies of DatagramChannelImpl. The sender of what was received last is kept in the field the JDK caches it in. */
final class N_DatagramChannelImpl {
    private static final int UNSPECIFIED = 0;

    private N_DatagramChannelImpl() {
    }

    static void disconnect0(FileDescriptor fd, boolean isIPv6) throws IOException {
        long[] nobody = new long[Sockets.ADDRESS_LENGTH];
        nobody[Sockets.FAMILY] = UNSPECIFIED;
        SocketErrors.check(Kernel.CALLS.connect(IOUtil.fdVal(fd), nobody));
    }

    /** Receives one datagram into the buffer, which keeps what fits. */
    static int receive(DatagramChannelImpl self, ByteBuffer to, boolean connected) throws IOException {
        int room = to.remaining();
        if (to.hasArray()) {
            int n = receive(self, to.array(), to.arrayOffset() + to.position(), room, connected);
            if (n > 0) {
                to.position(to.position() + n);
            }
            return n;
        }
        byte[] bytes = TransferArrays.take(room);
        try {
            int n = receive(self, bytes, 0, room, connected);
            if (n > 0) {
                to.put(bytes, 0, n);
            }
            return n;
        } finally {
            TransferArrays.give(bytes);
        }
    }

    /**
     * Receives one datagram for a {@code DatagramSocket}.
     *
     * @param nanos longest wait, 0 for ever
     * @return a buffer that holds it, to be given back, or {@code null} if the channel was closed
     */
    static ByteBuffer tryBlockingReceive(DatagramChannelImpl self, boolean connected, int length, long nanos) throws IOException {
        long deadline = Clock.monotonic() + nanos;
        ByteBuffer to = ByteBuffer.wrap(TransferArrays.take(length), 0, length);
        int n = IOStatus.UNAVAILABLE;
        try {
            while ((n = receive(self, to, connected)) < 0 && self.isOpen()) {
                long left = nanos == 0 ? 0 : deadline - Clock.monotonic();
                if (left < 0 || nanos > 0 && left == 0) {
                    throw new SocketTimeoutException("Receive timed out");
                }
                self.park(Net.POLLIN, left);
            }
        } finally {
            if (n < 0) {
                TransferArrays.give(to.array());
            }
        }
        return n < 0 || n == 0 && !self.isOpen() ? null : to.flip();
    }

    /** Sends the packet of a {@code DatagramSocket} from where it lies. */
    static void blockingSend(DatagramChannelImpl self, DatagramPacket packet) throws IOException {
        if (!self.isOpen()) {
            throw new ClosedChannelException();
        }
        if (!self.isBlocking()) {
            throw new IllegalBlockingModeException();
        }
        if (packet.getAddress() == null) {
            InetSocketAddress peer = self.remoteAddress();
            if (peer == null) {
                throw new IllegalArgumentException("Address not set");
            }
            packet.setAddress(peer.getAddress());
            packet.setPort(peer.getPort());
        }
        self.send(ByteBuffer.wrap(packet.getData(), packet.getOffset(), packet.getLength()), packet.getSocketAddress());
    }

    private static int receive(DatagramChannelImpl self, byte[] bytes, int offset, int length, boolean connected) throws IOException {
        long[] about = new long[Sockets.MESSAGE_LENGTH];
        while (true) {
            int n = StreamTransfers.isClosing(self.getFD()) ? -Errno.EINTR : Kernel.CALLS.receiveFrom(IOUtil.fdVal(self.getFD()), bytes, offset, length, 0, about);
            if (n >= 0) {
                remember(self, about);
                return n;
            }
            if (n != -Errno.ECONNREFUSED) {
                return status(n);
            }
            if (connected) {
                throw new PortUnreachableException();
            }
        }
    }

    private static void remember(DatagramChannelImpl self, long[] sender) {
        InetSocketAddress last = self.cachedInetSocketAddress;
        if (last == null || last.getPort() != SocketAddresses.port(sender)
            || Net.inet4AsInt(last.getAddress()) != (int) sender[Sockets.LOW]) {
            self.cachedInetSocketAddress = SocketAddresses.socket(sender);
        }
    }

    static InetSocketAddress sourceSocketAddress(DatagramChannelImpl self) {
        return self.cachedInetSocketAddress;
    }

    /** Sends what remains in the buffer as one datagram. */
    static int send(DatagramChannelImpl self, FileDescriptor fd, ByteBuffer from, InetSocketAddress target) throws IOException {
        int length = from.remaining();
        long[] to = SocketAddresses.of(target.getAddress(), target.getPort());
        int n;
        if (from.hasArray()) {
            n = send(fd, from.array(), from.arrayOffset() + from.position(), length, to);
        } else {
            byte[] bytes = TransferArrays.take(length);
            try {
                from.get(from.position(), bytes, 0, length);
                n = send(fd, bytes, 0, length, to);
            } finally {
                TransferArrays.give(bytes);
            }
        }
        if (n > 0) {
            from.position(from.position() + n);
        }
        return n;
    }

    /** That nobody was at the other end of an earlier datagram concerns only programs that are connected. */
    private static int send(FileDescriptor fd, byte[] bytes, int offset, int length, long[] to) throws IOException {
        int n;
        do {
            n = StreamTransfers.isClosing(fd) ? -Errno.EINTR : Kernel.CALLS.sendTo(IOUtil.fdVal(fd), bytes, offset, length, 0, to);
        } while (n == -Errno.ECONNREFUSED);
        return n >= 0 ? n : status(n);
    }

    private static int status(int result) throws IOException {
        if (result == -Errno.EAGAIN || result == -Errno.EINTR) {
            return StreamTransfers.status(result);
        }
        throw SocketErrors.of(result);
    }
}

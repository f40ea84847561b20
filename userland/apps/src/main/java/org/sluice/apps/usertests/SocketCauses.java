package org.sluice.apps.usertests;

import java.util.List;
import org.sluice.abi.Areas;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.IoVectors;
import org.sluice.abi.Sockets;

/** One way to each error of the calls on sockets, and to those that reading and writing have for sockets. */
final class SocketCauses extends NetCauses {
    /** Connections of these tests. */
    private static final int VCI = 900;
    private static final int TAKEN = 901;
    private static final int OF_IP = 902;
    private static final int MAX_SDU = 100;
    /** TEST-NET-3 of RFC 5737: nobody has a route there. */
    private static final int NOWHERE = 0xcb007101;

    private final byte[] buffer = new byte[200];
    private int file;
    /** A socket that nothing was done to, one that receives from a connection, one that sends on one, one for echo requests. */
    private int fresh;
    private int receiver;
    private int sender;
    private int echo;
    private int capture;
    private long area;

    SocketCauses(Kit kit, List<ErrorCauses.Cause> causes) {
        super(kit, causes);
    }

    private static long[] atm(int itf, int vpi, int vci) {
        long[] address = new long[Sockets.ADDRESS_LENGTH];
        address[Sockets.FAMILY] = Sockets.ATMPVC;
        address[Sockets.INTERFACE] = itf;
        address[Sockets.VPI] = vpi;
        address[Sockets.VCI] = vci;
        return address;
    }

    @Override
    int newSocket() {
        return Kit.ok("socket", c.socket(Sockets.ATMPVC, Sockets.DGRAM, Sockets.AAL5));
    }

    void prepare() {
        kit.write(kit.path("nosocket"), "text");
        file = kit.open(kit.path("nosocket"), FileFlags.O_RDWR);
        fresh = newSocket();
        receiver = newSocket();
        Kit.ok("bind", c.bind(receiver, atm(0, 0, TAKEN)));
        sender = newSocket();
        Kit.ok("setSocketOption", c.setSocketOption(sender, Sockets.MAX_SDU, new long[] {MAX_SDU}));
        Kit.ok("connect", c.connect(sender, atm(0, 0, VCI)));
        echo = Kit.ok("socket", c.socket(Sockets.INET, Sockets.DGRAM, Sockets.ICMP));
        capture = Kit.ok("socket", c.socket(Sockets.PACKET, Sockets.RAW, 0));
        control("open atm0 0." + OF_IP + " encap=llc");
        long[] vector = new long[IoVectors.size(1)];
        Kit.ok("areaAllocate", c.areaAllocate(buffer.length, Areas.CONTIGUOUS, vector));
        area = IoVectors.address(vector, 0);
        making();
        binding();
        connecting();
        options();
        messages();
        files();
    }

    void tidy() {
        c.areaRelease(IoVectors.of(area, buffer.length));
        control("close atm0 0." + OF_IP);
        kit.close(capture, echo, sender, receiver, fresh, file);
    }

    private void making() {
        cause("socket", Errno.EAFNOSUPPORT, () -> c.socket(99, Sockets.DGRAM, 0));
        cause("socket", Errno.EAFNOSUPPORT, () -> c.socket(-1, Sockets.DGRAM, 0));
        cause("socket", Errno.EPROTONOSUPPORT, () -> c.socket(Sockets.INET, Sockets.DGRAM, 99));
        cause("socket", Errno.EPROTONOSUPPORT, () -> c.socket(Sockets.ATMPVC, Sockets.STREAM, Sockets.AAL5));
        cause("socket", Errno.EMFILE, () -> QuotaTests.withAllHandles(kit, () -> c.socket(Sockets.INET, Sockets.DGRAM, Sockets.ICMP)));
    }

    private void binding() {
        cause("bind", Errno.EBADF, () -> c.bind(Kit.NO_HANDLE, atm(0, 0, VCI)));
        cause("bind", Errno.ENOTSOCK, () -> c.bind(file, atm(0, 0, VCI)));
        cause("bind", Errno.EFAULT, () -> c.bind(fresh, null));
        cause("bind", Errno.EFAULT, () -> c.bind(fresh, tooShort));
        cause("bind", Errno.EAFNOSUPPORT, () -> c.bind(fresh, ip(0, 0)));
        cause("bind", Errno.EINVAL, () -> c.bind(receiver, atm(0, 0, VCI)));
        cause("bind", Errno.EINVAL, () -> c.bind(fresh, atm(0, 256, VCI)));
        cause("bind", Errno.EINVAL, () -> c.bind(fresh, atm(0, 0, 65536)));
        cause("bind", Errno.EADDRINUSE, () -> c.bind(fresh, atm(0, 0, TAKEN)));
        cause("bind", Errno.EADDRINUSE, () -> c.bind(fresh, atm(0, 0, OF_IP)));
        cause("bind", Errno.EBUSY, () -> with(socket -> {
            Kit.ok("setSocketOption", c.setSocketOption(socket, Sockets.MAX_SDU, new long[] {MAX_SDU + 1}));
            return c.bind(socket, atm(0, 0, VCI));
        }));
        cause("bind", Errno.EADDRNOTAVAIL, () -> c.bind(echo, ip(NOWHERE, 0)));
        cause("bind", Errno.ENODEV, () -> c.bind(fresh, atm(77, 0, VCI)));
        cause("bind", Errno.ENODEV, () -> c.bind(fresh, atm(-1, 0, VCI)));
    }

    private void connecting() {
        cause("connect", Errno.EBADF, () -> c.connect(Kit.NO_HANDLE, atm(0, 0, VCI)));
        cause("connect", Errno.ENOTSOCK, () -> c.connect(file, atm(0, 0, VCI)));
        cause("connect", Errno.EFAULT, () -> c.connect(fresh, null));
        cause("connect", Errno.EFAULT, () -> c.connect(fresh, tooShort));
        cause("connect", Errno.EAFNOSUPPORT, () -> c.connect(echo, atm(0, 0, VCI)));
        cause("connect", Errno.EINVAL, () -> c.connect(fresh, atm(0, -1, VCI)));
        cause("connect", Errno.EISCONN, () -> c.connect(sender, atm(0, 0, VCI)));
        cause("connect", Errno.EADDRINUSE, () -> c.connect(fresh, atm(0, 0, OF_IP)));
        cause("connect", Errno.EBUSY, () -> with(socket -> {
            Kit.ok("setSocketOption", c.setSocketOption(socket, Sockets.MAX_SDU, new long[] {MAX_SDU + 1}));
            return c.connect(socket, atm(0, 0, TAKEN));
        }));
        cause("connect", Errno.ENOENT, () -> {
            int oam = Kit.ok("socket", c.socket(Sockets.ATMPVC, Sockets.DGRAM, Sockets.OAM));
            int result = c.connect(oam, atm(0, 0, VCI + 50));
            c.close(oam);
            return result;
        });
        cause("connect", Errno.ENETUNREACH, () -> c.connect(echo, ip(NOWHERE, 0)));
        cause("connect", Errno.ENODEV, () -> c.connect(fresh, atm(77, 0, VCI)));
        cause("socketName", Errno.EBADF, () -> c.socketName(Kit.NO_HANDLE, false, any));
        cause("socketName", Errno.ENOTSOCK, () -> c.socketName(file, false, any));
        cause("socketName", Errno.EFAULT, () -> c.socketName(fresh, false, null));
        cause("socketName", Errno.EFAULT, () -> c.socketName(fresh, false, tooShort));
        cause("socketName", Errno.ENOTCONN, () -> c.socketName(receiver, true, any));
    }

    private void options() {
        cause("getSocketOption", Errno.EBADF, () -> c.getSocketOption(Kit.NO_HANDLE, Sockets.RECEIVE_TIMEOUT, any));
        cause("getSocketOption", Errno.ENOTSOCK, () -> c.getSocketOption(file, Sockets.RECEIVE_TIMEOUT, any));
        cause("getSocketOption", Errno.EFAULT, () -> c.getSocketOption(fresh, Sockets.RECEIVE_TIMEOUT, null));
        cause("getSocketOption", Errno.EFAULT, () -> c.getSocketOption(fresh, Sockets.TRAFFIC, new long[1]));
        cause("getSocketOption", Errno.ENOPROTOOPT, () -> c.getSocketOption(fresh, 9999, any));
        cause("getSocketOption", Errno.ENOPROTOOPT, () -> c.getSocketOption(fresh, Sockets.TTL, any));
        cause("setSocketOption", Errno.EBADF, () -> c.setSocketOption(Kit.NO_HANDLE, Sockets.RECEIVE_TIMEOUT, any));
        cause("setSocketOption", Errno.ENOTSOCK, () -> c.setSocketOption(file, Sockets.RECEIVE_TIMEOUT, any));
        cause("setSocketOption", Errno.EFAULT, () -> c.setSocketOption(fresh, Sockets.RECEIVE_TIMEOUT, new long[0]));
        cause("setSocketOption", Errno.ENOPROTOOPT, () -> c.setSocketOption(fresh, 9999, any));
        cause("setSocketOption", Errno.ENOPROTOOPT, () -> c.setSocketOption(fresh, Sockets.DROPPED, any));
        cause("setSocketOption", Errno.EINVAL, () -> c.setSocketOption(fresh, Sockets.RECEIVE_TIMEOUT, new long[] {-1}));
        cause("setSocketOption", Errno.EINVAL, () -> c.setSocketOption(fresh, Sockets.MAX_SDU, new long[] {65536}));
        cause("setSocketOption", Errno.EINVAL, () -> c.setSocketOption(sender, Sockets.MAX_SDU, new long[] {MAX_SDU}));
        cause("setSocketOption", Errno.EINVAL, () -> c.setSocketOption(echo, Sockets.TTL, new long[] {0}));
        cause("setSocketOption", Errno.ENODEV, () -> c.setSocketOption(echo, Sockets.BIND_INTERFACE, new long[] {4711}));
    }

    private void messages() {
        cause("sendTo", Errno.EBADF, () -> c.sendTo(Kit.NO_HANDLE, buffer, 0, 1, 0, null));
        cause("sendTo", Errno.ENOTSOCK, () -> c.sendTo(file, buffer, 0, 1, 0, null));
        cause("sendTo", Errno.EFAULT, () -> c.sendTo(sender, buffer, 0, buffer.length + 1, 0, null));
        cause("sendTo", Errno.EFAULT, () -> c.sendTo(sender, null, 0, 1, 0, null));
        cause("sendTo", Errno.EFAULT, () -> c.sendTo(sender, buffer, 0, 1, 0, tooShort));
        cause("sendTo", Errno.EINVAL, () -> c.sendTo(sender, buffer, 0, 1, 1, null));
        cause("sendTo", Errno.EINVAL, () -> c.sendTo(sender, buffer, 0, 0, 0, null));
        cause("sendTo", Errno.EINVAL, () -> c.sendTo(echo, buffer, 0, 7, 0, ip(0x7f000001, 0)));
        cause("sendTo", Errno.EAFNOSUPPORT, () -> c.sendTo(echo, buffer, 0, 8, 0, atm(0, 0, VCI)));
        cause("sendTo", Errno.EDESTADDRREQ, () -> c.sendTo(fresh, buffer, 0, 1, 0, null));
        cause("sendTo", Errno.EDESTADDRREQ, () -> c.sendTo(echo, buffer, 0, 8, 0, null));
        cause("sendTo", Errno.EISCONN, () -> c.sendTo(sender, buffer, 0, 1, 0, atm(0, 0, VCI)));
        cause("sendTo", Errno.EMSGSIZE, () -> c.sendTo(sender, buffer, 0, MAX_SDU + 1, 0, null));
        cause("sendTo", Errno.EMSGSIZE, () -> c.sendTo(echo, new byte[65536], 0, 65536, 0, ip(0x7f000001, 0)));
        cause("sendTo", Errno.ENETUNREACH, () -> {
            byte[] request = new byte[8];
            request[0] = 8;
            return c.sendTo(echo, request, 0, 8, 0, ip(NOWHERE, 0));
        });
        cause("sendTo", Errno.ENOTSUP, () -> c.sendTo(capture, buffer, 0, 1, 0, null));
        cause("receiveFrom", Errno.EBADF, () -> c.receiveFrom(Kit.NO_HANDLE, buffer, 0, 1, 0, null));
        cause("receiveFrom", Errno.ENOTSOCK, () -> c.receiveFrom(file, buffer, 0, 1, 0, null));
        cause("receiveFrom", Errno.EFAULT, () -> c.receiveFrom(receiver, buffer, -1, 1, 0, null));
        cause("receiveFrom", Errno.EFAULT, () -> c.receiveFrom(receiver, buffer, 0, 1, 0, tooShort));
        cause("receiveFrom", Errno.EINVAL, () -> c.receiveFrom(receiver, buffer, 0, 1, 1, null));
        cause("receiveFrom", Errno.ENOTCONN, () -> c.receiveFrom(fresh, buffer, 0, 1, 0, null));
        cause("receiveFrom", Errno.EAGAIN, () -> c.receiveFrom(receiver, buffer, 0, 1, Sockets.DONT_WAIT, null));
        cause("receiveFrom", Errno.EAGAIN, () -> with(socket -> {
            Kit.ok("bind", c.bind(socket, atm(0, 0, VCI + 9)));
            Kit.ok("setSocketOption", c.setSocketOption(socket, Sockets.RECEIVE_TIMEOUT, new long[] {1_000_000}));
            return c.receiveFrom(socket, buffer, 0, 1, 0, null);
        }));
        cause("receiveFrom", Errno.EINTR, () -> {
            c.threadInterrupt(c.threadSelf());
            return c.receiveFrom(receiver, buffer, 0, 1, 0, null);
        });
    }

    private void files() {
        long[] part = IoVectors.of(area, buffer.length);
        long[] room = new long[IoVectors.size(1)];
        cause("read", Errno.ENOTCONN, () -> c.read(fresh, buffer, 0, 1));
        cause("readv", Errno.ENOTCONN, () -> c.readv(fresh, part, 0, null));
        cause("readAreas", Errno.ENOTCONN, () -> c.readAreas(fresh, 1, room, 0, null));
        cause("write", Errno.EDESTADDRREQ, () -> c.write(fresh, buffer, 0, 1));
        cause("writev", Errno.EDESTADDRREQ, () -> c.writev(fresh, part, 0, null));
        cause("writeAreas", Errno.EDESTADDRREQ, () -> c.writeAreas(fresh, part, 0, null));
        cause("write", Errno.EMSGSIZE, () -> c.write(sender, buffer, 0, buffer.length));
        cause("writev", Errno.EMSGSIZE, () -> c.writev(sender, part, 0, null));
        cause("writeAreas", Errno.EMSGSIZE, () -> c.writeAreas(sender, part, 0, null));
        cause("write", Errno.ENOTSUP, () -> c.write(capture, buffer, 0, 1));
        cause("pread", Errno.ESPIPE, () -> c.pread(receiver, buffer, 0, 1, 0));
        cause("seek", Errno.ESPIPE, () -> c.seek(receiver, 0, 0));
    }
}

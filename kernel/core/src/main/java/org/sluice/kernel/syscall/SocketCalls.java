package org.sluice.kernel.syscall;

import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Kernel;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.handle.OpenObject;
import org.sluice.kernel.handle.Rights;
import org.sluice.kernel.network.SocketSession;
import org.sluice.kernel.process.Process;

/** The calls on sockets, numbers 170 to 180. What a socket has in common with files goes through {@link FileCalls} and {@link VectorCalls}. */
final class SocketCalls {
    private final Kernel kernel;
    private final Process process;

    SocketCalls(Kernel kernel, Process process) {
        this.kernel = kernel;
        this.process = process;
    }

    private interface Action {
        int on(SocketSession socket);
    }

    private int with(int handle, Action action) {
        OpenObject<FileSession> open = process.handles().use(handle, FileSession.class, 0);
        try {
            if (!(open.object() instanceof SocketSession socket)) {
                throw new CallFailed(Errno.ENOTSOCK);
            }
            return action.on(socket);
        } finally {
            open.release();
        }
    }

    private static void requireAddress(long[] address) {
        if (address == null || address.length < Sockets.ADDRESS_LENGTH) {
            throw new CallFailed(Errno.EFAULT);
        }
    }

    /** A copy, so that the caller cannot change what has been checked. */
    private static long[] taken(long[] address) {
        requireAddress(address);
        return new long[] {address[0], address[1], address[2], address[3]};
    }

    private static void checkFlags(int flags, int allowed) {
        if ((flags & ~allowed) != 0) {
            throw new CallFailed(Errno.EINVAL);
        }
    }

    int socket(int family, int type, int protocol) {
        process.handles().requireRoom(1);
        SocketSession socket = kernel.network().socket(family, type, protocol);
        return process.handles().add(new OpenObject<FileSession>(socket, Rights.READ | Rights.WRITE, socket::close));
    }

    int bind(int handle, long[] address) {
        long[] mine = taken(address);
        return with(handle, socket -> {
            socket.bind(mine);
            return 0;
        });
    }

    int connect(int handle, long[] address) {
        long[] mine = taken(address);
        return with(handle, socket -> {
            socket.connect(mine);
            return 0;
        });
    }

    int listen(int handle, int backlog) {
        return with(handle, socket -> {
            socket.listen(Math.max(1, backlog));
            return 0;
        });
    }

    int accept(int handle, int flags, long[] address) {
        if (address != null) {
            requireAddress(address);
        }
        checkFlags(flags, Sockets.DONT_WAIT | Sockets.ACCEPT_NON_BLOCKING);
        process.handles().requireRoom(1);
        return with(handle, socket -> {
            SocketSession made = socket.accept(flags, address);
            return process.handles().add(new OpenObject<FileSession>(made, Rights.READ | Rights.WRITE, made::close));
        });
    }

    int shutdown(int handle, int how) {
        if (how < Sockets.SHUT_RECEIVE || how > Sockets.SHUT_BOTH) {
            throw new CallFailed(Errno.EINVAL);
        }
        return with(handle, socket -> {
            socket.shutdown(how);
            return 0;
        });
    }

    int socketName(int handle, boolean peer, long[] address) {
        requireAddress(address);
        return with(handle, socket -> {
            socket.name(peer, address);
            return 0;
        });
    }

    int getSocketOption(int handle, int option, long[] values) {
        requireValues(values);
        return with(handle, socket -> socket.option(option, values));
    }

    int setSocketOption(int handle, int option, long[] values) {
        requireValues(values);
        return with(handle, socket -> {
            socket.setOption(option, values);
            return 0;
        });
    }

    private static void requireValues(long[] values) {
        if (values == null || values.length == 0) {
            throw new CallFailed(Errno.EFAULT);
        }
    }

    int sendTo(int handle, byte[] buffer, int offset, int length, int flags, long[] address) {
        FileCalls.checkRange(buffer, offset, length);
        long[] mine = address == null ? null : taken(address);
        checkFlags(flags, Sockets.DONT_WAIT | Sockets.MORE);
        return with(handle, socket -> socket.send(buffer, offset, length, flags, mine));
    }

    int receiveFrom(int handle, byte[] buffer, int offset, int length, int flags, long[] message) {
        FileCalls.checkRange(buffer, offset, length);
        if (message != null && message.length < Sockets.MESSAGE_LENGTH) {
            throw new CallFailed(Errno.EFAULT);
        }
        checkFlags(flags, Sockets.DONT_WAIT | Sockets.PEEK | Sockets.WAIT_ALL);
        return with(handle, socket -> socket.receive(buffer, offset, length, flags, message));
    }
}

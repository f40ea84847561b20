package org.sluice.apps.usertests;

import java.util.List;
import org.sluice.abi.FileFlags;
import org.sluice.abi.Sockets;
import org.sluice.abi.SystemCalls;

/** What ways to errors of sockets have in common. */
abstract class NetCauses {
    final Kit kit;
    final SystemCalls c;
    final long[] any = new long[Sockets.MESSAGE_LENGTH];
    final long[] tooShort = new long[Sockets.ADDRESS_LENGTH - 1];
    private final List<ErrorCauses.Cause> causes;

    NetCauses(Kit kit, List<ErrorCauses.Cause> causes) {
        this.kit = kit;
        this.causes = causes;
        c = kit.calls;
    }

    final void cause(String call, int errno, ErrorCauses.Action action) {
        causes.add(new ErrorCauses.Cause(call, errno, action));
    }

    /** An address of IPv4. */
    static long[] ip(int address, int port) {
        long[] array = new long[Sockets.ADDRESS_LENGTH];
        array[Sockets.FAMILY] = Sockets.INET;
        array[Sockets.PORT] = port;
        array[Sockets.LOW] = address & 0xffffffffL;
        return array;
    }

    final void control(String command) {
        int handle = kit.open("/proc/net/control", FileFlags.O_WRONLY);
        byte[] text = command.getBytes();
        Kit.ok(command, c.write(handle, text, 0, text.length));
        kit.close(handle);
    }

    /** A socket of the kind most causes are about. */
    abstract int newSocket();

    /** With such a socket, which is closed afterwards. */
    final long with(java.util.function.IntToLongFunction action) {
        int socket = newSocket();
        try {
            return action.applyAsLong(socket);
        } finally {
            c.close(socket);
        }
    }
}

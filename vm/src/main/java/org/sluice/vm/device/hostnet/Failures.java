package org.sluice.vm.device.hostnet;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;

/** What failures of the host's sockets are for a driver. The host says more in the text of its exceptions than by their kind. */
final class Failures {
    private Failures() {
    }

    /** The status of a connection that could not be made, or of a datagram nobody wanted. */
    static int opening(IOException e) {
        String text = String.valueOf(e.getMessage());
        if (text.contains("Network is unreachable")) {
            return HostNetRegisters.NET_UNREACHABLE;
        }
        if (text.contains("timed out") || e instanceof SocketTimeoutException) {
            return HostNetRegisters.TIMED_OUT;
        }
        if (text.contains("Too many open files") || text.contains("No buffer space") || text.contains("Cannot assign requested address")) {
            return HostNetRegisters.NO_ROOM;
        }
        if (text.contains("Permission denied") || text.contains("Operation not permitted")) {
            return HostNetRegisters.PROHIBITED;
        }
        if (e instanceof NoRouteToHostException || text.contains("No route to host") || text.contains("Host is down")) {
            return HostNetRegisters.HOST_UNREACHABLE;
        }
        if (e instanceof ConnectException || e instanceof PortUnreachableException) {
            return HostNetRegisters.REFUSED;
        }
        return HostNetRegisters.BROKEN;
    }

    /** The status of a connection that broke. */
    static int open(IOException e) {
        return e instanceof PortUnreachableException ? HostNetRegisters.REFUSED : HostNetRegisters.BROKEN;
    }
}

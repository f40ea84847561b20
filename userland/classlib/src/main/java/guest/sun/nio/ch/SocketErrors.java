package guest.sun.nio.ch;

import guest.java.io.IOException;
import guest.java.net.BindException;
import guest.java.net.ConnectException;
import guest.java.net.NoRouteToHostException;
import guest.java.net.SocketException;
import org.sluice.abi.Errno;

/** The exceptions that programs on the JDK get for failed calls on sockets. */
final class SocketErrors {
    private SocketErrors() {
    }

    /** What a failed call on an address or an option is to throw. @param result a negated error number */
    static SocketException of(int result) {
        String message = Errno.message(-result);
        return switch (-result) {
            case Errno.ECONNREFUSED, Errno.ETIMEDOUT, Errno.ENOTCONN -> new ConnectException(message);
            case Errno.EHOSTUNREACH -> new NoRouteToHostException(message);
            case Errno.EADDRINUSE, Errno.EADDRNOTAVAIL, Errno.EACCES -> new BindException(message);
            default -> new SocketException(message);
        };
    }

    /** Passes a result on that is no error. */
    static int check(int result) throws SocketException {
        if (result < 0) {
            throw of(result);
        }
        return result;
    }

    /** What a failed read or write is to throw. */
    static IOException transfer(int result) {
        return new IOException(Errno.message(-result));
    }
}

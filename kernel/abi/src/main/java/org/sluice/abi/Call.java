package org.sluice.abi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a method of {@link SystemCalls} as a system call and carries what tracing and the manual derive from it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Call {
    /** The call's number: unique, never reused. */
    int number();

    /** One sentence for the manual: what the call does. */
    String does();

    /**
     * Errors the call can return, each with its cause as {@code "ENOENT: no such file"}. With those of {@link #path},
     * {@link #device} and {@link #socket}, unless one of the same name stands here, they are all.
     */
    String[] errors() default {};

    /** Whether it takes a path: then {@link #PATH_ERRORS} and {@link #DEVICE_ERRORS} can come too. */
    boolean path() default false;

    /** Whether a device may have to do its part: then {@link #DEVICE_ERRORS} can come too. */
    boolean device() default false;

    /** Whether it may be a socket that is read or written: then {@link #SOCKET_ERRORS} can come too. */
    boolean socket() default false;

    /** What can be wrong with any path. */
    String[] PATH_ERRORS = {
        "ENOENT: a part of the path does not exist, or it is empty",
        "ENOTDIR: a part of the path is no directory",
        "EACCES: a directory of the path may not be searched",
        "ELOOP: too many symbolic links",
        "ENAMETOOLONG: a name over 255 bytes or a path over 4096",
        "EINVAL: the path holds a NUL or half a surrogate pair",
        "EFAULT: no path"};

    /** What can go wrong with any device. */
    String[] DEVICE_ERRORS = {
        "EIO: the device failed",
        "EAGAIN: the device's driver was restarted meanwhile; nothing was done",
        "ENODEV: no driver serves the device"};

    /** What can be wrong with reading or writing a socket. */
    String[] SOCKET_ERRORS = {
        "ENOTCONN: a socket that receives nothing yet",
        "EDESTADDRREQ: a socket without a peer",
        "EMSGSIZE: longer than a message of the socket may be",
        "EINVAL: no message of the socket's form",
        "ENETUNREACH: no route to the socket's peer",
        "EHOSTUNREACH: what the socket sent before did not get there",
        "ECONNREFUSED: nobody listens where the socket sent to before",
        "ENOPROTOOPT: who the socket sent to before does not know the protocol",
        "EIO: who the socket sent to before found it wrong",
        "ENETDOWN: the interface to the socket's peer is down",
        "EADDRNOTAVAIL: no address to send from",
        "ECONNRESET: the peer has reset the connection",
        "ETIMEDOUT: the peer has not answered for too long",
        "EPIPE: the connection is closed, or being closed, for what is sent",
        "ENOTSUP: the socket sends nothing",
        "ENOMEM: no memory for the message",
        "EAGAIN: nothing came, or there was no room, in the time the socket waits",
        "EINTR: interrupted"};
}

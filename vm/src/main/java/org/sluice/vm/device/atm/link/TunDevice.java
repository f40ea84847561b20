package org.sluice.vm.device.atm.link;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * A TUN device of a Linux host, attached through {@code /dev/net/tun}: IP packets, nothing before them. One thread reads, one at a time writes,
 * neither while it is closed. The constants are Linux' on every machine that Java 25 runs on there.
 */
final class TunDevice {
    /** Longest IP packet. */
    static final int MAX_PACKET = 65535;
    /** What a call gives that had nothing to read, or no room to write. */
    static final int WOULD_BLOCK = -1;
    /** The device takes nothing now, for it is down; or it is gone, as the reader is told. */
    static final int DOWN = -2;
    /** What was written is no IP packet. */
    static final int INVALID = -3;
    /** What else may fail. */
    static final int FAILED = -4;

    private static final String PATH = "/dev/net/tun";
    private static final int NAME_BYTES = 16;
    private static final int IFREQ = 40;
    private static final int O_RDWR = 2;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    private static final long TUNSETIFF = 0x400454caL;
    private static final short IFF_TUN_NO_PI = 0x1001;
    private static final short POLLIN = 1;
    private static final int POLLFD = 8;

    private static final int EPERM = 1;
    private static final int ENOENT = 2;
    private static final int EIO = 5;
    private static final int EAGAIN = 11;
    private static final int EACCES = 13;
    private static final int EBUSY = 16;
    private static final int EINVAL = 22;
    private static final int ENOBUFS = 105;

    private final int file;
    /** Ends a wait. */
    private final int event;
    private final MemorySegment in = Arena.ofAuto().allocate(MAX_PACKET);
    private final MemorySegment out = Arena.ofAuto().allocate(MAX_PACKET);
    private final MemorySegment polled = Arena.ofAuto().allocate(2 * POLLFD, Integer.BYTES);
    private final MemorySegment readError = Arena.ofAuto().allocate(Native.STATE);
    private final MemorySegment writeError = Arena.ofAuto().allocate(Native.STATE);
    private final MemorySegment one = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG);

    private TunDevice(int file, int event) {
        this.file = file;
        this.event = event;
        one.set(ValueLayout.JAVA_LONG, 0, 1);
        polled.set(ValueLayout.JAVA_INT, 0, event);
        polled.set(ValueLayout.JAVA_SHORT, Integer.BYTES, POLLIN);
        polled.set(ValueLayout.JAVA_INT, POLLFD, file);
        polled.set(ValueLayout.JAVA_SHORT, POLLFD + Integer.BYTES, POLLIN);
    }

    /** Whether a device may have that name. */
    static boolean isName(String name) {
        return !name.isEmpty() && name.length() < NAME_BYTES && name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '/' && c != ':');
    }

    /**
     * Attaches to a device that is there. It is never made.
     *
     * @throws LinkFailure if there is none of that name, somebody else has it, or this process may not
     */
    static TunDevice open(String name) throws LinkFailure {
        String option = "tun:" + name + ": ";
        if (!Native.THERE) {
            throw new LinkFailure(option + "this host has no TUN devices, Linux has", null);
        }
        MemorySegment error = Arena.ofAuto().allocate(Native.STATE);
        try (Arena arena = Arena.ofConfined()) {
            if ((int) Native.NAME_TO_INDEX.invokeExact(arena.allocateFrom(name)) == 0) {
                throw new LinkFailure(option + "there is no such device; 'ip tuntap add dev " + name + " mode tun' makes it", null);
            }
            int file = (int) Native.OPEN.invokeExact(error, arena.allocateFrom(PATH), O_RDWR | O_NONBLOCK | O_CLOEXEC);
            if (file < 0) {
                throw new LinkFailure(option + PATH + ": " + switch (Native.errno(error)) {
                    case EACCES, EPERM -> "permission denied";
                    case ENOENT -> "there is no such file; the host's kernel has no TUN devices, or they are not shown here";
                    default -> "cannot be opened (error " + Native.errno(error) + ")";
                }, null);
            }
            MemorySegment request = arena.allocate(IFREQ, Long.BYTES);
            request.setString(0, name);
            request.set(ValueLayout.JAVA_SHORT, NAME_BYTES, IFF_TUN_NO_PI);
            int event = -1;
            int result = (int) Native.IOCTL.invokeExact(error, file, TUNSETIFF, request);
            if (result == 0) {
                event = (int) Native.EVENTFD.invokeExact(error, 0, O_NONBLOCK | O_CLOEXEC);
            }
            if (event < 0) {
                int number = Native.errno(error);
                int closed = (int) Native.CLOSE.invokeExact(file);
                throw new LinkFailure(option + switch (number) {
                    case EPERM, EACCES -> "permission denied; it takes root, or 'ip tuntap add' with 'user'";
                    case EBUSY -> "in use";
                    case EINVAL -> "no TUN device";
                    default -> "cannot be attached (error " + number + ")";
                }, null);
            }
            return new TunDevice(file, event);
        } catch (LinkFailure | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until there is something to read, the device is gone, or {@link #wake} was called. @return false if it was */
    boolean await() {
        try {
            int ready = (int) Native.POLL.invokeExact(polled, 2L, -1);
            return ready < 0 || polled.get(ValueLayout.JAVA_SHORT, Integer.BYTES + Short.BYTES) == 0;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Ends a wait, now and from then on. Any thread, before {@link #close}. */
    void wake() {
        try {
            long written = (long) Native.WRITE.invokeExact(writeError, event, one, (long) Long.BYTES);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Where {@link #read} puts a packet. */
    MemorySegment incoming() {
        return in;
    }

    /** Where {@link #write} takes a packet from. */
    MemorySegment outgoing() {
        return out;
    }

    /** Reads the next packet. @return its length; {@link #WOULD_BLOCK}; {@link #DOWN} if the device is gone */
    int read() {
        try {
            long count = (long) Native.READ.invokeExact(readError, file, in, (long) MAX_PACKET);
            return count >= 0 ? (int) count : Native.errno(readError) == EAGAIN ? WOULD_BLOCK : DOWN;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Writes a packet. @return 0, or what was wrong */
    int write(int length) {
        try {
            if ((long) Native.WRITE.invokeExact(writeError, file, out, (long) length) >= 0) {
                return 0;
            }
            return switch (Native.errno(writeError)) {
                case EAGAIN, ENOBUFS -> WOULD_BLOCK;
                case EIO -> DOWN;
                case EINVAL -> INVALID;
                default -> FAILED;
            };
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Detaches from the device. Once, with nobody in any other method. */
    void close() {
        try {
            int result = (int) Native.CLOSE.invokeExact(file) + (int) Native.CLOSE.invokeExact(event);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Functions of the host's C library. */
    private static final class Native {
        static final StructLayout STATE = Linker.Option.captureStateLayout();
        private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
        private static final Linker LINKER = Linker.nativeLinker();
        private static final SymbolLookup SYMBOLS = LINKER.defaultLookup();
        static final boolean THERE = SYMBOLS.find("eventfd").isPresent();
        private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
        private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
        private static final Linker.Option KEEP_ERRNO = Linker.Option.captureCallState("errno");
        static final MethodHandle NAME_TO_INDEX = handle("if_nametoindex", FunctionDescriptor.of(INT, ValueLayout.ADDRESS));
        static final MethodHandle OPEN = handle("open", FunctionDescriptor.of(INT, ValueLayout.ADDRESS, INT), KEEP_ERRNO,
            Linker.Option.firstVariadicArg(2));
        static final MethodHandle IOCTL = handle("ioctl", FunctionDescriptor.of(INT, INT, LONG, ValueLayout.ADDRESS), KEEP_ERRNO,
            Linker.Option.firstVariadicArg(2));
        static final MethodHandle EVENTFD = handle("eventfd", FunctionDescriptor.of(INT, INT, INT), KEEP_ERRNO);
        static final MethodHandle READ = handle("read", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG), KEEP_ERRNO);
        static final MethodHandle WRITE = handle("write", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG), KEEP_ERRNO);
        static final MethodHandle POLL = handle("poll", FunctionDescriptor.of(INT, ValueLayout.ADDRESS, LONG, INT));
        static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(INT, INT));

        private Native() {
        }

        private static MethodHandle handle(String name, FunctionDescriptor type, Linker.Option... options) {
            return THERE ? LINKER.downcallHandle(SYMBOLS.findOrThrow(name), type, options) : null;
        }

        static int errno(MemorySegment state) {
            return (int) ERRNO.get(state, 0L);
        }
    }
}

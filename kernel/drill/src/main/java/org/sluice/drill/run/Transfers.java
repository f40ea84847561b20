package org.sluice.drill.run;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.drill.packet.Packet;
import org.sluice.drill.script.Event.SystemCall;
import org.sluice.drill.script.Expression;
import org.sluice.drill.script.Unsupported;
import org.sluice.kernel.CallFailed;

/** The calls that read and write. What is written is a pattern, and what is read is compared with that. */
final class Transfers {
    /** Flags that have a meaning to the stack, and those that need none. */
    private static final int FLAGS = Symbols.MSG_PEEK | Symbols.MSG_DONTWAIT | Symbols.MSG_WAITALL | Symbols.MSG_MORE;
    private static final int NO_MATTER = Symbols.MSG_NOSIGNAL;
    private static final int MOST = 1 << 26;

    private final Context c;

    Transfers(Context context) {
        c = context;
    }

    Calls.Body prepare(SystemCall call) {
        List<Expression> a = call.arguments();
        return switch (call.name()) {
            case "read" -> Calls.count(call, 3, () -> receive(a.get(0), a.get(1), length(a.get(2)), 0, null));
            case "recv" -> Calls.count(call, 4, () -> receive(a.get(0), a.get(1), length(a.get(2)), flags(a.get(3)), null));
            case "recvfrom" -> Calls.count(call, 6, () -> receive(a.get(0), a.get(1), length(a.get(2)), flags(a.get(3)), null));
            case "readv" -> Calls.count(call, 3, () -> receive(a.get(0), new Expression.Any(), vector(a.get(1), a.get(2)), 0, null));
            case "recvmsg" -> Calls.count(call, 3, () -> {
                Expression.Structure message = message(a.get(1));
                return receive(a.get(0), new Expression.Any(), vector(message), flags(a.get(2)), message.get("msg_flags"));
            });
            case "write" -> Calls.count(call, 3, () -> send(a.get(0), a.get(1), length(a.get(2)), 0, null));
            case "send" -> Calls.count(call, 4, () -> send(a.get(0), a.get(1), length(a.get(2)), flags(a.get(3)), null));
            case "sendto" -> Calls.count(call, 6, () -> send(a.get(0), a.get(1), length(a.get(2)), flags(a.get(3)), a.get(4)));
            case "writev" -> Calls.count(call, 3, () -> send(a.get(0), new Expression.Any(), vector(a.get(1), a.get(2)), 0, null));
            case "sendmsg" -> Calls.count(call, 3, () -> {
                Expression.Structure message = message(a.get(1));
                Expression name = message.get("msg_name");
                return send(a.get(0), new Expression.Any(), vector(message), flags(a.get(2)), name instanceof Expression.Any ? null : name);
            });
            default -> throw new Unsupported(0, "system call " + call.name());
        };
    }

    private static int length(Expression e) {
        long length = Symbols.number(e);
        if (length < 0 || length > MOST) {
            throw new Unsupported(0, "a buffer of " + length + " bytes");
        }
        return (int) length;
    }

    private static int flags(Expression e) {
        int flags = (int) Symbols.number(e);
        if ((flags & ~(FLAGS | NO_MATTER | Symbols.MSG_TRUNC)) != 0) {
            throw new Unsupported(0, "flags " + e);
        }
        return flags;
    }

    private static Expression.Structure message(Expression e) {
        if (!(e instanceof Expression.Structure s) || s.get("msg_iov") == null) {
            throw new Unsupported(0, "message header " + e);
        }
        if (s.get("msg_control") instanceof Expression.Array control && !control.items().isEmpty()) {
            throw new Unsupported(0, "control messages (msg_control)");
        }
        return s;
    }

    private static int vector(Expression.Structure message) {
        return vector(message.get("msg_iov"), null);
    }

    /** Bytes of all parts of a vector. */
    private static int vector(Expression e, Expression count) {
        if (!(e instanceof Expression.Array array)) {
            throw new Unsupported(0, "I/O vector " + e);
        }
        if (count != null && Symbols.number(count) != array.items().size()) {
            throw new Unsupported(0, "an I/O vector that has not as many parts as it says");
        }
        int sum = 0;
        for (Expression item : array.items()) {
            if (!(item instanceof Expression.Structure s) || s.members().size() != 2) {
                throw new Unsupported(0, "part of an I/O vector " + item);
            }
            if (!(s.members().getFirst().value() instanceof Expression.Any)) {
                throw new Unsupported(0, "bytes given in an I/O vector");
            }
            sum += length(s.members().get(1).value());
        }
        return sum;
    }

    // ---- in

    private long receive(Expression file, Expression expected, int length, int flags, Expression expectedFlags) {
        Descriptor d = c.socket(file);
        byte[] buffer = new byte[length];
        boolean peek = (flags & Symbols.MSG_PEEK) != 0;
        int n;
        int got = 0;
        if ((flags & ~NO_MATTER) == 0 && expectedFlags == null) {
            n = d.session.read(buffer, 0, length);
        } else {
            if ((flags & Symbols.MSG_TRUNC) != 0 && d.protocol == Packet.TCP) {
                throw new Unsupported(0, "MSG_TRUNC on a stream");
            }
            long[] message = new long[Sockets.MESSAGE_LENGTH];
            n = d.session.receive(buffer, 0, length, flags & FLAGS, message);
            if (d.protocol != Packet.TCP && message[Sockets.MESSAGE_BYTES] > n) {
                got |= Symbols.MSG_TRUNC;
            }
            if ((flags & Symbols.MSG_TRUNC) != 0) {
                n = (int) Math.max(n, message[Sockets.MESSAGE_BYTES]);
            }
        }
        if (expectedFlags != null && !(expectedFlags instanceof Expression.Any) && Symbols.number(expectedFlags) != got) {
            throw new Failure("msg_flags: expected " + expectedFlags + ", actual " + got);
        }
        compare(d, expected, buffer, Math.min(n, length));
        if (!peek && d.flow != null) {
            d.flow.read += n;
        }
        return n;
    }

    private void compare(Descriptor d, Expression expected, byte[] buffer, int n) {
        if (expected instanceof Expression.Text text) {
            String actual = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
            if (!text.text().startsWith(actual)) {
                throw new Failure("read: expected \"" + text.text() + "\", actual \"" + actual + "\"");
            }
        } else if (expected instanceof Expression.Any && d.flow != null && d.protocol != Packet.ICMP) {
            long place = d.protocol == Packet.TCP ? d.flow.read : 0;
            int at = d.flow.in.difference(place, buffer, n);
            if (at >= 0) {
                throw new Failure("read: byte " + (place + at) + " of the stream is not what the peer sent there");
            }
        }
    }

    // ---- out

    private long send(Expression file, Expression content, int length, int flags, Expression to) {
        Descriptor d = c.socket(file);
        byte[] buffer;
        long place = d.protocol == Packet.TCP ? d.flow.written : 0;
        if (content instanceof Expression.Name name && name.name().equals("NULL")) {
            if (length > 0) {
                throw new CallFailed(Errno.EFAULT);
            }
            buffer = new byte[0];
        } else if (content instanceof Expression.Text text) {
            buffer = Arrays.copyOf(text.text().getBytes(StandardCharsets.ISO_8859_1), length);
            d.flow.out.put(place, buffer);
        } else if (content instanceof Expression.Any) {
            buffer = d.flow.out.get(place, length);
        } else {
            throw new Unsupported(0, "bytes to send " + content);
        }
        if (d.protocol == Packet.ICMP && length > 0) {
            // an echo request (RFC 792)
            buffer[0] = 8;
            Arrays.fill(buffer, 1, Math.min(8, length), (byte) 0);
        }
        int n;
        boolean named = to != null && !(to instanceof Expression.Name) && !(to instanceof Expression.Number);
        if ((flags & Symbols.MSG_FASTOPEN) != 0) {
            throw new Unsupported(0, "MSG_FASTOPEN");
        }
        // on a stream an address is of no consequence
        if (named && d.protocol != Packet.TCP) {
            long[] address = c.address(to, c.settings.remoteIp, d.protocol == Packet.ICMP ? 0 : c.settings.connectPort);
            Calls.connecting(d, address);
            n = d.session.send(buffer, 0, length, flags & FLAGS, address);
        } else if ((flags & FLAGS) != 0) {
            n = d.session.send(buffer, 0, length, flags & FLAGS, null);
        } else {
            n = d.session.write(buffer, 0, length);
        }
        Calls.learnPort(d);
        d.flow.written += n;
        return n;
    }
}

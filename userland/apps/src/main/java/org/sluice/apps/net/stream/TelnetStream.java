package org.sluice.apps.net.stream;

import java.io.ByteArrayOutputStream;

/**
 * The bytes of a TELNET connection (RFC 854, RFC 855): finds commands among what arrives, and refuses whatever option is offered or asked for, so
 * that both ends are network virtual terminals.
 *
 * <p>States: DATA → COMMAND after IAC; COMMAND → OPTION after WILL, WONT, DO, DONT; COMMAND → SUB after SB; SUB → SUB_IAC after IAC; DATA → CR after
 * a carriage return; all others back to DATA with the next byte.
 */
final class TelnetStream {
    static final int IAC = 255;
    private static final int DONT = 254;
    private static final int DO = 253;
    private static final int WONT = 252;
    private static final int WILL = 251;
    private static final int SB = 250;
    private static final int ARE_YOU_THERE = 246;
    private static final int SE = 240;

    private enum State { DATA, CR, COMMAND, OPTION, SUB, SUB_IAC }

    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final ByteArrayOutputStream replies = new ByteArrayOutputStream();
    private final boolean[] refused = new boolean[512];
    private State state = State.DATA;
    private int command;

    /** Takes bytes that have arrived. */
    void received(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            step(bytes[i] & 255);
        }
    }

    private void step(int b) {
        switch (state) {
            case DATA -> data(b);
            case CR -> {
                state = State.DATA;
                if (b == '\n' || b == 0) {
                    data.write(b == 0 ? '\r' : '\n');
                } else {
                    data.write('\r');
                    data(b);
                }
            }
            case COMMAND -> command(b);
            case OPTION -> {
                state = State.DATA;
                refuse(b);
            }
            case SUB -> state = b == IAC ? State.SUB_IAC : State.SUB;
            default -> state = b == SE ? State.DATA : State.SUB;
        }
    }

    private void data(int b) {
        if (b == IAC) {
            state = State.COMMAND;
        } else if (b == '\r') {
            state = State.CR;
        } else {
            data.write(b);
        }
    }

    private void command(int b) {
        state = State.DATA;
        switch (b) {
            case IAC -> data.write(IAC);
            case DO, DONT, WILL, WONT -> {
                command = b;
                state = State.OPTION;
            }
            case SB -> state = State.SUB;
            case ARE_YOU_THERE -> replies.writeBytes("\r\n[yes]\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            default -> { } // nothing to be done here
        }
    }

    /** Each option is refused once: who asks again is not answered, or two that refuse would never end (RFC 854, general considerations). */
    private void refuse(int option) {
        if (command == DO || command == WILL) {
            int index = option + (command == DO ? 256 : 0);
            if (!refused[index]) {
                refused[index] = true;
                replies.write(IAC);
                replies.write(command == DO ? WONT : DONT);
                replies.write(option);
            }
        }
    }

    /** What the peer has sent to the user, since the last call. */
    byte[] takeData() {
        byte[] bytes = data.toByteArray();
        data.reset();
        return bytes;
    }

    /** What the peer is to be answered, since the last call. */
    byte[] takeReplies() {
        byte[] bytes = replies.toByteArray();
        replies.reset();
        return bytes;
    }

    /** What a user has typed as it is sent: lines end with CR LF, and a byte that looks like a command is doubled. */
    static byte[] encode(byte[] typed, int length) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < length; i++) {
            int b = typed[i] & 255;
            switch (b) {
                case '\n' -> {
                    bytes.write('\r');
                    bytes.write('\n');
                }
                case '\r' -> {
                    bytes.write('\r');
                    bytes.write(0);
                }
                case IAC -> {
                    bytes.write(IAC);
                    bytes.write(IAC);
                }
                default -> bytes.write(b);
            }
        }
        return bytes.toByteArray();
    }
}

package org.sluice.kernel.tty;

import org.sluice.abi.Signals;
import org.sluice.abi.Tty;
import org.sluice.vm.memory.PhysicalMemory;

/**
 * What happens to typed bytes before a program reads them: line editing, echo, signals (POSIX.1-2017, chapter 11). Holds no
 * lock and knows no device; the terminal calls it with its own lock held.
 */
final class LineDiscipline {
    private static final int INTERRUPT = 3;
    private static final int END_OF_FILE = 4;
    private static final int BACKSPACE = 8;
    private static final int WORD_ERASE = 23;
    private static final int KILL_LINE = 21;
    private static final int SUSPEND = 26;
    private static final int QUIT = 28;
    private static final int DELETE = 127;
    private static final int MAX_LINE = 4096;
    private static final int MAX_READY = 64 << 10;

    /** Where echo and signals go. */
    interface Output {
        void echo(String text);

        void signal(int signal);
    }

    private final Output output;
    /** Counts what is copied. */
    private final PhysicalMemory memory;
    private int mode = Tty.ICANON | Tty.ECHO | Tty.ISIG | Tty.ICRNL | Tty.OPOST;
    private byte[] line = new byte[128];
    private int lineLength;
    private byte[] ready = new byte[256];
    private int readyLength;
    private int endsOfFile;

    LineDiscipline(Output output, PhysicalMemory memory) {
        this.output = output;
        this.memory = memory;
    }

    int mode() {
        return mode;
    }

    /** Changes the mode. What was typed ahead of a change to line mode counts as typed after it: Ctrl-C in it is a signal. */
    void setMode(int value) {
        boolean wasCanonical = (mode & Tty.ICANON) != 0;
        boolean canonical = (value & Tty.ICANON) != 0;
        if (wasCanonical && !canonical) {
            commit();
        }
        mode = value;
        if (!wasCanonical && canonical && readyLength > 0) {
            byte[] ahead = ready;
            int count = readyLength;
            ready = new byte[ahead.length];
            readyLength = 0;
            for (int i = 0; i < count; i++) {
                type(ahead[i]);
            }
        }
    }

    /** Whether a read would return now. */
    boolean readable() {
        return readyLength > 0 || endsOfFile > 0;
    }

    int available() {
        return readyLength;
    }

    /** Bytes for a reader: in canonical mode at most one line; 0 for an end of file typed at the start of a line. */
    int take(byte[] buffer, int offset, int length) {
        if (readyLength == 0) {
            endsOfFile--;
            return 0;
        }
        int n = Math.min(length, readyLength);
        if ((mode & Tty.ICANON) != 0) {
            for (int i = 0; i < n; i++) {
                if (ready[i] == '\n') {
                    n = i + 1;
                }
            }
        }
        memory.copy(ready, 0, buffer, offset, n);
        memory.copy(ready, n, ready, 0, readyLength - n);
        readyLength -= n;
        return n;
    }

    /** Takes one typed byte. */
    void type(int typed) {
        int c = typed == '\r' && (mode & Tty.ICRNL) != 0 ? '\n' : typed & 0xff;
        if ((mode & Tty.ISIG) != 0) {
            int signal = c == INTERRUPT ? Signals.INT : c == QUIT ? Signals.QUIT : c == SUSPEND ? Signals.TSTP : 0;
            if (signal != 0) {
                lineLength = 0;
                readyLength = 0;
                echo(caret(c));
                output.signal(signal);
                return;
            }
        }
        if ((mode & Tty.ICANON) == 0) {
            echo(printable(c));
            append(c);
            return;
        }
        switch (c) {
            case '\n' -> {
                put('\n');
                echo("\n");
                commit();
            }
            case END_OF_FILE -> {
                if (lineLength == 0) {
                    endsOfFile++;
                } else {
                    commit();
                }
            }
            case BACKSPACE, DELETE -> erase();
            case KILL_LINE -> {
                while (lineLength > 0) {
                    erase();
                }
            }
            case WORD_ERASE -> {
                while (lineLength > 0 && line[lineLength - 1] == ' ') {
                    erase();
                }
                while (lineLength > 0 && line[lineLength - 1] != ' ') {
                    erase();
                }
            }
            default -> {
                if (lineLength < MAX_LINE - 1) {
                    put(c);
                    echo(printable(c));
                } else {
                    echo("\u0007");
                }
            }
        }
    }

    private void put(int c) {
        if (lineLength == line.length) {
            line = enlarged(line, lineLength, line.length * 2);
        }
        line[lineLength++] = (byte) c;
    }

    /** Removes the last character, all bytes of it when it is one of UTF-8. */
    private void erase() {
        if (lineLength == 0) {
            return;
        }
        boolean control = (line[lineLength - 1] & 0xff) < ' ';
        while (--lineLength > 0 && (line[lineLength] & 0xc0) == 0x80) {
            continue;
        }
        echo(control ? "\b \b\b \b" : "\b \b");
    }

    private void commit() {
        int n = Math.min(lineLength, MAX_READY - readyLength);
        if (readyLength + n > ready.length) {
            ready = enlarged(ready, readyLength, Integer.highestOneBit(readyLength + n) << 1);
        }
        memory.copy(line, 0, ready, readyLength, n);
        readyLength += n;
        lineLength = 0;
    }

    private void append(int c) {
        if (readyLength == MAX_READY) {
            return;
        }
        if (readyLength == ready.length) {
            ready = enlarged(ready, readyLength, ready.length * 2);
        }
        ready[readyLength++] = (byte) c;
    }

    private byte[] enlarged(byte[] bytes, int used, int length) {
        byte[] more = new byte[length];
        memory.copy(bytes, 0, more, 0, used);
        return more;
    }

    private void echo(String text) {
        if ((mode & Tty.ECHO) != 0) {
            output.echo(text);
        }
    }

    private static String printable(int c) {
        return c < ' ' && c != '\n' && c != '\t' || c == DELETE ? caret(c) : String.valueOf((char) c);
    }

    private static String caret(int c) {
        return "^" + (char) (c ^ 0x40);
    }
}

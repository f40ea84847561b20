package org.sluice.shell.line;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Sized;
import org.jline.terminal.impl.AbstractTerminal;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jline.utils.NonBlockingReader;
import org.sluice.abi.SystemCalls;
import org.sluice.abi.Tty;
import org.sluice.shell.run.SignalState;

/** JLine's terminal over the tty calls. Never asks the terminal questions, so nothing unexpected arrives as input. */
final class SluiceTerminal extends AbstractTerminal {
    private static final int CONTROL = 0x1f;
    private static final int DELETE = 0x7f;

    private final SystemCalls sys;
    private final int in;
    private final SignalState signals;
    private final TtyInput input;
    private final TtyReader reader;
    private final TtyOutput output;
    private final PrintWriter writer;
    private int lastSize;

    /**
     * @param type    {@code TERM}
     * @param in      handle to read keys from
     * @param out     handle to draw on
     * @param signals polled when a signal cuts a read short
     */
    SluiceTerminal(SystemCalls sys, String type, int in, int out, SignalState signals) throws IOException {
        super("tty", known(type), StandardCharsets.UTF_8, SignalHandler.SIG_DFL);
        this.sys = sys;
        this.in = in;
        this.signals = signals;
        this.input = new TtyInput(sys, in, this::signalled);
        this.reader = new TtyReader(input);
        this.output = new TtyOutput(sys, out);
        this.writer = new PrintWriter(new OutputStreamWriter(output, StandardCharsets.UTF_8));
        this.lastSize = sys.ttySize(in);
        parseInfoCmp();
    }

    /** The nearest type JLine has a description of; for others it would look for a program of the host. */
    private static String known(String type) {
        if (type == null || type.isEmpty() || type.startsWith("dumb")) {
            return TYPE_DUMB;
        }
        if (type.startsWith("screen") || type.startsWith("tmux")) {
            return type.endsWith("256color") ? "screen-256color" : "screen";
        }
        if (type.equals("ansi") || type.equals("xterm") || type.equals("rxvt")) {
            return type;
        }
        return type.equals("linux") || type.startsWith("vt") ? "ansi" : "xterm-256color";
    }

    private void signalled() {
        signals.poll();
        int size = sys.ttySize(in);
        if (size != lastSize) {
            lastSize = size;
            raise(Signal.WINCH);
        }
    }

    @Override
    public NonBlockingReader reader() {
        return reader;
    }

    @Override
    public PrintWriter writer() {
        return writer;
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public Attributes getAttributes() {
        int[] tty = new int[Tty.ATTR_LENGTH];
        sys.ttyGet(in, tty);
        int mode = tty[Tty.ATTR_MODE];
        Attributes a = new Attributes();
        a.setLocalFlag(Attributes.LocalFlag.ICANON, (mode & Tty.ICANON) != 0);
        a.setLocalFlag(Attributes.LocalFlag.ECHO, (mode & Tty.ECHO) != 0);
        a.setLocalFlag(Attributes.LocalFlag.ISIG, (mode & Tty.ISIG) != 0);
        a.setInputFlag(Attributes.InputFlag.ICRNL, (mode & Tty.ICRNL) != 0);
        a.setOutputFlag(Attributes.OutputFlag.OPOST, (mode & Tty.OPOST) != 0);
        a.setControlChar(Attributes.ControlChar.VMIN, tty[Tty.ATTR_VMIN]);
        a.setControlChar(Attributes.ControlChar.VTIME, tty[Tty.ATTR_VTIME]);
        a.setControlChar(Attributes.ControlChar.VEOF, 'D' & CONTROL);
        a.setControlChar(Attributes.ControlChar.VINTR, 'C' & CONTROL);
        a.setControlChar(Attributes.ControlChar.VKILL, 'U' & CONTROL);
        a.setControlChar(Attributes.ControlChar.VWERASE, 'W' & CONTROL);
        a.setControlChar(Attributes.ControlChar.VLNEXT, 'V' & CONTROL);
        a.setControlChar(Attributes.ControlChar.VERASE, DELETE);
        return a;
    }

    /** Raw mode always waits for a byte, and takes Ctrl-C and its like as bytes. */
    @Override
    public void setAttributes(Attributes a) {
        boolean canonical = a.getLocalFlag(Attributes.LocalFlag.ICANON);
        int mode = canonical ? Tty.ICANON : 0;
        mode |= a.getLocalFlag(Attributes.LocalFlag.ECHO) ? Tty.ECHO : 0;
        mode |= canonical && a.getLocalFlag(Attributes.LocalFlag.ISIG) ? Tty.ISIG : 0;
        mode |= a.getInputFlag(Attributes.InputFlag.ICRNL) ? Tty.ICRNL : 0;
        mode |= a.getOutputFlag(Attributes.OutputFlag.OPOST) ? Tty.OPOST : 0;
        int time = canonical ? Math.max(0, a.getControlChar(Attributes.ControlChar.VTIME)) : 0;
        int[] tty = {mode, 1, time};
        sys.ttySet(in, tty);
    }

    @Override
    public Size getSize() {
        int size = sys.ttySize(in);
        int columns = size > 0 ? size >>> 16 : 0;
        int rows = size > 0 ? size & 0xffff : 0;
        return Size.of(columns == 0 ? 80 : columns, rows == 0 ? 24 : rows);
    }

    @Override
    public void setSize(Sized size) {
        throw new UnsupportedOperationException("the console sets the size");
    }

    @Override
    public TerminalProvider getProvider() {
        return null;
    }

    @Override
    public SystemStream getSystemStream() {
        return SystemStream.Output;
    }

    @Override
    public boolean hasInBandResizeSupport() {
        return false;
    }

    @Override
    public boolean supportsGraphemeClusterMode() {
        return false;
    }

    @Override
    public boolean hasKittyKeyboardSupport() {
        return false;
    }

    @Override
    public boolean isModeSupported(Mode mode) {
        return false;
    }

    @Override
    public int getDefaultForegroundColor() {
        return -1;
    }

    @Override
    public int getDefaultBackgroundColor() {
        return -1;
    }
}

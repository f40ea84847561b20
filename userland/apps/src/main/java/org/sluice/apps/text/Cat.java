package org.sluice.apps.text;

import java.io.IOException;
import java.io.InputStream;
import org.sluice.apps.Command;
import org.sluice.apps.Io;
import org.sluice.apps.Options;
import org.sluice.apps.WriteFailure;
import org.sluice.io.Area;
import org.sluice.io.AreaChannel;
import org.sluice.sys.SysException;

/** {@code cat}: writes files one after the other. */
public final class Cat extends Command {
    /** Bytes asked for at once, so that the other end can begin. */
    private static final int BATCH = 256 << 10;

    private boolean numberAll;
    private boolean numberNonBlank;
    private boolean squeeze;
    private boolean showEnds;
    private boolean showTabs;
    private boolean showControl;

    private boolean lineStart = true;
    private int blankLines;
    private long number;

    public Cat() {
        super("cat");
    }

    public static void main(String[] args) {
        new Cat().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options(
                "n/number b/number-nonblank s/squeeze-blank E/show-ends T/show-tabs v/show-nonprinting A/show-all e t u", args);
        while (options.next()) {
            switch (options.name()) {
                case "n" -> numberAll = true;
                case "b" -> numberNonBlank = true;
                case "s" -> squeeze = true;
                case "E" -> showEnds = true;
                case "T" -> showTabs = true;
                case "v" -> showControl = true;
                case "A" -> showAll(true, true);
                case "e" -> showAll(true, false);
                case "t" -> showAll(false, true);
                default -> { } // -u: output is not held back while input is awaited anyway
            }
        }
        byte[] buffer = new byte[Io.BUFFER];
        String[] files = options.operandsOr("-");
        for (int i = 0; i < files.length; i++) {
            copy(files[i], buffer);
        }
        return status();
    }

    private void showAll(boolean ends, boolean tabs) {
        showControl = true;
        showEnds |= ends;
        showTabs |= tabs;
    }

    private void copy(String file, byte[] buffer) {
        boolean plain = !(numberAll || numberNonBlank || squeeze || showEnds || showTabs || showControl);
        try {
            if (plain && passOn(file)) {
                return;
            }
            InputStream in = io.open(file);
            try {
                int n;
                while ((n = in.read(buffer)) > 0) {
                    if (plain) {
                        out.write(buffer, 0, n);
                    } else {
                        decorate(buffer, n);
                    }
                    if (in == io.in()) {
                        out.flush();
                    }
                }
            } finally {
                io.close(in);
            }
        } catch (IOException e) {
            warn(file, e);
        }
    }

    /** Passes a file's memory on unseen; false, and nothing is done, where one of the ends cannot. */
    private boolean passOn(String file) throws IOException {
        AreaChannel to = io.areasOut();
        if (to == null) {
            return false;
        }
        AreaChannel from = io.areas(file);
        if (from == null) {
            return false;
        }
        out.flush();
        try {
            Area[] areas;
            while ((areas = from.readAreas(BATCH)).length > 0) {
                give(areas, to);
            }
            return true;
        } finally {
            from.close();
        }
    }

    private static void give(Area[] areas, AreaChannel to) throws IOException {
        try {
            to.writeAreas(areas);
        } catch (SysException e) {
            throw new WriteFailure(e);
        } finally {
            for (Area area : areas) {
                area.close();
            }
        }
    }

    private void decorate(byte[] buffer, int length) {
        for (int i = 0; i < length; i++) {
            int b = buffer[i] & 0xff;
            if (lineStart) {
                blankLines = b == '\n' ? blankLines + 1 : 0;
                if (squeeze && blankLines > 1) {
                    continue;
                }
                if (numberNonBlank ? b != '\n' : numberAll) {
                    out.printRight(Long.toString(++number), 6);
                    out.write('\t');
                }
            }
            lineStart = b == '\n';
            show(b);
        }
    }

    private void show(int b) {
        if (b == '\n') {
            if (showEnds) {
                out.write('$');
            }
            out.write('\n');
        } else if (b == '\t') {
            out.print(showTabs ? "^I" : "\t");
        } else if (!showControl) {
            out.write(b);
        } else {
            int c = b;
            if (c >= 128) {
                out.print("M-");
                c -= 128;
            }
            if (c == 127) {
                out.print("^?");
            } else if (c < 32) {
                out.write('^');
                out.write(c + 64);
            } else {
                out.write(c);
            }
        }
    }
}

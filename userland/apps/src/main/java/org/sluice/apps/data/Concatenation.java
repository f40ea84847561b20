package org.sluice.apps.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.sluice.apps.Io;

/** Several files read as if they were one. */
final class Concatenation {
    /** Hears of files that cannot be read. */
    interface Problems {
        void report(String file, IOException e);
    }

    private final Io io;
    private final String[] files;
    private final Problems problems;
    private int next;
    private int opened;
    private InputStream in;
    private InputStream raw;

    Concatenation(Io io, String[] files, Problems problems) {
        this.io = io;
        this.files = files;
        this.problems = problems;
    }

    /** How many files could be opened so far. */
    int opened() {
        return opened;
    }

    /** Fills the front of a buffer; returns fewer bytes than asked for only at the end of the last file. */
    int read(byte[] buffer, int wanted) throws IOException {
        int filled = 0;
        while (filled < wanted && (in != null || open())) {
            int n;
            try {
                n = in.read(buffer, filled, wanted - filled);
            } catch (IOException e) {
                problems.report(files[next - 1], e);
                n = -1;
            }
            if (n <= 0) {
                io.close(raw);
                in = null;
            } else {
                filled += n;
            }
        }
        return filled;
    }

    /** Leaves out bytes at the front. */
    void skip(long bytes) throws IOException {
        byte[] buffer = new byte[8192];
        long left = bytes;
        int n = 1;
        while (left > 0 && n > 0) {
            n = read(buffer, (int) Math.min(buffer.length, left));
            left -= n;
        }
    }

    private boolean open() {
        while (next < files.length) {
            String file = files[next++];
            try {
                raw = io.open(file);
                in = new BufferedInputStream(raw, Io.BUFFER);
                opened++;
                return true;
            } catch (IOException e) {
                problems.report(file, e);
            }
        }
        return false;
    }
}

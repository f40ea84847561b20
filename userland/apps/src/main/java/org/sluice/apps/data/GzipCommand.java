package org.sluice.apps.data;

import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.sluice.abi.FileFlags;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Io;
import org.sluice.apps.Options;
import org.sluice.apps.Output;

/** What gzip, gunzip and zcat have in common. */
abstract class GzipCommand extends Command {
    private boolean decompress;
    private boolean toOutput;
    private boolean keep;
    private boolean force;
    private boolean test;
    private boolean verbose;
    private boolean quiet;
    private int level = 6;
    private String suffix = ".gz";

    GzipCommand(String name, boolean decompress, boolean toOutput) {
        super(name);
        this.decompress = decompress;
        this.toOutput = toOutput;
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("c/stdout d/decompress k/keep f/force t/test v/verbose q/quiet n/no-name N/name S/suffix: "
                + "1/fast 2 3 4 5 6 7 8 9/best", args);
        while (options.next()) {
            switch (options.name()) {
                case "c" -> toOutput = true;
                case "d" -> decompress = true;
                case "k" -> keep = true;
                case "f" -> force = true;
                case "t" -> {
                    test = true;
                    decompress = true;
                }
                case "v" -> verbose = true;
                case "q" -> quiet = true;
                case "n", "N" -> { } // names are neither stored nor restored
                case "S" -> suffix = options.value();
                default -> level = options.name().charAt(0) - '0';
            }
        }
        String[] files = options.operands();
        if (files.length == 0) {
            files = new String[] {"-"};
        }
        for (int i = 0; i < files.length; i++) {
            if (files[i].equals("-")) {
                stream(files[i]);
            } else {
                file(files[i]);
            }
        }
        return status();
    }

    private void stream(String shown) {
        boolean terminal = decompress ? io.isTerminal(0) : io.isTerminal(1);
        if (terminal && !force && !test) {
            throw new Failure(1, "compressed data not " + (decompress ? "read from" : "written to")
                    + " a terminal; use -f to force it");
        }
        try {
            convert(io.in(), test ? null : out, "stdin");
        } catch (IOException e) {
            warn(shown.equals("-") ? "stdin" : shown, e);
        }
    }

    private void file(String name) throws IOException {
        String source = name;
        if (decompress && !io.file(name).exists() && io.file(name + suffix).exists()) {
            source = name + suffix;
        }
        if (io.file(source).isDirectory()) {
            warn(source + " is a directory -- ignored");
            return;
        }
        try (InputStream in = io.open(source)) {
            if (test || toOutput) {
                convert(in, test ? null : out, source);
                return;
            }
        } catch (IOException e) {
            warn(source, e);
            return;
        }
        replace(source);
    }

    private void replace(String source) throws IOException {
        boolean hasSuffix = source.endsWith(suffix) || source.endsWith(".tgz");
        if (decompress != hasSuffix) {
            warn(source + (decompress ? ": unknown suffix -- ignored" : " already has " + suffix + " suffix -- unchanged"));
            return;
        }
        String target = !decompress ? source + suffix
                : source.endsWith(".tgz") ? source.substring(0, source.length() - 3) + "tar"
                : source.substring(0, source.length() - suffix.length());
        if (io.file(target).exists() && !force) {
            warn(target + " already exists; not overwritten (use -f)");
            return;
        }
        boolean complete = false;
        try (InputStream in = io.open(source); FileOutputStream file = new FileOutputStream(io.file(target))) {
            Output to = new Output(file, false);
            convert(in, to, source);
            to.flush();
            complete = true;
        } catch (IOException e) {
            warn(source, e);
        } finally {
            if (!complete) {
                Files.deleteIfExists(io.path(target));
            }
        }
        if (complete) {
            finish(source, target);
        }
    }

    private void finish(String source, String target) {
        try {
            long[] stat = io.stat(source, true);
            FileTime time = FileTime.from(stat[FileFlags.ST_MTIME], TimeUnit.NANOSECONDS);
            Files.getFileAttributeView(io.path(target), BasicFileAttributeView.class).setTimes(time, null, null);
            if (verbose) {
                io.err().println(source + ":\t" + (keep ? "created " : "replaced with ") + target);
            }
            if (!keep) {
                Files.delete(io.path(source));
            }
        } catch (IOException e) {
            warn(target, e);
        }
    }

    /** @param to where the result goes, or {@code null} to check only */
    private void convert(InputStream in, Output to, String shown) throws IOException {
        byte[] buffer = new byte[Io.BUFFER];
        int n;
        if (!decompress) {
            Deflation deflation = new Deflation(to, level);
            while ((n = in.read(buffer)) > 0) {
                deflation.write(buffer, 0, n);
            }
            deflation.finish();
            return;
        }
        try (GZIPInputStream unzipped = new GZIPInputStream(new Unclosed(in), Io.BUFFER)) {
            while ((n = unzipped.read(buffer)) > 0) {
                if (to != null) {
                    to.write(buffer, 0, n);
                }
            }
        } catch (EOFException e) {
            throw new IOException("unexpected end of file");
        } catch (ZipException e) {
            String reason = String.valueOf(e.getMessage());
            if (reason.contains("Not in GZIP")) {
                throw new IOException("not in gzip format");
            }
            throw new IOException(reason.contains("Corrupt") ? "invalid compressed data--crc error"
                    : "invalid compressed data: " + reason);
        }
        if (verbose && test && !quiet) {
            io.err().println(shown + ":\tOK");
        }
    }

    /** Leaves closing to whoever opened the stream. */
    private static final class Unclosed extends java.io.FilterInputStream {
        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // standard input stays open for the next operand
        }
    }
}

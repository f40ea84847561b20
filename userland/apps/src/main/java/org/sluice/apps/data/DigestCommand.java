package org.sluice.apps.data;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Io;
import org.sluice.apps.Lines;
import org.sluice.apps.Options;

/** What md5sum and sha256sum have in common. */
abstract class DigestCommand extends Command {
    private static final String DIGITS = "0123456789abcdef";

    private final String algorithm;
    private final String label;
    private boolean quiet;
    private boolean silent;
    private boolean strict;
    private boolean ignoreMissing;

    private int malformed;
    private int unreadable;
    private int different;

    /**
     * @param algorithm its name in the class library
     * @param label     its name in output and messages
     */
    DigestCommand(String name, String algorithm, String label) {
        super(name);
        this.algorithm = algorithm;
        this.label = label;
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("c/check b/binary t/text tag quiet status strict w/warn ignore-missing z/zero", args);
        boolean check = false;
        boolean tag = false;
        char mark = ' ';
        int end = '\n';
        while (options.next()) {
            switch (options.name()) {
                case "c" -> check = true;
                case "b" -> mark = '*';
                case "t" -> mark = ' ';
                case "tag" -> tag = true;
                case "quiet" -> quiet = true;
                case "status" -> silent = true;
                case "strict" -> strict = true;
                case "ignore-missing" -> ignoreMissing = true;
                case "z" -> end = 0;
                default -> { } // -w: malformed lines are summed up in any case
            }
        }
        String[] files = options.operandsOr("-");
        for (int i = 0; i < files.length; i++) {
            try {
                if (check) {
                    check(files[i]);
                } else {
                    String digest = digest(files[i]);
                    out.print(tag ? label + " (" + files[i] + ") = " + digest : digest + " " + mark + files[i]);
                    out.write(end);
                }
            } catch (IOException e) {
                warn(files[i], e);
            }
        }
        return status();
    }

    private String digest(String file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new Failure(1, "this system lacks " + algorithm);
        }
        InputStream in = io.open(file);
        try {
            byte[] buffer = new byte[Io.BUFFER];
            int n;
            while ((n = in.read(buffer)) > 0) {
                digest.update(buffer, 0, n);
            }
        } finally {
            io.close(in);
        }
        byte[] bytes = digest.digest();
        StringBuilder text = new StringBuilder(2 * bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            text.append(DIGITS.charAt(bytes[i] >> 4 & 15)).append(DIGITS.charAt(bytes[i] & 15));
        }
        return text.toString();
    }

    private void check(String list) throws IOException {
        malformed = 0;
        unreadable = 0;
        different = 0;
        int proper = 0;
        InputStream in = io.open(list);
        Lines lines = new Lines(in);
        while (lines.next()) {
            if (lines.length() > 0 && lines.buffer()[lines.start()] != '#') {
                proper += checkLine(lines.text()) ? 1 : 0;
            }
        }
        io.close(in);
        if (proper == 0) {
            throw new Failure(1, list + ": no properly formatted checksum lines found");
        }
        sum(malformed, "line is improperly formatted", "lines are improperly formatted");
        sum(unreadable, "listed file could not be read", "listed files could not be read");
        sum(different, "computed checksum did NOT match", "computed checksums did NOT match");
        if (unreadable + different > 0 || strict && malformed > 0) {
            fail();
        }
    }

    private void sum(int count, String one, String many) {
        if (count > 0 && !silent) {
            out.flush();
            io.err().println(name() + ": WARNING: " + count + " " + (count == 1 ? one : many));
        }
    }

    /** Checks one line {@code DIGEST  FILE} or {@code LABEL (FILE) = DIGEST}; false when it is neither. */
    private boolean checkLine(String line) {
        String expected;
        String file;
        int equals = line.lastIndexOf(") = ");
        if (line.startsWith(label + " (") && equals > 0) {
            expected = line.substring(equals + 4);
            file = line.substring(label.length() + 2, equals);
        } else {
            int space = line.indexOf(' ');
            if (space < 0 || space + 2 >= line.length() || " *".indexOf(line.charAt(space + 1)) < 0) {
                malformed++;
                return false;
            }
            expected = line.substring(0, space);
            file = line.substring(space + 2);
        }
        if (!isDigest(expected)) {
            malformed++;
            return false;
        }
        compare(file, expected);
        return true;
    }

    private boolean isDigest(String text) {
        int bytes = algorithm.equals("MD5") ? 16 : 32;
        if (text.length() != 2 * bytes) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.digit(text.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private void compare(String file, String expected) {
        String verdict;
        try {
            boolean same = digest(file).equalsIgnoreCase(expected);
            different += same ? 0 : 1;
            verdict = same ? "OK" : "FAILED";
        } catch (IOException e) {
            if (ignoreMissing && !io.file(file).exists()) {
                return;
            }
            unreadable++;
            if (!silent) {
                warn(file, e);
            }
            verdict = "FAILED open or read";
        }
        if (!silent && !(quiet && verdict.equals("OK"))) {
            out.println(file + ": " + verdict);
        }
    }
}

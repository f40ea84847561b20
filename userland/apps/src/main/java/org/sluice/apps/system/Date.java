package org.sluice.apps.system;

import java.io.FileInputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.sluice.abi.FileFlags;
import org.sluice.apps.Command;
import org.sluice.apps.DateText;
import org.sluice.apps.Failure;
import org.sluice.apps.Lines;
import org.sluice.apps.Options;
import org.sluice.apps.Reasons;

/** {@code date}: shows the date and time. */
public final class Date extends Command {
    private static final long SECOND = 1_000_000_000L;
    private String format = "%a %b %e %H:%M:%S %Z %Y";

    public Date() {
        super("date");
    }

    public static void main(String[] args) {
        new Date().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("u/utc universal d/date: f/file: r/reference: R/rfc-email I iso-8601? rfc-3339:",
                isoOptions(args));
        boolean utc = false;
        String text = null;
        String file = null;
        String reference = null;
        while (options.next()) {
            String value = options.value();
            switch (options.name()) {
                case "u", "universal" -> utc = true;
                case "d" -> text = value;
                case "f" -> file = value;
                case "r" -> reference = value;
                case "R" -> format = "%a, %d %b %Y %H:%M:%S %z";
                case "rfc-3339" -> format = iso(value).replace('T', ' ');
                default -> format = iso(value == null ? "date" : value);
            }
        }
        ZoneId zone = utc ? ZoneOffset.UTC : DateText.zone(io);
        takeFormat(options.operands());
        if (file != null) {
            try (FileInputStream in = new FileInputStream(io.file(file))) {
                Lines lines = new Lines(in);
                while (lines.next()) {
                    show(DateText.parse(lines.text(), zone, io.now()), zone);
                }
            }
            return status();
        }
        show(reference != null ? changed(reference) : text != null ? DateText.parse(text, zone, io.now())
                : io.now() * 1_000_000, zone);
        return status();
    }

    /** {@code -Iseconds}: the value of this letter may be left out, so it is turned into the long form first. */
    private static String[] isoOptions(String[] args) {
        String[] changed = args.clone();
        for (int i = 0; i < changed.length; i++) {
            if (changed[i].startsWith("-I") && changed[i].length() > 2) {
                changed[i] = "--iso-8601=" + changed[i].substring(2);
            }
        }
        return changed;
    }

    private static String iso(String precision) {
        return switch (precision) {
            case "date" -> "%Y-%m-%d";
            case "hours" -> "%Y-%m-%dT%H%:z";
            case "minutes" -> "%Y-%m-%dT%H:%M%:z";
            case "seconds" -> "%Y-%m-%dT%H:%M:%S%:z";
            case "ns" -> "%Y-%m-%dT%H:%M:%S,%N%:z";
            default -> throw new Failure.Usage("invalid precision '" + precision + "': use date, hours, minutes, seconds or ns");
        };
    }

    private void takeFormat(String[] operands) {
        if (operands.length > 1) {
            throw new Failure.Usage("extra operand '" + operands[1] + "'");
        }
        if (operands.length == 1) {
            if (!operands[0].startsWith("+")) {
                throw new Failure(1, "invalid date '" + operands[0] + "': the clock cannot be set, and a format begins with +");
            }
            format = operands[0].substring(1);
        }
    }

    private long changed(String name) {
        try {
            return io.stat(name, true)[FileFlags.ST_MTIME];
        } catch (IOException e) {
            throw new Failure(1, "'" + name + "': " + Reasons.of(e));
        }
    }

    private void show(long nanos, ZoneId zone) {
        Instant instant = Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
        out.println(DateFormat.format(format, ZonedDateTime.ofInstant(instant, zone)));
    }
}

package org.sluice.apps.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Lines;
import org.sluice.apps.Numbers;
import org.sluice.apps.Options;

/** {@code nl}: numbers lines. */
public final class Nl extends Command {
    private String style = "t";
    private Pattern pattern;
    private String format = "rn";
    private String separator = "\t";
    private int width = 6;
    private long number = 1;
    private long step = 1;

    public Nl() {
        super("nl");
    }

    public static void main(String[] args) {
        new Nl().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options(
                "b/body-numbering: n/number-format: s/number-separator: w/number-width: v/starting-line-number: "
                        + "i/line-increment:", args);
        while (options.next()) {
            String value = options.value();
            switch (options.name()) {
                case "b" -> setStyle(value);
                case "n" -> setFormat(value);
                case "s" -> separator = value;
                case "w" -> width = setWidth(options.number("line number field width"));
                case "v" -> number = options.number("starting line number");
                default -> step = options.number("line number increment");
            }
        }
        String[] files = options.operandsOr("-");
        for (int i = 0; i < files.length; i++) {
            try {
                InputStream in = io.open(files[i]);
                Lines lines = new Lines(in);
                while (lines.next()) {
                    line(lines);
                }
                io.close(in);
            } catch (IOException e) {
                warn(files[i], e);
            }
        }
        return status();
    }

    private void setStyle(String value) {
        if (value.startsWith("p")) {
            pattern = Regex.compile(value.substring(1), false, false);
        } else if (!value.equals("a") && !value.equals("t") && !value.equals("n")) {
            throw new Failure.Usage("invalid body numbering style: '" + value + "'");
        }
        style = value.substring(0, 1);
    }

    private void setFormat(String value) {
        if (!value.equals("ln") && !value.equals("rn") && !value.equals("rz")) {
            throw new Failure.Usage("invalid line numbering format: '" + value + "'");
        }
        format = value;
    }

    private static int setWidth(long value) {
        if (value < 1 || value > 1000) {
            throw new Failure.Usage("invalid line number field width: '" + value + "'");
        }
        return (int) value;
    }

    private boolean isNumbered(Lines lines) {
        return switch (style) {
            case "a" -> true;
            case "t" -> lines.length() > 0;
            case "p" -> pattern.matcher(lines.text()).find();
            default -> false;
        };
    }

    private void line(Lines lines) {
        if (isNumbered(lines)) {
            String digits = Long.toString(number);
            switch (format) {
                case "ln" -> out.printLeft(digits, width);
                case "rz" -> out.print(Numbers.zeros(number, width));
                default -> out.printRight(digits, width);
            }
            out.print(separator);
            number += step;
        } else {
            out.pad(width + separator.length());
        }
        lines.writeTo(out);
    }
}

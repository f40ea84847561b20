package org.sluice.drill.code;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.drill.script.Unsupported;

/** The operator % of strings. */
final class Format {
    private static final Pattern CONVERSION = Pattern.compile("%([-+ 0#]*\\d*(?:\\.\\d+)?)l*([a-zA-Z%])");

    private Format() {
    }

    static String apply(String format, List<?> values) {
        StringBuilder text = new StringBuilder();
        Matcher m = CONVERSION.matcher(format);
        int used = 0;
        int from = 0;
        while (m.find()) {
            text.append(format, from, m.start());
            from = m.end();
            if (m.group(2).equals("%")) {
                text.append('%');
                continue;
            }
            if (used == values.size()) {
                throw new CodeFailure("TypeError: not enough values for '" + format + "'");
            }
            Object value = values.get(used++);
            text.append(switch (m.group(2)) {
                case "d", "i", "u" -> String.format(Locale.ROOT, "%" + m.group(1) + "d",
                    value instanceof Double d ? (Object) d.longValue() : (Object) Evaluator.whole(value));
                case "x" -> String.format(Locale.ROOT, "%" + m.group(1) + "x", Evaluator.whole(value));
                case "f", "e", "g" -> String.format(Locale.ROOT, "%" + m.group(1) + m.group(2), Evaluator.real(value));
                case "s", "r" -> String.format(Locale.ROOT, "%" + m.group(1) + "s", Evaluator.show(value));
                default -> throw new Unsupported(0, "in code: format %" + m.group(2));
            });
        }
        return text.append(format.substring(from)).toString();
    }
}

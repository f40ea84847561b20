package org.sluice.vm.device.atm.link;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.vm.device.atm.cell.CellHeader;

/**
 * Cell rates as people write them: {@code stm1}, {@code stm4}, {@code stm16} (what ITU-T I.432.2 and G.707 leave for cells: 149.76
 * Mbit/s and its multiples), cells a second such as {@code 2000}, or bits of cells a second such as {@code 10M} or {@code 64k}.
 */
public final class Rates {
    private static final int CELL_BITS = CellHeader.CELL * 8;
    private static final double NANOS = 1e9;
    private static final double STM1_BITS = 149_760_000;
    private static final double MOST = 1e9;
    private static final Map<String, Double> NAMED = named();
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)([kMG]?)(?:bit)?");

    private Rates() {
    }

    private static Map<String, Double> named() {
        Map<String, Double> rates = new LinkedHashMap<>();
        rates.put("stm1", STM1_BITS / CELL_BITS);
        rates.put("stm4", 4 * STM1_BITS / CELL_BITS);
        rates.put("stm16", 16 * STM1_BITS / CELL_BITS);
        return rates;
    }

    /** Cells a second. @throws IllegalArgumentException with a message that says what is wrong */
    public static double parse(String text) {
        Double known = NAMED.get(text.toLowerCase(Locale.ROOT));
        if (known != null) {
            return known;
        }
        Matcher m = NUMBER.matcher(text);
        if (!m.matches() || m.group(2).isEmpty() && text.endsWith("bit")) {
            throw new IllegalArgumentException("rate " + text + ": expected stm1, stm4, stm16, cells a second such as 2000, or bits such as 10M");
        }
        double number = Double.parseDouble(m.group(1));
        double rate = switch (m.group(2)) {
            case "k" -> number * 1e3 / CELL_BITS;
            case "M" -> number * 1e6 / CELL_BITS;
            case "G" -> number * 1e9 / CELL_BITS;
            default -> number;
        };
        if (rate < 1 || rate > MOST) {
            throw new IllegalArgumentException("rate " + text + ": must be 1 to 1000000000 cells a second");
        }
        return rate;
    }

    static double nanosPerCell(double rate) {
        return NANOS / rate;
    }

    /** As short as it can be told. */
    static String name(double rate) {
        for (Map.Entry<String, Double> known : NAMED.entrySet()) {
            if (known.getValue() == rate) {
                return known.getKey();
            }
        }
        return rate == Math.rint(rate) ? (long) rate + "cells/s" : String.format(Locale.ROOT, "%.3fcells/s", rate);
    }
}

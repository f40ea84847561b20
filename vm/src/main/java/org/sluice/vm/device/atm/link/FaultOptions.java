package org.sluice.vm.device.atm.link;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What goes wrong, as people ask for it: one option after the other. */
final class FaultOptions {
    private static final Pattern TIME = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)(ns|us|ms|s)");
    private static final double MAX_DELAY = 10e9;

    private double loss;
    private double bitErrors;
    private double misinsert;
    private double duplicate;
    private double reorder;
    private long delay;
    private long jitter;
    private boolean perPdu;
    private long seed = Faults.NONE.seed();

    /** Nothing yet. @param perPdu whether things happen to PDUs unless that is said */
    FaultOptions(boolean perPdu) {
        this.perPdu = perPdu;
    }

    /**
     * Takes an option.
     *
     * @return false if there is none of that name
     * @throws IllegalArgumentException with a message that says what is wrong with the value
     */
    boolean set(String name, String value) {
        switch (name) {
            case "loss" -> loss = probability(name, value);
            case "biterrors" -> bitErrors = probability(name, value);
            case "misinsert" -> misinsert = probability(name, value);
            case "duplicate" -> duplicate = probability(name, value);
            case "reorder" -> reorder = probability(name, value);
            case "per" -> perPdu = unit(value);
            case "delay" -> delay = time(name, value);
            case "jitter" -> jitter = time(name, value);
            case "seed" -> seed = number(value);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** What was asked for. @throws IllegalArgumentException if that does not go together */
    Faults faults() {
        return new Faults(loss, bitErrors, misinsert, duplicate, reorder, delay, jitter, perPdu, seed);
    }

    private static double probability(String name, String value) {
        double number;
        try {
            number = Double.parseDouble(value);
        } catch (NumberFormatException e) {
            number = Double.NaN;
        }
        if (!(number >= 0 && number <= 1)) {
            throw new IllegalArgumentException(name + "=" + value + ": expected a probability of 0 to 1, such as 0.01 or 1e-6");
        }
        return number;
    }

    private static long time(String name, String value) {
        Matcher m = TIME.matcher(value);
        double nanos = m.matches() ? Double.parseDouble(m.group(1)) * switch (m.group(2)) {
            case "ns" -> 1;
            case "us" -> 1e3;
            case "ms" -> 1e6;
            default -> 1e9;
        } : -1;
        if (nanos < 0 || nanos > MAX_DELAY) {
            throw new IllegalArgumentException(name + "=" + value + ": expected a time up to 10s, such as 1ms or 200us");
        }
        return Math.round(nanos);
    }

    private static boolean unit(String value) {
        if (!value.equals("pdu") && !value.equals("cell")) {
            throw new IllegalArgumentException("per=" + value + ": expected pdu or cell");
        }
        return value.equals("pdu");
    }

    private static long number(String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("seed=" + value + ": expected a whole number");
        }
    }
}

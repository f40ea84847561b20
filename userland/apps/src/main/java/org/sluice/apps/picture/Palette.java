package org.sluice.apps.picture;

import java.util.ArrayList;
import java.util.List;

/** Colours of owners: grey and brown for the kernel's uses, a hue for each process, in which its uses are shades. */
final class Palette {
    /** Uses in the order of the legend. */
    static final List<String> USES = List.of("reserved", "kernel", "dma", "pipe", "file", "cache", "area", "spare", "paged", "free");
    private static final double FIRST_HUE = 0.02;
    /** The golden section: hues of neighbours are far apart however many there are. */
    private static final double HUE_STEP = 0.618033988749895;
    private static final int UNKNOWN = 0xff00ff;

    private final List<Integer> processes = new ArrayList<>();

    Palette(List<FrameRuns.Run> owners) {
        for (FrameRuns.Run owner : owners) {
            if (owner.process() != 0 && !processes.contains(owner.process())) {
                processes.add(owner.process());
            }
        }
        processes.sort(null);
    }

    /** Whether a use has a colour for each process. */
    static boolean isOfProcess(String use) {
        return use.equals("area") || use.equals("spare") || use.equals("paged");
    }

    int colour(FrameRuns.Run owner) {
        if (owner.process() != 0) {
            double hue = (FIRST_HUE + processes.indexOf(owner.process()) * HUE_STEP) % 1;
            return switch (owner.use()) {
                case "area" -> shade(hue, 0.85, 0.85);
                case "spare" -> shade(hue, 0.35, 0.95);
                default -> shade(hue, 0.75, 0.55);
            };
        }
        return switch (owner.use()) {
            case FrameRuns.FREE -> 0xf0f0ec;
            case "reserved" -> 0x000000;
            case "kernel" -> 0x3a3f4a;
            case "dma" -> 0x7a4f2a;
            case "pipe" -> 0xb59a5a;
            case "file" -> 0x6d7f93;
            case "cache" -> 0xb0bccb;
            case "area" -> 0x8a8f00;
            case "paged" -> 0x5a5a00;
            default -> UNKNOWN;
        };
    }

    /** What a use is in the legend. */
    static String describe(FrameRuns.Run owner) {
        return switch (owner.use()) {
            case "dma" -> "drivers, DMA";
            case "file" -> "files in memory";
            case "cache" -> "file cache";
            case "pipe" -> "pipes";
            case "area" -> owner.process() == 0 ? "areas on their way" : "areas";
            case "spare" -> "kept";
            default -> owner.use();
        };
    }

    /** A colour by hue, saturation and value, each 0 to 1. */
    private static int shade(double hue, double saturation, double value) {
        int colour = 0;
        for (int part = 0; part < 3; part++) {
            // red, green and blue are the same curve, a third of the circle apart
            double k = (5 - 2 * part + hue * 6) % 6;
            double level = value - value * saturation * Math.clamp(Math.min(k, 4 - k), 0, 1);
            colour = colour << 8 | (int) Math.round(level * 255);
        }
        return colour;
    }
}

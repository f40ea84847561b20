package org.sluice.apps.picture;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/**
 * The picture: memory in rows of cells, lowest address at the upper left, and a legend. A cell is a frame; in a large memory it is
 * a group of frames, with the colour of what most of those in use are used for, so that one in use is seen among free ones.
 */
public final class MapPicture {
    private static final int MARGIN = 16;
    private static final int ADDRESSES = 7 * Canvas.CHARACTER;
    private static final int GRID = 1024;
    private static final int LARGEST_CELL = 16;
    private static final int SMALLEST_CELL = 2;
    private static final int MOST_HEIGHT = 512;
    private static final int LABEL_EVERY = 64;
    private static final int TOP = MARGIN + 2 * Canvas.LINE;
    private static final int LEGEND_COLUMNS = 2;
    private static final int MOST_ENTRIES = 40;
    private static final int BOX = 16;
    private static final long FRAME_BYTES = 4096;
    private static final int PAPER = 0xffffff;
    private static final int INK = 0x202020;

    private final FrameRuns map;
    private final Map<Integer, String> names;
    private final List<FrameRuns.Run> owners;
    private final Palette palette;
    private final int cell;
    private final int group;
    private final int columns;
    private final int rows;

    /** @param names names of processes by their ids */
    public MapPicture(FrameRuns map, Map<Integer, String> names) {
        this.map = map;
        this.names = names;
        owners = map.owners(Palette.USES);
        palette = new Palette(owners);
        int side = LARGEST_CELL;
        while (side > SMALLEST_CELL && rows(side, 1) * side > MOST_HEIGHT) {
            side /= 2;
        }
        int frames = 1;
        while (rows(side, frames) * side > MOST_HEIGHT) {
            frames *= 2;
        }
        cell = side;
        group = frames;
        columns = GRID / cell;
        rows = rows(cell, group);
    }

    private int rows(int side, int frames) {
        int perRow = GRID / side * frames;
        return (map.frames() + perRow - 1) / perRow;
    }

    private int width() {
        return MARGIN + ADDRESSES + GRID + MARGIN;
    }

    private int height() {
        int entries = Math.min(owners.size(), MOST_ENTRIES + 1);
        return TOP + rows * cell + Canvas.LINE + (entries + LEGEND_COLUMNS - 1) / LEGEND_COLUMNS * Canvas.LINE + MARGIN;
    }

    /** Writes the picture as SVG. The stream stays open. */
    public void writeSvg(OutputStream out) throws IOException {
        Canvas canvas = new SvgCanvas(width(), height());
        draw(canvas);
        canvas.writeTo(out);
    }

    /** Writes the picture as PNG. The stream stays open. */
    public void writePng(OutputStream out) throws IOException {
        Canvas canvas = new PngCanvas(width(), height());
        draw(canvas);
        canvas.writeTo(out);
    }

    private void draw(Canvas canvas) {
        canvas.fill(0, 0, width(), height(), PAPER);
        int left = MARGIN + ADDRESSES;
        canvas.text(left, MARGIN, mebibytes(map.frames()) + " MiB of physical memory, a cell is "
            + (group == 1 ? "a frame of 4 KiB" : group + " frames, " + group * FRAME_BYTES / 1024 + " KiB"), INK);
        for (int y = 0; y < rows * cell; y += LABEL_EVERY) {
            long frame = (long) y / cell * columns * group;
            canvas.text(MARGIN, TOP + y, mebibytes(frame) + "M", INK);
        }
        cells(canvas, left);
        legend(canvas, left);
    }

    private void cells(Canvas canvas, int left) {
        int[] count = new int[owners.size()];
        List<FrameRuns.Run> runs = map.runs();
        int run = 0;
        int cells = (map.frames() + group - 1) / group;
        int start = 0;
        int colourBefore = -1;
        for (int i = 0; i <= cells; i++) {
            int colour = -1;
            if (i < cells) {
                int from = i * group;
                int end = Math.min(map.frames(), from + group);
                java.util.Arrays.fill(count, 0);
                while (true) {
                    FrameRuns.Run r = runs.get(run);
                    int last = r.first() + r.count();
                    count[owner(r)] += Math.min(end, last) - Math.max(from, r.first());
                    if (last > end || run + 1 == runs.size()) {
                        break;
                    }
                    run++;
                    if (last == end) {
                        break;
                    }
                }
                colour = palette.colour(owners.get(most(count)));
            }
            // cells of one colour in one row are one rectangle
            if (i == cells || colour != colourBefore || i % columns == 0) {
                if (i > start) {
                    canvas.fill(left + start % columns * cell, TOP + start / columns * cell, (i - start) * cell, cell, colourBefore);
                }
                start = i;
                colourBefore = colour;
            }
        }
    }

    private int owner(FrameRuns.Run run) {
        for (int i = 0; i < owners.size(); i++) {
            if (owners.get(i).like(run)) {
                return i;
            }
        }
        throw new IllegalStateException(run.toString());
    }

    /** The owner with the most frames; free ones count if there are no others. */
    private int most(int[] count) {
        int best = -1;
        for (int i = 0; i < count.length; i++) {
            boolean free = owners.get(i).use().equals(FrameRuns.FREE);
            if (count[i] > 0 && (best < 0 || !free && (count[i] > count[best] || owners.get(best).use().equals(FrameRuns.FREE)))) {
                best = i;
            }
        }
        return best;
    }

    private void legend(Canvas canvas, int left) {
        int top = TOP + rows * cell + Canvas.LINE;
        int shown = Math.min(owners.size(), MOST_ENTRIES);
        for (int i = 0; i < shown; i++) {
            FrameRuns.Run owner = owners.get(i);
            int x = left + i % LEGEND_COLUMNS * (GRID / LEGEND_COLUMNS);
            int y = top + i / LEGEND_COLUMNS * Canvas.LINE;
            canvas.fill(x, y, BOX, BOX, INK);
            canvas.fill(x + 1, y + 1, BOX - 2, BOX - 2, palette.colour(owner));
            canvas.text(x + BOX + Canvas.CHARACTER / 2, y + 1, line(owner), INK);
        }
        if (owners.size() > shown) {
            canvas.text(left, top + shown / LEGEND_COLUMNS * Canvas.LINE, "and " + (owners.size() - shown) + " more", INK);
        }
    }

    /** An owner and what it has: 39 characters, the width of a legend's column. */
    private String line(FrameRuns.Run owner) {
        String name = Palette.describe(owner);
        String process = owner.process() == 0 ? "" : " " + owner.process() + " " + names.getOrDefault(owner.process(), "");
        String text = name + process;
        String amount = amount(owner.count());
        int room = GRID / LEGEND_COLUMNS / Canvas.CHARACTER - 3 - amount.length();
        text = text.length() > room ? text.substring(0, room) : text + " ".repeat(room - text.length());
        return text + amount;
    }

    private String amount(int frames) {
        long tenths = Math.round(1000.0 * frames / map.frames());
        String percent = tenths / 10 + "." + tenths % 10 + "%";
        String kibibytes = frames * (FRAME_BYTES / 1024) + "K";
        String size = frames < 256 * 10 ? kibibytes : mebibytes(frames) + "M";
        return " ".repeat(Math.max(1, 7 - size.length())) + size + " ".repeat(Math.max(1, 7 - percent.length())) + percent;
    }

    private static long mebibytes(long frames) {
        return frames * FRAME_BYTES >> 20;
    }

    /** The legend as text, a line for each owner. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (FrameRuns.Run owner : owners) {
            text.append(line(owner)).append('\n');
        }
        return text.toString();
    }
}

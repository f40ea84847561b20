package org.sluice.apps.picture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** A picture as PNG (ISO/IEC 15948): 8 bits for each of red, green and blue. */
final class PngCanvas implements Canvas {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int DEPTH = 8;
    private static final int TRUE_COLOUR = 2;
    /** Every row says how it is filtered: by the difference to the row above, which is none for most. */
    private static final int FILTER_UP = 2;
    private static final int DOT = 2;

    private final int width;
    private final int height;
    private final int[] pixels;

    PngCanvas(int width, int height) {
        this.width = width;
        this.height = height;
        pixels = new int[width * height];
    }

    @Override
    public void fill(int x, int y, int w, int h, int colour) {
        int right = Math.min(width, x + w);
        for (int row = Math.max(0, y); row < Math.min(height, y + h); row++) {
            for (int column = Math.max(0, x); column < right; column++) {
                pixels[row * width + column] = colour;
            }
        }
    }

    @Override
    public void text(int x, int y, String text, int colour) {
        for (int i = 0; i < text.length(); i++) {
            for (int row = 0; row < PixelFont.HEIGHT; row++) {
                int dots = PixelFont.row(text.charAt(i), row);
                for (int column = 0; column < PixelFont.WIDTH; column++) {
                    if ((dots >> PixelFont.WIDTH - 1 - column & 1) != 0) {
                        fill(x + i * CHARACTER + column * DOT, y + row * DOT, DOT, DOT, colour);
                    }
                }
            }
        }
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(SIGNATURE);
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        number(header, width);
        number(header, height);
        header.write(DEPTH);
        header.write(TRUE_COLOUR);
        header.write(new byte[3]);
        chunk(out, "IHDR", header.toByteArray());
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        try (DeflaterOutputStream packed = new DeflaterOutputStream(data)) {
            byte[] row = new byte[1 + 3 * width];
            row[0] = FILTER_UP;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int here = pixels[y * width + x];
                    int above = y == 0 ? 0 : pixels[(y - 1) * width + x];
                    for (int part = 0; part < 3; part++) {
                        int shift = 16 - 8 * part;
                        row[1 + 3 * x + part] = (byte) ((here >> shift) - (above >> shift));
                    }
                }
                packed.write(row);
            }
        }
        chunk(out, "IDAT", data.toByteArray());
        chunk(out, "IEND", new byte[0]);
    }

    private static void chunk(OutputStream out, String type, byte[] data) throws IOException {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        for (int i = 0; i < type.length(); i++) {
            chunk.write(type.charAt(i));
        }
        chunk.write(data);
        CRC32 sum = new CRC32();
        sum.update(chunk.toByteArray());
        number(out, data.length);
        out.write(chunk.toByteArray());
        number(out, (int) sum.getValue());
    }

    private static void number(OutputStream out, int value) throws IOException {
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(value >> shift);
        }
    }
}

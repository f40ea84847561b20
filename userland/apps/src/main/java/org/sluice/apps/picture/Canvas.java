package org.sluice.apps.picture;

import java.io.IOException;
import java.io.OutputStream;

/** What a picture is drawn on. Lengths are in pixels, the origin is the upper left corner, colours are 0xRRGGBB. */
interface Canvas {
    /** Height of a line of text. */
    int LINE = 22;
    /** Width of a character; all are as wide. */
    int CHARACTER = 12;

    /** Fills a rectangle. */
    void fill(int x, int y, int width, int height, int colour);

    /** Writes a line whose capitals begin at {@code y}. */
    void text(int x, int y, String text, int colour);

    /** Writes the picture as a file of the canvas' format. The stream stays open. */
    void writeTo(OutputStream out) throws IOException;
}

package org.sluice.apps.picture;

import java.io.IOException;
import java.io.OutputStream;
import org.sluice.apps.Utf8;

/** A picture as SVG 1.1 text. */
final class SvgCanvas implements Canvas {
    private static final int FONT = 20;
    private static final int CAPITALS = 14;

    private final StringBuilder body = new StringBuilder();
    private final int width;
    private final int height;

    SvgCanvas(int width, int height) {
        this.width = width;
        this.height = height;
    }

    @Override
    public void fill(int x, int y, int w, int h, int colour) {
        body.append("<path fill=\"").append(colour(colour)).append("\" d=\"M").append(x).append(' ').append(y).append('h').append(w)
            .append('v').append(h).append('h').append(-w).append("z\"/>\n");
    }

    @Override
    public void text(int x, int y, String text, int colour) {
        body.append("<text x=\"").append(x).append("\" y=\"").append(y + CAPITALS).append("\" textLength=\"")
            .append(text.length() * CHARACTER).append("\" fill=\"").append(colour(colour)).append("\">")
            .append(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")).append("</text>\n");
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(Utf8.encode("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width + "\" height=\"" + height
            + "\" viewBox=\"0 0 " + width + " " + height + "\" font-family=\"monospace\" font-size=\"" + FONT
            + "\" shape-rendering=\"crispEdges\" xml:space=\"preserve\">\n" + body + "</svg>\n"));
    }

    private static String colour(int colour) {
        String digits = Integer.toHexString(colour | 1 << 24);
        return "#" + digits.substring(1);
    }
}

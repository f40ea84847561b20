package org.sluice.apps.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.sluice.apps.Io;
import org.sluice.apps.Keyboard;
import org.sluice.apps.Lines;
import org.sluice.apps.Output;
import org.sluice.apps.Utf8;

/** Shows text a screen at a time on a terminal; passes it on unchanged when standard output is none. */
public final class Pager {
    private static final String INVERSE = "\u001b[7m";
    private static final String NORMAL = "\u001b[m";
    private static final String CLEAR_LINE = "\r\u001b[K";
    private static final int ESCAPE = 27;

    private final Io io;
    private final Output out;
    /** Rows of the screen: lines of the text, broken where they are longer than the screen is wide. */
    private final List<String> rows = new ArrayList<>();
    private int height;
    private int width;
    private int top;
    private String sought = "";
    private String message = "";

    public Pager(Io io) {
        this.io = io;
        this.out = io.out();
    }

    /** Shows all of a stream, which stays open. */
    public void show(InputStream in) throws IOException {
        if (!io.isTerminal(1)) {
            pass(in);
            return;
        }
        try (Keyboard keyboard = new Keyboard(io.calls())) {
            height = Math.max(1, keyboard.size()[0] - 1);
            width = Math.max(1, keyboard.size()[1]);
            read(in);
            if (rows.size() <= height) {
                draw(0, rows.size());
                return;
            }
            draw(0, height);
            loop(keyboard);
        }
    }

    private void pass(InputStream in) throws IOException {
        byte[] buffer = new byte[Io.BUFFER];
        int n;
        while ((n = in.read(buffer)) > 0) {
            out.write(buffer, 0, n);
        }
    }

    private void read(InputStream in) throws IOException {
        Lines lines = new Lines(in);
        while (lines.next()) {
            String line = expandTabs(lines.text());
            int at = 0;
            while (line.length() - at > width) {
                rows.add(line.substring(at, at + width));
                at += width;
            }
            rows.add(line.substring(at));
        }
    }

    private static String expandTabs(String line) {
        if (line.indexOf('\t') < 0) {
            return line;
        }
        StringBuilder expanded = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '\t') {
                expanded.append(" ".repeat(8 - expanded.length() % 8));
            } else {
                expanded.append(line.charAt(i));
            }
        }
        return expanded.toString();
    }

    private void draw(int from, int to) {
        for (int i = from; i < to && i < rows.size(); i++) {
            out.println(rows.get(i));
        }
    }

    private void loop(Keyboard keyboard) throws IOException {
        while (true) {
            boolean end = top + height >= rows.size();
            out.print(INVERSE + (message.isEmpty() ? end ? "(END)" : "--More--(" + (top + height) * 100L / rows.size() + "%)"
                    : message) + NORMAL);
            out.flush();
            message = "";
            int key = keyboard.key(0);
            out.print(CLEAR_LINE);
            if (key == 'q' || key == 'Q' || key == Keyboard.NOTHING || key == 3) {
                out.flush();
                return;
            }
            command(key == ESCAPE ? arrow(keyboard) : key, keyboard);
        }
    }

    /** Turns the keys that send escape sequences into letters. */
    private static int arrow(Keyboard keyboard) throws IOException {
        if (keyboard.key(1) != '[') {
            return 0;
        }
        int key = keyboard.key(1);
        if (key == '5' || key == '6') {
            keyboard.key(1);
        }
        return switch (key) {
            case 'A' -> 'k';
            case 'B' -> 'j';
            case '5' -> 'b';
            case '6' -> ' ';
            case 'H' -> 'g';
            case 'F' -> 'G';
            default -> 0;
        };
    }

    private void command(int key, Keyboard keyboard) throws IOException {
        switch (key) {
            case ' ', 'f', 6 -> forward(height);
            case '\n', '\r', 'j', 'e' -> forward(1);
            case 'd' -> forward(height / 2);
            case 'b', 2 -> jump(top - height);
            case 'k', 'y' -> jump(top - 1);
            case 'u' -> jump(top - height / 2);
            case 'g', '<' -> jump(0);
            case 'G', '>' -> jump(rows.size());
            case '/' -> {
                sought = ask(keyboard);
                search(top);
            }
            case 'n' -> search(top + 1);
            case 'h' -> message = "space/b page, enter/k line, g/G ends, /TEXT n search, q quit";
            default -> message = "";
        }
    }

    private void forward(int count) {
        int last = Math.max(0, rows.size() - height);
        int target = Math.min(last, top + count);
        draw(top + height, target + height);
        top = target;
    }

    private void jump(int row) {
        top = Math.clamp(row, 0, Math.max(0, rows.size() - height));
        out.print("\u001b[H\u001b[J");
        draw(top, top + height);
    }

    private String ask(Keyboard keyboard) throws IOException {
        java.io.ByteArrayOutputStream typed = new java.io.ByteArrayOutputStream();
        out.print("/");
        out.flush();
        int key;
        while ((key = keyboard.key(0)) != '\n' && key != '\r' && key != Keyboard.NOTHING) {
            byte[] bytes = typed.toByteArray();
            if (key == 127 || key == 8) {
                typed.reset();
                typed.write(bytes, 0, Math.max(0, bytes.length - 1));
            } else {
                typed.write(key);
            }
            bytes = typed.toByteArray();
            out.print(CLEAR_LINE + "/" + Utf8.decode(bytes, 0, bytes.length));
            out.flush();
        }
        out.print(CLEAR_LINE);
        byte[] bytes = typed.toByteArray();
        String text = Utf8.decode(bytes, 0, bytes.length);
        return text.isEmpty() ? sought : text;
    }

    private void search(int from) {
        for (int i = from; i < rows.size() && !sought.isEmpty(); i++) {
            if (rows.get(i).contains(sought)) {
                jump(i);
                return;
            }
        }
        message = "Pattern not found";
    }
}

package org.sluice.apps.text;

import java.util.List;
import org.sluice.apps.Output;

/** Writes the differences of two texts in the forms that patch understands. */
final class DiffWriter {
    private final Output out;
    private final DiffText a;
    private final DiffText b;

    DiffWriter(Output out, DiffText a, DiffText b) {
        this.out = out;
        this.a = a;
        this.b = b;
    }

    void normal(List<DiffText.Change> changes) {
        for (int i = 0; i < changes.size(); i++) {
            DiffText.Change change = changes.get(i);
            boolean removes = change.fromA() < change.toA();
            boolean adds = change.fromB() < change.toB();
            out.print(range(change.fromA(), change.toA()));
            out.write(removes ? adds ? 'c' : 'd' : 'a');
            out.println(range(change.fromB(), change.toB()));
            for (int line = change.fromA(); line < change.toA(); line++) {
                line("< ", a, line);
            }
            if (removes && adds) {
                out.println("---");
            }
            for (int line = change.fromB(); line < change.toB(); line++) {
                line("> ", b, line);
            }
        }
    }

    /** First and last line counted from 1; of an empty range the line before it. */
    private static String range(int from, int to) {
        if (to - from <= 1) {
            return Integer.toString(to);
        }
        return (from + 1) + "," + to;
    }

    void unified(List<DiffText.Change> changes, int context) {
        int first = 0;
        while (first < changes.size()) {
            int last = first;
            while (last + 1 < changes.size() && changes.get(last + 1).fromA() - changes.get(last).toA() <= 2 * context) {
                last++;
            }
            hunk(changes, first, last, context);
            first = last + 1;
        }
    }

    private void hunk(List<DiffText.Change> changes, int first, int last, int context) {
        DiffText.Change begin = changes.get(first);
        DiffText.Change end = changes.get(last);
        int fromA = Math.max(0, begin.fromA() - context);
        int fromB = Math.max(0, begin.fromB() - context);
        int toA = Math.min(a.count(), end.toA() + context);
        int toB = Math.min(b.count(), end.toB() + context);
        out.println("@@ -" + span(fromA, toA) + " +" + span(fromB, toB) + " @@");
        int at = fromA;
        for (int i = first; i <= last; i++) {
            DiffText.Change change = changes.get(i);
            for (; at < change.fromA(); at++) {
                line(" ", a, at);
            }
            for (; at < change.toA(); at++) {
                line("-", a, at);
            }
            for (int line = change.fromB(); line < change.toB(); line++) {
                line("+", b, line);
            }
        }
        for (; at < toA; at++) {
            line(" ", a, at);
        }
    }

    /** Start and length; a length of 1 is left out, and an empty span starts at the line before. */
    private static String span(int from, int to) {
        int length = to - from;
        if (length == 1) {
            return Integer.toString(from + 1);
        }
        return (length == 0 ? from : from + 1) + "," + length;
    }

    private void line(String mark, DiffText text, int line) {
        out.print(mark);
        out.write(text.data(), text.start(line), text.length(line));
        if (text.lacksNewline(line)) {
            out.println("\n\\ No newline at end of file");
        }
    }
}

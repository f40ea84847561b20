package org.sluice.vm.code.instrument;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.tree.LabelNode;

/** Finds the loops of a method: every jump to its own position or a lower one closes one. */
final class Loops {
    private Loops() {
    }

    /** All loops, inner ones before those that contain them. */
    static List<Loop> find(Layout layout) {
        TreeMap<Integer, Loop> byStart = new TreeMap<>();
        for (int at = 0; at < layout.size(); at++) {
            for (LabelNode target : Layout.targets(layout.insn(at))) {
                int start = layout.position(target);
                if (start <= at) {
                    Loop loop = byStart.computeIfAbsent(start, s -> new Loop(target, s));
                    loop.end = at;
                    if (loop.backs.isEmpty() || loop.backs.getLast() != layout.insn(at)) {
                        loop.backs.add(layout.insn(at));
                    }
                }
            }
        }
        nest(byStart);
        List<Loop> innerFirst = new ArrayList<>(byStart.descendingMap().values());
        for (Loop loop : innerFirst) {
            for (Loop child : loop.children) {
                loop.level = Math.max(loop.level, child.level + 1);
            }
        }
        return innerFirst;
    }

    private static void nest(TreeMap<Integer, Loop> byStart) {
        Deque<Loop> open = new ArrayDeque<>();
        for (Map.Entry<Integer, Loop> entry : byStart.entrySet()) {
            Loop loop = entry.getValue();
            while (!open.isEmpty() && open.peek().end < loop.start) {
                open.pop();
            }
            for (Loop outer : open) {
                if (outer.end >= loop.end) {
                    break;
                }
                outer.tangled = true;
                loop.tangled = true;
            }
            if (!open.isEmpty()) {
                open.peek().children.add(loop);
            }
            open.push(loop);
        }
    }
}

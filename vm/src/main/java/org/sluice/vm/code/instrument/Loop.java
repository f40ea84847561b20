package org.sluice.vm.code.instrument;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;

/** The code between a jump target and the last jump back to it; positions are those of a {@link Layout}, ends inclusive. */
final class Loop {
    final LabelNode header;
    final int start;
    int end;

    /** The jumps (or switches) back to the header, in code order. */
    final List<AbstractInsnNode> backs = new ArrayList<>();

    /** Loops directly inside. */
    final List<Loop> children = new ArrayList<>();

    /** How many levels of loops are inside; 0 for an innermost loop. */
    int level;

    /** Overlaps another loop without containing it, as no structured source makes it. */
    boolean tangled;

    /** Bound on the work done in one run of the loop from the last poll inside, or from its entry, to its exit or next poll. */
    long unpolled;

    Loop(LabelNode header, int start) {
        this.header = header;
        this.start = start;
        this.end = start;
    }

    boolean isInnermost() {
        return children.isEmpty();
    }
}

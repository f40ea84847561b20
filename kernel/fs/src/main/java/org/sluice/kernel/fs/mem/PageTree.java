package org.sluice.kernel.fs.mem;

import java.util.function.IntConsumer;

/**
 * Maps page numbers of a sparse file to frame numbers: a radix tree of 64 entries a node that is only as high as the last
 * page needs. Frame 0 means a hole. Guarded by its file's lock.
 */
final class PageTree {
    private static final int BITS = 6;
    private static final int FAN = 1 << BITS;
    private static final int MASK = FAN - 1;
    private static final int MAX_HEIGHT = 4;
    /** Pages a tree can map. */
    static final int MAX_PAGES = 1 << BITS * MAX_HEIGHT;

    /** An {@code int[]} of frames at height 1, an {@code Object[]} of nodes above; null at height 0. */
    private Object root;
    private int height;

    /** Index of a page in its leaf. */
    static int index(int page) {
        return page & MASK;
    }

    /** The leaf that maps a page, or null when there is none. */
    int[] leaf(int page) {
        if (height == 0 || page >>> BITS * height != 0) {
            return null;
        }
        Object node = root;
        for (int level = height - 1; level > 0 && node != null; level--) {
            node = ((Object[]) node)[page >>> BITS * level & MASK];
        }
        return (int[]) node;
    }

    /** The leaf that maps a page, made if need be. */
    int[] makeLeaf(int page) {
        if (height == 0) {
            root = new int[FAN];
            height = 1;
        }
        while (page >>> BITS * height != 0) {
            Object[] above = new Object[FAN];
            above[0] = root;
            root = above;
            height++;
        }
        Object node = root;
        for (int level = height - 1; level > 0; level--) {
            Object[] inner = (Object[]) node;
            int i = page >>> BITS * level & MASK;
            if (inner[i] == null) {
                inner[i] = level == 1 ? new int[FAN] : new Object[FAN];
            }
            node = inner[i];
        }
        return (int[]) node;
    }

    /** Forgets all pages from a number on and hands their frames over. */
    void cut(int from, IntConsumer frames) {
        if (height == 0) {
            return;
        }
        cut(root, height - 1, from, frames);
        if (from == 0) {
            root = null;
            height = 0;
        }
    }

    private static void cut(Object node, int level, int from, IntConsumer frames) {
        if (level == 0) {
            int[] leaf = (int[]) node;
            for (int i = from; i < FAN; i++) {
                if (leaf[i] != 0) {
                    frames.accept(leaf[i]);
                    leaf[i] = 0;
                }
            }
            return;
        }
        Object[] inner = (Object[]) node;
        int span = 1 << BITS * level;
        for (int i = from / span; i < FAN; i++) {
            if (inner[i] != null) {
                int inside = Math.max(0, from - i * span);
                cut(inner[i], level - 1, inside, frames);
                if (inside == 0) {
                    inner[i] = null;
                }
            }
        }
    }
}

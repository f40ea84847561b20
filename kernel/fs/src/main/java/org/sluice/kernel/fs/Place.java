package org.sluice.kernel.fs;

import org.sluice.kernel.fs.node.Inode;

/**
 * An inode and the way that led to it, without ".", ".." and symbolic links.
 *
 * @param parent the directory it was found in; null for the top
 * @param name   its name there; "" for the top
 * @param inode  what stands there; null for a file that its creation has opened already
 * @param node   the mount node of this name, or null when nothing is mounted here or below
 */
record Place(Place parent, String name, Inode inode, MountNode node) {

    /** Absolute path. */
    String path() {
        if (parent == null) {
            return "/";
        }
        if (parent.parent == null) {
            return "/" + name;
        }
        int length = 0;
        for (Place at = this; at.parent != null; at = at.parent) {
            length += at.name.length() + 1;
        }
        char[] path = new char[length];
        int end = length;
        for (Place at = this; at.parent != null; at = at.parent) {
            int n = at.name.length();
            at.name.getChars(0, n, path, end - n);
            end -= n + 1;
            path[end] = '/';
        }
        return new String(path);
    }
}

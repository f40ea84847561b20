package org.sluice.kernel.fs;

import java.util.Arrays;
import java.util.TreeMap;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;

/** What a file tree should do, written the simplest way: no locks, no pages, no quotas, one user who may do everything. */
final class ModelTree {
    static final class Node {
        /** Exactly one of the three is set. */
        TreeMap<String, Node> entries;
        byte[] content;
        String target;
        Node parent;

        static Node directory(Node parent) {
            Node node = new Node();
            node.entries = new TreeMap<>();
            node.parent = parent;
            return node;
        }

        void write(int position, byte[] bytes) {
            if (position + bytes.length > content.length) {
                content = Arrays.copyOf(content, position + bytes.length);
            }
            System.arraycopy(bytes, 0, content, position, bytes.length);
        }
    }

    final Node root = Node.directory(null);
    private int links;

    private static CallFailed error(int errno) {
        return new CallFailed(errno);
    }

    /** The existing node; path is absolute. */
    Node find(String path, boolean follow) {
        links = 0;
        return find(root, path, follow);
    }

    private Node find(Node from, String path, boolean follow) {
        Node at = path.startsWith("/") ? root : from;
        String[] names = Arrays.stream(path.split("/")).filter(n -> !n.isEmpty()).toArray(String[]::new);
        for (int i = 0; i < names.length; i++) {
            if (at.entries == null) {
                throw error(Errno.ENOTDIR);
            }
            if (names[i].equals("..")) {
                at = at.parent == null ? at : at.parent;
                continue;
            }
            Node next = at.entries.get(names[i]);
            if (next == null) {
                throw error(Errno.ENOENT);
            }
            if (next.target != null && (follow || i < names.length - 1)) {
                if (++links > 40) {
                    throw error(Errno.ELOOP);
                }
                next = find(at, next.target, true);
            }
            at = next;
        }
        return at;
    }

    Node parent(String path) {
        links = 0;
        Node parent = find(root, path.substring(0, path.lastIndexOf('/') + 1), true);
        if (parent.entries == null) {
            throw error(Errno.ENOTDIR);
        }
        return parent;
    }

    static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static Node taken(Node directory, String name) {
        Node node = directory.entries.get(name);
        if (node == null) {
            throw error(Errno.ENOENT);
        }
        return node;
    }

    Node create(String path) {
        Node parent = parent(path);
        String name = last(path);
        if (parent.entries.containsKey(name)) {
            throw error(Errno.EEXIST);
        }
        Node node = new Node();
        node.content = new byte[0];
        parent.entries.put(name, node);
        return node;
    }

    void mkdir(String path) {
        Node parent = parent(path);
        if (parent.entries.putIfAbsent(last(path), Node.directory(parent)) != null) {
            throw error(Errno.EEXIST);
        }
    }

    void symlink(String target, String path) {
        Node parent = parent(path);
        Node node = new Node();
        node.target = target;
        if (parent.entries.putIfAbsent(last(path), node) != null) {
            throw error(Errno.EEXIST);
        }
    }

    void unlink(String path) {
        Node parent = parent(path);
        if (taken(parent, last(path)).entries != null) {
            throw error(Errno.EISDIR);
        }
        parent.entries.remove(last(path));
    }

    void rmdir(String path) {
        Node parent = parent(path);
        Node node = taken(parent, last(path));
        if (node.entries == null) {
            throw error(Errno.ENOTDIR);
        }
        if (!node.entries.isEmpty()) {
            throw error(Errno.ENOTEMPTY);
        }
        parent.entries.remove(last(path));
    }

    void rename(String from, String to) {
        Node source = parent(from);
        Node target = parent(to);
        Node node = taken(source, last(from));
        Node replaced = target.entries.get(last(to));
        if (node == replaced) {
            return;
        }
        if (node.entries != null) {
            for (Node at = target; at != null; at = at.parent) {
                if (at == node) {
                    throw error(Errno.EINVAL);
                }
            }
        }
        if (replaced != null) {
            if (node.entries != null && replaced.entries == null) {
                throw error(Errno.ENOTDIR);
            }
            if (node.entries == null && replaced.entries != null) {
                throw error(Errno.EISDIR);
            }
            if (replaced.entries != null && !replaced.entries.isEmpty()) {
                throw error(Errno.ENOTEMPTY);
            }
        }
        source.entries.remove(last(from));
        target.entries.put(last(to), node);
        if (node.entries != null) {
            node.parent = target;
        }
    }
}

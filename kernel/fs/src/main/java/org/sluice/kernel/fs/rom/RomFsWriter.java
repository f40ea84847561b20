package org.sluice.kernel.fs.rom;

import static org.sluice.kernel.fs.rom.RomFormat.*;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Writes an image: add directories, files and links in any order, then {@link #write}. Directories that were not added but
 * are needed get mode 0755 and the image's time. The same contents give the same bytes.
 */
public final class RomFsWriter {
    /** A file's bytes, read twice: once for the checksum, once for the data. */
    public interface Content {
        long size();

        InputStream open() throws IOException;
    }

    private static final class Node {
        int mode;
        long modified;
        Content content;
        byte[] target;
        /** Sorted by their bytes. Null for what is no directory. */
        TreeMap<byte[], Node> children;

        int number;
        long size;
        long start;
        int crc;
    }

    private final long built;
    private final Node root;

    /** @param built time of the image and of directories made on the way, in nanoseconds since 1970 */
    public RomFsWriter(long built) {
        this.built = built;
        root = directory(0755, built);
    }

    private static Node directory(int mode, long modified) {
        Node node = new Node();
        node.mode = S_IFDIR | mode & 07777;
        node.modified = modified;
        node.children = new TreeMap<>(Arrays::compareUnsigned);
        return node;
    }

    /**
     * Adds a directory, or sets mode and time of one that is there.
     *
     * @param path     names with "/" between them; a leading slash is allowed, "" or "/" is the top
     * @param modified nanoseconds since 1970
     * @throws IllegalArgumentException if a name is not allowed or something else stands there
     */
    public RomFsWriter directory(String path, int mode, long modified) {
        Node node = root;
        for (byte[] name : split(path)) {
            node = child(node, name, path);
        }
        node.mode = S_IFDIR | mode & 07777;
        node.modified = modified;
        return this;
    }

    /** Adds a file. @throws IllegalArgumentException as {@link #directory}, and if the path is taken */
    public RomFsWriter file(String path, int mode, long modified, Content content) {
        Node node = new Node();
        node.mode = S_IFREG | mode & 07777;
        node.modified = modified;
        node.content = content;
        add(path, node);
        return this;
    }

    /** Adds a file whose bytes are at hand; the array is not copied. */
    public RomFsWriter file(String path, int mode, long modified, byte[] bytes) {
        return file(path, mode, modified, new Content() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        });
    }

    /** Adds a symbolic link. @throws IllegalArgumentException as {@link #file}, and if the target is empty or too long */
    public RomFsWriter link(String path, String target, long modified) {
        Node node = new Node();
        node.mode = S_IFLNK | 0777;
        node.modified = modified;
        node.target = target.getBytes(StandardCharsets.UTF_8);
        if (node.target.length < 1 || node.target.length > MAX_TARGET || target.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("target of " + path + " has " + node.target.length + " bytes: 1 to " + MAX_TARGET
                + ", without NUL");
        }
        add(path, node);
        return this;
    }

    /** Whether something was added at a path. */
    public boolean contains(String path) {
        Node node = root;
        for (byte[] name : split(path)) {
            node = node == null || node.children == null ? null : node.children.get(name);
        }
        return node != null;
    }

    private void add(String path, Node node) {
        List<byte[]> names = split(path);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("the top is a directory");
        }
        Node directory = root;
        for (byte[] name : names.subList(0, names.size() - 1)) {
            directory = child(directory, name, path);
        }
        if (directory.children.putIfAbsent(names.getLast(), node) != null) {
            throw new IllegalArgumentException(path + " is there already");
        }
    }

    private Node child(Node directory, byte[] name, String path) {
        Node child = directory.children.computeIfAbsent(name, n -> directory(0755, built));
        if (child.children == null) {
            throw new IllegalArgumentException(path + ": " + new String(name, StandardCharsets.UTF_8) + " is no directory");
        }
        return child;
    }

    private static List<byte[]> split(String path) {
        List<byte[]> names = new ArrayList<>();
        for (String name : path.split("/")) {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            if (name.isEmpty()) {
                continue;
            }
            if (name.equals(".") || name.equals("..") || bytes.length > MAX_NAME || name.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("name \"" + name + "\" in " + path + ": at most " + MAX_NAME
                    + " bytes, not . or .., without NUL");
            }
            names.add(bytes);
        }
        return names;
    }

    // ------------------------------------------------------------------ writing

    /**
     * Writes the image.
     *
     * @param out left open
     * @return bytes written, a multiple of 4096
     * @throws IOException if the stream or a content fails, or a content's size changed
     */
    public long write(OutputStream out) throws IOException {
        List<Node> inodes = number();
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        ByteBuffer entries = buffer((long) (inodes.size() - 1) * ENTRY_BYTES);
        for (Node node : inodes) {
            if (node.children != null) {
                node.size = node.children.size();
                node.start = entries.position() / ENTRY_BYTES;
                node.children.forEach((name, child) -> {
                    entries.putInt(child.number).putInt(names.size()).putShort((short) name.length).putShort((short) 0);
                    names.writeBytes(name);
                });
            } else if (node.target != null) {
                node.size = node.target.length;
                node.start = names.size();
                names.writeBytes(node.target);
            }
        }
        long length = (long) inodes.size() * INODE_BYTES + entries.capacity() + names.size();
        long end = place(inodes, PAGE + align(length));
        ByteBuffer meta = buffer(length);
        for (Node node : inodes) {
            meta.putShort((short) node.mode).putShort((short) 0).putInt(node.crc).putLong(node.size).putLong(node.start)
                .putLong(node.modified).putLong(0);
        }
        meta.put(entries.array()).put(names.toByteArray());
        out.write(head(inodes.size(), names.size(), end, meta.array()));
        out.write(meta.array());
        pad(out, length);
        for (Node node : inodes) {
            if (node.content != null) {
                copy(node, out);
                pad(out, node.size);
            }
        }
        return end;
    }

    /** Numbers the nodes level by level, so that a directory's entries have neighbouring inodes. */
    private List<Node> number() {
        List<Node> inodes = new ArrayList<>();
        inodes.add(root);
        for (int i = 0; i < inodes.size(); i++) {
            Node node = inodes.get(i);
            node.number = i;
            if (node.children != null) {
                inodes.addAll(node.children.values());
            }
        }
        return inodes;
    }

    /** Gives every file its position and checksum; returns the end of the image. */
    private static long place(List<Node> inodes, long start) throws IOException {
        long at = start;
        for (Node node : inodes) {
            if (node.content != null) {
                node.size = node.content.size();
                node.start = node.size == 0 ? 0 : at;
                at += align(node.size);
                node.crc = copy(node, OutputStream.nullOutputStream());
            }
        }
        return at;
    }

    private static ByteBuffer buffer(long bytes) {
        if (bytes > MAX_META) {
            throw new IllegalArgumentException("too many names: metadata of " + bytes + " bytes, at most " + MAX_META);
        }
        return ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private byte[] head(int inodes, int nameBytes, long end, byte[] meta) {
        ByteBuffer head = buffer(PAGE);
        head.putLong(SUPER_MAGIC, MAGIC);
        head.putInt(SUPER_VERSION, VERSION);
        head.putInt(SUPER_PAGE, PAGE);
        head.putLong(SUPER_BYTES, end);
        head.putInt(SUPER_INODES, inodes);
        head.putInt(SUPER_ENTRIES, inodes - 1);
        head.putInt(SUPER_NAME_BYTES, nameBytes);
        head.putInt(SUPER_META_CRC, RomImage.crc(meta, 0, meta.length));
        head.putLong(SUPER_BUILT, built);
        head.putInt(SUPER_CRC, RomImage.crc(head.array(), 0, SUPER_CRC));
        return head.array();
    }

    /** Copies a file's bytes and returns their checksum. */
    private static int copy(Node node, OutputStream out) throws IOException {
        CRC32C crc = new CRC32C();
        byte[] buffer = new byte[1 << 16];
        long left = node.size;
        try (InputStream in = node.content.open()) {
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                left -= n;
                if (left < 0) {
                    break;
                }
                crc.update(buffer, 0, n);
                out.write(buffer, 0, n);
            }
        }
        if (left != 0) {
            throw new IOException("a file changed while it was written: size was " + node.size);
        }
        return (int) crc.getValue();
    }

    private static void pad(OutputStream out, long length) throws IOException {
        out.write(new byte[(int) (align(length) - length)]);
    }
}

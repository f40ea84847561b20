package org.sluice.vm.code;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Collects entries and writes them as a {@link ClassArchive}. */
public final class ClassArchiveWriter {
    private static final int ALIGNMENT = 8;

    private final Map<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);

    /**
     * Adds an entry.
     *
     * @throws IllegalArgumentException when the name is empty or taken
     */
    public void add(String name, byte[] data) {
        if (name.isEmpty() || entries.put(name.getBytes(StandardCharsets.UTF_8), data) != null) {
            throw new IllegalArgumentException("archive entry '" + name + "' is empty or taken");
        }
    }

    /** Whether a name is taken. */
    public boolean contains(String name) {
        return entries.containsKey(name.getBytes(StandardCharsets.UTF_8));
    }

    /** Number of entries so far. */
    public int size() {
        return entries.size();
    }

    /** Writes the archive; the same entries give the same bytes. */
    public void writeTo(OutputStream out) throws IOException {
        long names = ClassArchive.HEADER + (long) entries.size() * ClassArchive.ENTRY;
        long data = names;
        for (byte[] name : entries.keySet()) {
            data += name.length;
        }
        data = aligned(data);
        long length = data;
        for (byte[] body : entries.values()) {
            length = aligned(length + body.length);
        }
        ByteBuffer head = ByteBuffer.allocate((int) data).order(ByteOrder.LITTLE_ENDIAN);
        head.putLong(ClassArchive.MAGIC).putInt(ClassArchive.FORMAT).putInt(entries.size()).putLong(names).putLong(data)
            .putLong(length).putLong(0);
        long name = names;
        long body = data;
        for (Map.Entry<byte[], byte[]> e : entries.entrySet()) {
            head.putLong(name).putInt(e.getKey().length).putInt(e.getValue().length).putInt((int) body).putInt(0);
            name += e.getKey().length;
            body = aligned(body + e.getValue().length);
        }
        entries.keySet().forEach(head::put);
        out.write(head.array());
        for (byte[] bytes : entries.values()) {
            out.write(bytes);
            out.write(new byte[(int) (aligned(bytes.length) - bytes.length)]);
        }
    }

    private static long aligned(long offset) {
        return offset + ALIGNMENT - 1 & -ALIGNMENT;
    }
}

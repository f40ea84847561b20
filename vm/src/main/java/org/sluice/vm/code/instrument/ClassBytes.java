package org.sluice.vm.code.instrument;

/** A cursor over a class file, or over an attribute in it, that never reads beyond its end. */
final class ClassBytes {
    private final byte[] data;
    private final int end;
    private int at;

    ClassBytes(byte[] data) {
        this(data, 0, data.length);
    }

    private ClassBytes(byte[] data, int from, int end) {
        this.data = data;
        this.at = from;
        this.end = end;
    }

    int position() {
        return at;
    }

    int remaining() {
        return end - at;
    }

    int u1() {
        require(1);
        return data[at++] & 0xff;
    }

    int u2() {
        require(2);
        int value = (data[at] & 0xff) << 8 | data[at + 1] & 0xff;
        at += 2;
        return value;
    }

    int s2() {
        return (short) u2();
    }

    int s4() {
        int high = u2();
        return high << 16 | u2();
    }

    void skip(long bytes) {
        require(bytes);
        at += (int) bytes;
    }

    /** A cursor over the next {@code length} bytes, which this one steps over. */
    ClassBytes slice(long length) {
        require(length);
        ClassBytes slice = new ClassBytes(data, at, at + (int) length);
        at += (int) length;
        return slice;
    }

    private void require(long bytes) {
        if (bytes < 0 || bytes > end - at) {
            throw new ClassFormatError("Truncated class file: " + bytes + " bytes wanted at offset " + at + ", " + (end - at)
                    + " left");
        }
    }
}

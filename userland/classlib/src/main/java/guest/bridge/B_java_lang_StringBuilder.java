package guest.bridge;

import guest.rt.Heap;

/** Bridges of StringBuilder: growth is charged before it happens, and objects become text without names of the host. */
public final class B_java_lang_StringBuilder {
    private B_java_lang_StringBuilder() {
    }

    /** Charges the array that replaces the current one when so many more characters do not fit. */
    private static void grow(StringBuilder b, long more) {
        long needed = b.length() + more;
        if (needed > b.capacity()) {
            Heap.text(Math.max(needed, 2L * b.capacity() + 2));
        }
    }

    public static int init_(int capacity) {
        Heap.text(capacity);
        return capacity;
    }

    public static String init_(String text) {
        Heap.text(text.length());
        return text;
    }

    public static StringBuilder append(StringBuilder b, Object o) {
        return append(b, B_java_lang_String.valueOf(o));
    }

    public static StringBuilder append(StringBuilder b, String text) {
        grow(b, text == null ? 4 : text.length());
        return b.append(text);
    }

    public static StringBuilder append(StringBuilder b, CharSequence text) {
        grow(b, text == null ? 4 : text.length());
        return b.append(text);
    }

    public static StringBuilder append(StringBuilder b, CharSequence text, int start, int end) {
        grow(b, (long) end - start);
        return b.append(text, start, end);
    }

    public static StringBuilder append(StringBuilder b, StringBuffer text) {
        grow(b, text == null ? 4 : text.length());
        return b.append(text);
    }

    public static StringBuilder append(StringBuilder b, char[] text) {
        grow(b, text.length);
        return b.append(text);
    }

    public static StringBuilder append(StringBuilder b, char[] text, int offset, int length) {
        grow(b, length);
        return b.append(text, offset, length);
    }

    public static StringBuilder append(StringBuilder b, char c) {
        grow(b, 1);
        return b.append(c);
    }

    public static StringBuilder repeat(StringBuilder b, int codePoint, int count) {
        grow(b, 2L * Math.max(0, count));
        return b.repeat(codePoint, count);
    }

    public static StringBuilder repeat(StringBuilder b, CharSequence text, int count) {
        grow(b, (text == null ? 4L : text.length()) * Math.max(0, count));
        return b.repeat(text, count);
    }

    public static StringBuilder insert(StringBuilder b, int at, Object o) {
        return insert(b, at, B_java_lang_String.valueOf(o));
    }

    public static StringBuilder insert(StringBuilder b, int at, String text) {
        grow(b, text == null ? 4 : text.length());
        return b.insert(at, text);
    }

    public static StringBuilder insert(StringBuilder b, int at, CharSequence text) {
        grow(b, text == null ? 4 : text.length());
        return b.insert(at, text);
    }

    public static void ensureCapacity(StringBuilder b, int capacity) {
        if (capacity > b.capacity()) {
            Heap.text(Math.max(capacity, 2L * b.capacity() + 2));
        }
        b.ensureCapacity(capacity);
    }

    public static void setLength(StringBuilder b, int length) {
        grow(b, (long) length - b.length());
        b.setLength(length);
    }

    public static String toString(StringBuilder b) {
        Heap.text(b.length());
        return b.toString();
    }

    public static int indexOf(StringBuilder b, String text) {
        return indexOf(b, text, 0);
    }

    public static int indexOf(StringBuilder b, String text, int from) {
        return B_java_lang_String.indexOf(toString(b), text, from);
    }

    public static int lastIndexOf(StringBuilder b, String text) {
        return B_java_lang_String.lastIndexOf(toString(b), text);
    }

    public static int lastIndexOf(StringBuilder b, String text, int from) {
        return B_java_lang_String.lastIndexOf(toString(b), text, from);
    }
}

package guest.bridge;

import guest.java.io.UnsupportedEncodingException;
import guest.java.lang.Iterable;
import guest.java.nio.ByteBuffer;
import guest.java.nio.charset.Charset;
import guest.java.nio.charset.IllegalCharsetNameException;
import guest.java.nio.charset.StandardCharsets;
import guest.java.nio.charset.UnsupportedCharsetException;
import guest.java.util.ArrayList;
import guest.java.util.Comparator;
import guest.java.util.Formatter;
import guest.java.util.Iterator;
import guest.java.util.List;
import guest.java.util.Locale;
import guest.java.util.function.Function;
import guest.java.util.regex.Pattern;
import guest.java.util.stream.IntStream;
import guest.java.util.stream.Stream;
import guest.rt.Heap;
import guest.rt.Poll;

/** Bridges of String: the guest's locales, charsets, patterns and streams; searches that end; results that are charged. */
public final class B_java_lang_String {
    /** Characters that make a text a pattern rather than itself. */
    private static final String META = ".$|()[{^?*+\\";
    /** Characters searched between two polls. */
    private static final int SLICE = 1 << 16;
    /** Below this product of lengths the host searches at once. */
    private static final long QUICK = 1 << 20;

    private B_java_lang_String() {
    }

    // ------------------------------------------------------------------ bytes

    private static java.nio.charset.Charset host(Charset c) {
        if (c == StandardCharsets.UTF_8) {
            return java.nio.charset.StandardCharsets.UTF_8;
        }
        if (c == StandardCharsets.ISO_8859_1) {
            return java.nio.charset.StandardCharsets.ISO_8859_1;
        }
        return c == StandardCharsets.US_ASCII ? java.nio.charset.StandardCharsets.US_ASCII : null;
    }

    private static Charset named(String name) throws UnsupportedEncodingException {
        try {
            return Charset.forName(name);
        } catch (UnsupportedCharsetException | IllegalCharsetNameException e) {
            throw new UnsupportedEncodingException(name);
        }
    }

    public static byte[] getBytes(String s) {
        Heap.text(s.length());
        return s.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    public static byte[] getBytes(String s, Charset charset) {
        java.nio.charset.Charset host = host(charset);
        if (host != null) {
            Heap.text(s.length());
            return s.getBytes(host);
        }
        ByteBuffer encoded = charset.encode(s);
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    public static byte[] getBytes(String s, String charset) throws UnsupportedEncodingException {
        return getBytes(s, named(charset));
    }

    public static String init_(byte[] bytes) {
        return init_(bytes, 0, bytes.length);
    }

    public static String init_(byte[] bytes, int offset, int length) {
        Heap.text(length);
        return new String(bytes, offset, length, java.nio.charset.StandardCharsets.UTF_8);
    }

    public static String init_(byte[] bytes, Charset charset) {
        return init_(bytes, 0, bytes.length, charset);
    }

    public static String init_(byte[] bytes, int offset, int length, Charset charset) {
        java.nio.charset.Charset host = host(charset);
        if (host != null) {
            Heap.text(length);
            return new String(bytes, offset, length, host);
        }
        guest.java.util.Objects.checkFromIndexSize(offset, length, bytes.length);
        return charset.decode(ByteBuffer.wrap(bytes, offset, length)).toString();
    }

    public static String init_(byte[] bytes, String charset) throws UnsupportedEncodingException {
        return init_(bytes, 0, bytes.length, named(charset));
    }

    public static String init_(byte[] bytes, int offset, int length, String charset) throws UnsupportedEncodingException {
        return init_(bytes, offset, length, named(charset));
    }

    public static String init_(char[] characters) {
        Heap.text(characters.length);
        return new String(characters);
    }

    public static String init_(char[] characters, int offset, int count) {
        Heap.text(count);
        return new String(characters, offset, count);
    }

    public static char[] toCharArray(String s) {
        Heap.text(s.length());
        char[] made = s.toCharArray();
        Heap.made(made);
        return made;
    }

    // ------------------------------------------------------------------ locale

    /** The host's locale that changes case as a guest's does: only these languages have rules of their own. */
    private static java.util.Locale host(Locale locale) {
        String language = locale.getLanguage();
        boolean special = language.equals("tr") || language.equals("az") || language.equals("lt");
        return special ? java.util.Locale.of(language) : java.util.Locale.ROOT;
    }

    public static String toLowerCase(String s) {
        return toLowerCase(s, Locale.getDefault());
    }

    public static String toLowerCase(String s, Locale locale) {
        Heap.text(s.length());
        return s.toLowerCase(host(locale));
    }

    public static String toUpperCase(String s) {
        return toUpperCase(s, Locale.getDefault());
    }

    public static String toUpperCase(String s, Locale locale) {
        Heap.text(s.length());
        return s.toUpperCase(host(locale));
    }

    public static String format(String format, Object... args) {
        return new Formatter().format(format, args).toString();
    }

    public static String format(Locale locale, String format, Object... args) {
        return new Formatter(locale).format(format, args).toString();
    }

    public static String formatted(String format, Object... args) {
        return new Formatter().format(format, args).toString();
    }

    public static Comparator<String> get_CASE_INSENSITIVE_ORDER() {
        return CaseInsensitive.INSTANCE;
    }

    private static final class CaseInsensitive implements Comparator<String>, java.io.Serializable {
        private static final long serialVersionUID = 8575799808933029326L;
        static final CaseInsensitive INSTANCE = new CaseInsensitive();

        @Override
        public int compare(String a, String b) {
            return a.compareToIgnoreCase(b);
        }

        private Object readResolve() {
            return INSTANCE;
        }
    }

    // ------------------------------------------------------------------ patterns

    /** Whether a pattern is one plain character, possibly quoted. */
    private static boolean isPlain(String regex) {
        return regex.length() == 1 && META.indexOf(regex.charAt(0)) < 0;
    }

    public static String[] split(String s, String regex) {
        return split(s, regex, 0);
    }

    public static String[] split(String s, String regex, int limit) {
        return isPlain(regex) && s.length() < SLICE ? s.split(regex, limit) : Pattern.compile(regex).split(s, limit);
    }

    public static String[] splitWithDelimiters(String s, String regex, int limit) {
        return Pattern.compile(regex).splitWithDelimiters(s, limit);
    }

    public static boolean matches(String s, String regex) {
        return Pattern.matches(regex, s);
    }

    public static String replaceAll(String s, String regex, String replacement) {
        return Pattern.compile(regex).matcher(s).replaceAll(replacement);
    }

    public static String replaceFirst(String s, String regex, String replacement) {
        return Pattern.compile(regex).matcher(s).replaceFirst(replacement);
    }

    // ------------------------------------------------------------------ streams and collections

    public static Stream<String> lines(String s) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < s.length()) {
            int end = from;
            while (end < s.length() && s.charAt(end) != '\n' && s.charAt(end) != '\r') {
                end++;
            }
            lines.add(s.substring(from, end));
            boolean pair = end + 1 < s.length() && s.charAt(end) == '\r' && s.charAt(end + 1) == '\n';
            from = end + (pair ? 2 : 1);
        }
        return lines.stream();
    }

    public static IntStream chars(String s) {
        return B_java_lang_CharSequence.super_chars(s);
    }

    public static IntStream codePoints(String s) {
        return B_java_lang_CharSequence.super_codePoints(s);
    }

    @SuppressWarnings("unchecked")
    public static <R> R transform(String s, Function<? super String, ? extends R> f) {
        return (R) ((Function<Object, Object>) (Object) f).apply(s);
    }

    public static String join(CharSequence delimiter, CharSequence... elements) {
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < elements.length; i++) {
            if (i > 0) {
                B_java_lang_StringBuilder.append(joined, (Object) delimiter);
            }
            B_java_lang_StringBuilder.append(joined, (Object) elements[i]);
        }
        return joined.toString();
    }

    public static String join(CharSequence delimiter, Iterable<? extends CharSequence> elements) {
        String between = delimiter.toString();
        StringBuilder joined = new StringBuilder();
        Iterator<?> all = elements.iterator();
        for (boolean first = true; all.hasNext(); first = false) {
            if (!first) {
                B_java_lang_StringBuilder.append(joined, between);
            }
            B_java_lang_StringBuilder.append(joined, all.next());
        }
        return joined.toString();
    }

    public static String valueOf(Object o) {
        return o == null ? "null" : B_java_lang_Object.toString(o);
    }

    // ------------------------------------------------------------------ searching and growing

    public static String repeat(String s, int count) {
        if (count > 1) {
            Heap.text((long) s.length() * count);
        }
        return s.repeat(count);
    }

    public static String concat(String s, String t) {
        Heap.text((long) s.length() + t.length());
        return s.concat(t);
    }

    public static int indexOf(String s, String t) {
        return indexOf(s, t, 0);
    }

    /** In slices, so that a search whose cost is the product of the lengths can be ended. */
    public static int indexOf(String s, String t, int from) {
        if ((long) s.length() * t.length() <= QUICK) {
            return s.indexOf(t, from);
        }
        int last = s.length() - t.length();
        int start = Math.max(0, from);
        int step = (int) Math.max(1, QUICK / Math.max(1, t.length()));
        while (start <= last) {
            int end = (int) Math.min((long) last + 1, (long) start + step);
            int found = s.indexOf(t, start, end - 1 + t.length());
            if (found >= 0) {
                return found;
            }
            Poll.poll();
            start = end;
        }
        return t.isEmpty() && from >= s.length() ? s.length() : -1;
    }

    public static int lastIndexOf(String s, String t) {
        return lastIndexOf(s, t, s.length());
    }

    public static int lastIndexOf(String s, String t, int from) {
        if ((long) s.length() * t.length() <= QUICK) {
            return s.lastIndexOf(t, from);
        }
        for (int i = Math.min(from, s.length() - t.length()); i >= 0; i--) {
            if (s.startsWith(t, i)) {
                return i;
            }
        }
        return -1;
    }

    public static boolean contains(String s, CharSequence t) {
        return indexOf(s, t.toString(), 0) >= 0;
    }

    public static String replace(String s, CharSequence target, CharSequence replacement) {
        String t = target.toString();
        String r = replacement.toString();
        if ((long) s.length() * Math.max(t.length(), r.length() + 1) <= QUICK) {
            return s.replace(t, r);
        }
        if (t.isEmpty()) {
            StringBuilder spread = new StringBuilder();
            for (int i = 0; i < s.length(); i++) {
                B_java_lang_StringBuilder.append(B_java_lang_StringBuilder.append(spread, r), s.charAt(i));
            }
            return B_java_lang_StringBuilder.append(spread, r).toString();
        }
        int at = indexOf(s, t, 0);
        if (at < 0) {
            return s;
        }
        StringBuilder replaced = new StringBuilder();
        int from = 0;
        while (at >= 0) {
            B_java_lang_StringBuilder.append(replaced, s, from, at);
            B_java_lang_StringBuilder.append(replaced, r);
            from = at + t.length();
            at = indexOf(s, t, from);
        }
        return B_java_lang_StringBuilder.append(replaced, s, from, s.length()).toString();
    }
}

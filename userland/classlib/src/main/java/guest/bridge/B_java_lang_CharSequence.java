package guest.bridge;

import guest.java.util.stream.IntStream;
import guest.rt.GuestCharSequence;

/** Bridges of CharSequence: streams of the guest's kind. */
public final class B_java_lang_CharSequence {
    private B_java_lang_CharSequence() {
    }

    public static IntStream chars(CharSequence s) {
        return s instanceof GuestCharSequence g ? g.chars() : super_chars(s);
    }

    public static IntStream super_chars(CharSequence s) {
        return IntStream.range(0, s.length()).map(i -> s.charAt(i));
    }

    public static IntStream codePoints(CharSequence s) {
        return s instanceof GuestCharSequence g ? g.codePoints() : super_codePoints(s);
    }

    public static IntStream super_codePoints(CharSequence s) {
        IntStream.Builder points = IntStream.builder();
        int length = s.length();
        int i = 0;
        while (i < length) {
            int point = Character.codePointAt(s, i);
            points.accept(point);
            i += Character.charCount(point);
        }
        return points.build();
    }
}

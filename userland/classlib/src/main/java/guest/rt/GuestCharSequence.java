package guest.rt;

import guest.bridge.B_java_lang_CharSequence;
import guest.java.util.stream.IntStream;

/**
 * What character sequences outside of the core have in the guest's types. No subtype of CharSequence, so that the methods
 * stand beside those of the host, from which they differ in the type they return.
 */
public interface GuestCharSequence {
    /** As {@code CharSequence.chars}. */
    default IntStream chars() {
        return B_java_lang_CharSequence.super_chars((CharSequence) this);
    }

    /** As {@code CharSequence.codePoints}. */
    default IntStream codePoints() {
        return B_java_lang_CharSequence.super_codePoints((CharSequence) this);
    }
}

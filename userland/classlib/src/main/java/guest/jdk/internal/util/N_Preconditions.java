package guest.jdk.internal.util;

import guest.java.util.List;
import guest.java.util.function.BiFunction;

/**
 * Replaced methods of Preconditions. The host's compiler knows its own check of an index and takes it out of loops, so that
 * loops over buffers become vector code; a copy of the check means no more to it than other branches do.
 */
final class N_Preconditions {
    private N_Preconditions() {
    }

    static int checkIndex(int index, int length, BiFunction<String, List<Number>, RuntimeException> failures) {
        if (isSpecial(failures) && (index < 0 || index >= length)) {
            throw failure(failures, index, length);
        }
        return jdk.internal.util.Preconditions.checkIndex(index, length, null);
    }

    static long checkIndex(long index, long length, BiFunction<String, List<Number>, RuntimeException> failures) {
        if (isSpecial(failures) && (index < 0 || index >= length)) {
            throw failure(failures, index, length);
        }
        return jdk.internal.util.Preconditions.checkIndex(index, length, null);
    }

    /** Whether failures are others than the host would throw. */
    private static boolean isSpecial(BiFunction<String, List<Number>, RuntimeException> failures) {
        return failures != null && (Object) failures != Preconditions.IOOBE_FORMATTER;
    }

    private static RuntimeException failure(BiFunction<String, List<Number>, RuntimeException> failures, Number index, Number length) {
        RuntimeException failure = failures.apply("checkIndex", List.of(index, length));
        return failure != null ? failure : new IndexOutOfBoundsException("Index " + index + " out of bounds for length " + length);
    }
}

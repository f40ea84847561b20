package guest.java.util.zip;

import guest.rt.Paged;
import java.lang.invoke.MethodHandle;

/** Natives of Deflater. */
final class N_Deflater {
    /** What zlib keeps for one stream. */
    private static final long STATE = 300 << 10;
    private static final Object RECEIVER = HostZip.receiver("Deflater");
    private static final MethodHandle INIT = HostZip.staticMethod("Deflater", "init", long.class, int.class, int.class,
        boolean.class);
    private static final MethodHandle DICTIONARY = HostZip.staticMethod("Deflater", "setDictionary", void.class, long.class,
        byte[].class, int.class, int.class);
    private static final MethodHandle DEFLATE = HostZip.method("Deflater", "deflateBytesBytes", long.class, long.class,
        byte[].class, int.class, int.class, byte[].class, int.class, int.class, int.class, int.class);
    private static final MethodHandle DICTIONARY_BUFFER = HostZip.staticMethod("Deflater", "setDictionaryBuffer", void.class,
        long.class, long.class, int.class);
    private static final MethodHandle BYTES_BUFFER = HostZip.method("Deflater", "deflateBytesBuffer", long.class, long.class,
        byte[].class, int.class, int.class, long.class, int.class, int.class, int.class);
    private static final MethodHandle BUFFER_BYTES = HostZip.method("Deflater", "deflateBufferBytes", long.class, long.class,
        long.class, int.class, byte[].class, int.class, int.class, int.class, int.class);
    private static final MethodHandle BUFFER_BUFFER = HostZip.method("Deflater", "deflateBufferBuffer", long.class, long.class,
        long.class, int.class, long.class, int.class, int.class, int.class);
    private static final MethodHandle ADLER = HostZip.staticMethod("Deflater", "getAdler", int.class, long.class);
    private static final MethodHandle RESET = HostZip.staticMethod("Deflater", "reset", void.class, long.class);
    private static final MethodHandle END = HostZip.staticMethod("Deflater", "end", void.class, long.class);

    private N_Deflater() {
    }

    static long init(int level, int strategy, boolean nowrap) {
        guest.rt.Heap.reserve(STATE);
        try {
            return (long) INIT.invokeExact(level, strategy, nowrap);
        } catch (Throwable e) {
            throw HostZip.unexpected(e);
        }
    }

    static void setDictionary(long address, byte[] bytes, int offset, int length) {
        try {
            DICTIONARY.invokeExact(address, bytes, offset, length);
        } catch (Throwable e) {
            throw HostZip.unexpected(e);
        }
    }

    static long deflateBytesBytes(Deflater self, long address, byte[] in, int inOffset, int inLength, byte[] out, int outOffset,
        int outLength, int flush, int parameters) {
        try {
            return (long) DEFLATE.invokeExact(RECEIVER, address, in, inOffset, inLength, out, outOffset, outLength, flush,
                parameters);
        } catch (Throwable e) {
            throw HostZip.unexpected(e);
        }
    }

    static int getAdler(long address) {
        try {
            return (int) ADLER.invokeExact(address);
        } catch (Throwable e) {
            throw HostZip.unexpected(e);
        }
    }

    static void reset(long address) {
        try {
            RESET.invokeExact(address);
        } catch (Throwable e) {
            throw HostZip.unexpected(e);
        }
    }

    static void end(long address) {
        try {
            END.invokeExact(address);
        } catch (Throwable e) {
            throw HostZip.unexpected(e);
        }
    }

    // ------------------------------------------------------------------ direct buffers, whose sessions the caller has acquired

    static void setDictionaryBuffer(long address, long bytes, int length) {
        if (Paged.is(bytes)) {
            byte[] dictionary = PagedStream.dictionary(bytes, length);
            setDictionary(address, dictionary, 0, dictionary.length);
            return;
        }
        try {
            DICTIONARY_BUFFER.invokeExact(address, bytes, length);
        } catch (Throwable e) {
            throw HostZip.unexpected(e);
        }
    }

    static long deflateBytesBuffer(Deflater self, long address, byte[] in, int inOffset, int inLength, long out,
        int outLength, int flush, int parameters) {
        if (Paged.is(out)) {
            return PagedStream.deflate(self, address, in, inOffset, inLength, null, out, outLength, flush, parameters);
        }
        try {
            return (long) BYTES_BUFFER.invokeExact(RECEIVER, address, in, inOffset, inLength, out, outLength, flush, parameters);
        } catch (Throwable e) {
            throw HostZip.unexpected(e);
        }
    }

    static long deflateBufferBytes(Deflater self, long address, long in, int inLength, byte[] out, int outOffset,
        int outLength, int flush, int parameters) {
        if (Paged.is(in)) {
            return PagedStream.deflate(self, address, null, in, inLength, out, outOffset, outLength, flush, parameters);
        }
        try {
            return (long) BUFFER_BYTES.invokeExact(RECEIVER, address, in, inLength, out, outOffset, outLength, flush, parameters);
        } catch (Throwable e) {
            throw HostZip.unexpected(e);
        }
    }

    static long deflateBufferBuffer(Deflater self, long address, long in, int inLength, long out,
        int outLength, int flush, int parameters) {
        if (Paged.is(in) || Paged.is(out)) {
            return PagedStream.deflate(self, address, null, in, inLength, null, out, outLength, flush, parameters);
        }
        try {
            return (long) BUFFER_BUFFER.invokeExact(RECEIVER, address, in, inLength, out, outLength, flush, parameters);
        } catch (Throwable e) {
            throw HostZip.unexpected(e);
        }
    }
}

package guest.java.util.zip;

import guest.rt.Paged;
import java.lang.invoke.MethodHandle;

/** Natives of Inflater. */
final class N_Inflater {
    /** What zlib keeps for one stream. */
    private static final long STATE = 64 << 10;
    private static final Object RECEIVER = HostZip.receiver("Inflater");
    private static final MethodHandle INIT = HostZip.staticMethod("Inflater", "init", long.class, boolean.class);
    private static final MethodHandle DICTIONARY = HostZip.staticMethod("Inflater", "setDictionary", void.class, long.class,
        byte[].class, int.class, int.class);
    private static final MethodHandle INFLATE = HostZip.method("Inflater", "inflateBytesBytes", long.class, long.class,
        byte[].class, int.class, int.class, byte[].class, int.class, int.class);
    private static final MethodHandle DICTIONARY_BUFFER = HostZip.staticMethod("Inflater", "setDictionaryBuffer", void.class,
        long.class, long.class, int.class);
    private static final MethodHandle BYTES_BUFFER = HostZip.method("Inflater", "inflateBytesBuffer", long.class, long.class,
        byte[].class, int.class, int.class, long.class, int.class);
    private static final MethodHandle BUFFER_BYTES = HostZip.method("Inflater", "inflateBufferBytes", long.class, long.class,
        long.class, int.class, byte[].class, int.class, int.class);
    private static final MethodHandle BUFFER_BUFFER = HostZip.method("Inflater", "inflateBufferBuffer", long.class, long.class,
        long.class, int.class, long.class, int.class);
    private static final MethodHandle ADLER = HostZip.staticMethod("Inflater", "getAdler", int.class, long.class);
    private static final MethodHandle RESET = HostZip.staticMethod("Inflater", "reset", void.class, long.class);
    private static final MethodHandle END = HostZip.staticMethod("Inflater", "end", void.class, long.class);

    private N_Inflater() {
    }

    static long init(boolean nowrap) {
        guest.rt.Heap.reserve(STATE);
        try {
            return (long) INIT.invokeExact(nowrap);
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

    static long inflateBytesBytes(Inflater self, long address, byte[] in, int inOffset, int inLength, byte[] out, int outOffset,
        int outLength) throws DataFormatException {
        try {
            return (long) INFLATE.invokeExact(RECEIVER, address, in, inOffset, inLength, out, outOffset, outLength);
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            // the only checked exception is the host's DataFormatException
            throw new DataFormatException(e.getMessage());
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

    static long inflateBytesBuffer(Inflater self, long address, byte[] in, int inOffset, int inLength, long out, int outLength)
        throws DataFormatException {
        if (Paged.is(out)) {
            return PagedStream.inflate(self, address, in, inOffset, inLength, null, out, outLength);
        }
        try {
            return (long) BYTES_BUFFER.invokeExact(RECEIVER, address, in, inOffset, inLength, out, outLength);
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new DataFormatException(e.getMessage());
        }
    }

    static long inflateBufferBytes(Inflater self, long address, long in, int inLength, byte[] out, int outOffset, int outLength)
        throws DataFormatException {
        if (Paged.is(in)) {
            return PagedStream.inflate(self, address, null, in, inLength, out, outOffset, outLength);
        }
        try {
            return (long) BUFFER_BYTES.invokeExact(RECEIVER, address, in, inLength, out, outOffset, outLength);
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new DataFormatException(e.getMessage());
        }
    }

    static long inflateBufferBuffer(Inflater self, long address, long in, int inLength, long out, int outLength)
        throws DataFormatException {
        if (Paged.is(in) || Paged.is(out)) {
            return PagedStream.inflate(self, address, null, in, inLength, null, out, outLength);
        }
        try {
            return (long) BUFFER_BUFFER.invokeExact(RECEIVER, address, in, inLength, out, outLength);
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new DataFormatException(e.getMessage());
        }
    }
}

package guest.java.util.zip;

import guest.rt.PagedBulk;

/**
 * Compression from and to paged memory, piece by piece through arrays. A range is an array with an offset, or no array and an
 * address. Results are those of the natives: bytes read in bits 0 to 30, bytes written in bits 31 to 61, two flags above.
 */
final class PagedStream {
    /** Bytes of an array in between. */
    private static final int PIECE = 1 << 15;
    private static final int WRITTEN_SHIFT = 31;
    private static final long COUNT = 0x7fff_ffffL;
    private static final long FLAGS = 3L << 62;
    private static final long FINISHED = 1L << 62;
    /** Of deflate: parameters could not be set yet. */
    private static final long PARAMETERS_LEFT = 1L << 63;

    private PagedStream() {
    }

    /** One call of the native on arrays. */
    private interface Step {
        long run(byte[] in, int inOffset, int inLength, byte[] out, int outOffset, int outLength, boolean lastInput)
            throws DataFormatException;
    }

    static byte[] dictionary(long address, int length) {
        byte[] bytes = new byte[length];
        PagedBulk.read(address, bytes, 0, length);
        return bytes;
    }

    static long inflate(Inflater self, long stream, byte[] in, long inStart, int inLength, byte[] out, long outStart, int outLength)
        throws DataFormatException {
        return run(in, inStart, inLength, out, outStart, outLength, FLAGS, (i, iOffset, iLength, o, oOffset, oLength, last) ->
            N_Inflater.inflateBytesBytes(self, stream, i, iOffset, iLength, o, oOffset, oLength));
    }

    static long deflate(Deflater self, long stream, byte[] in, long inStart, int inLength, byte[] out, long outStart, int outLength,
        int flush, int parameters) {
        int[] left = {parameters};
        try {
            return run(in, inStart, inLength, out, outStart, outLength, FINISHED, (i, iOffset, iLength, o, oOffset, oLength, last) -> {
                long result = N_Deflater.deflateBytesBytes(self, stream, i, iOffset, iLength, o, oOffset, oLength,
                    last ? flush : Deflater.NO_FLUSH, left[0]);
                if ((result & PARAMETERS_LEFT) == 0) {
                    left[0] = 0;
                }
                return result;
            });
        } catch (DataFormatException e) {
            throw new InternalError(e); // compressing has no format to meet
        }
    }

    /** Runs a step until the input is used up, the output is full, or there is no progress. */
    private static long run(byte[] in, long inStart, int inLength, byte[] out, long outStart, int outLength, long stopFlags, Step step)
        throws DataFormatException {
        byte[] inPiece = in != null ? in : new byte[Math.min(inLength, PIECE)];
        byte[] outPiece = out != null ? out : new byte[Math.min(outLength, PIECE)];
        int read = 0;
        int written = 0;
        long flags;
        boolean more;
        do {
            int inSize = in != null ? inLength - read : Math.min(inLength - read, PIECE);
            int outSize = out != null ? outLength - written : Math.min(outLength - written, PIECE);
            if (in == null) {
                PagedBulk.read(inStart + read, inPiece, 0, inSize);
            }
            long result;
            try {
                result = step.run(inPiece, in != null ? (int) inStart + read : 0, inSize, outPiece,
                    out != null ? (int) outStart + written : 0, outSize, read + inSize == inLength);
            } catch (DataFormatException e) {
                if (read == 0 && written == 0) {
                    throw e;
                }
                return (long) written << WRITTEN_SHIFT | read; // the next call is told again
            }
            int nowRead = (int) (result & COUNT);
            int nowWritten = (int) (result >>> WRITTEN_SHIFT & COUNT);
            if (out == null) {
                PagedBulk.write(outPiece, 0, outStart + written, nowWritten);
            }
            read += nowRead;
            written += nowWritten;
            flags = result & FLAGS;
            more = (flags & stopFlags) == 0 && written < outLength && (nowRead != 0 || nowWritten != 0)
                && (read < inLength || nowWritten == outSize);
        } while (more);
        return flags | (long) written << WRITTEN_SHIFT | read;
    }
}

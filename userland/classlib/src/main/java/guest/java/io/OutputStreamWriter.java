package guest.java.io;

import guest.java.nio.charset.Charset;
import guest.java.nio.charset.CharsetEncoder;
import guest.rt.Files;
import guest.sun.nio.cs.StreamEncoder;
import guest.sun.nio.cs.UTF_8;

/**
 * Encodes characters into bytes. UTF-8, which nearly every program writes, is encoded here, without the machinery of
 * encoders and buffers that other charsets take; a process that only prints never loads that.
 */
public class OutputStreamWriter extends Writer {
    private static final int BUFFER = 8192;
    private static final byte REPLACEMENT = '?';

    private final OutputStream out;
    /** {@code null} when the charset is UTF-8. */
    private final StreamEncoder encoder;
    private byte[] buffer;
    private int count;
    private char high;
    private boolean closed;

    public OutputStreamWriter(OutputStream out) {
        this(out, Charset.defaultCharset());
    }

    public OutputStreamWriter(OutputStream out, String charsetName) throws UnsupportedEncodingException {
        this(out, named(charsetName));
    }

    public OutputStreamWriter(OutputStream out, Charset charset) {
        super(out);
        if (charset == null) {
            throw new NullPointerException("charset");
        }
        this.out = out;
        this.encoder = charset == UTF_8.INSTANCE ? null : StreamEncoder.forOutputStreamWriter(out, lock, charset);
    }

    public OutputStreamWriter(OutputStream out, CharsetEncoder encoder) {
        super(out);
        if (encoder == null) {
            throw new NullPointerException("charset encoder");
        }
        this.out = out;
        this.encoder = StreamEncoder.forOutputStreamWriter(out, lock, encoder);
    }

    private static Charset named(String name) throws UnsupportedEncodingException {
        if (name == null) {
            throw new NullPointerException("charsetName");
        }
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new UnsupportedEncodingException(name);
        }
    }

    /** The charset's historical name, or {@code null} once the stream is closed. */
    public String getEncoding() {
        if (encoder != null) {
            return encoder.getEncoding();
        }
        return closed ? null : UTF_8.INSTANCE.historicalName();
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("Stream closed");
        }
    }

    /** Hands encoded bytes to the stream, which is not flushed; for PrintStream. */
    void flushBuffer() throws IOException {
        if (encoder != null) {
            encoder.flushBuffer();
            return;
        }
        synchronized (lock) {
            checkOpen();
            drain();
        }
    }

    private void drain() throws IOException {
        if (count > 0) {
            int length = count;
            count = 0;
            out.write(buffer, 0, length);
        }
    }

    @Override
    public void write(int c) throws IOException {
        write(new char[] {(char) c}, 0, 1);
    }

    @Override
    public void write(char[] characters, int offset, int length) throws IOException {
        if (encoder != null) {
            encoder.write(characters, offset, length);
            return;
        }
        guest.java.util.Objects.checkFromIndexSize(offset, length, characters.length);
        write(new String(characters, offset, length));
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        if (encoder != null) {
            encoder.write(text, offset, length);
        } else {
            write(text.substring(offset, offset + length));
        }
    }

    /** Encodes a text; a surrogate at its end waits for its partner in the next one. */
    @Override
    public void write(String text) throws IOException {
        if (encoder != null) {
            encoder.write(text, 0, text.length());
            return;
        }
        synchronized (lock) {
            checkOpen();
            String whole = high != 0 && !text.isEmpty() ? high + text : text;
            int length = whole.length();
            if (length == 0) {
                return;
            }
            high = 0;
            if (Character.isHighSurrogate(whole.charAt(length - 1))) {
                high = whole.charAt(--length);
            }
            put(Files.encode(length == whole.length() ? whole : whole.substring(0, length)));
        }
    }

    private void put(byte[] bytes) throws IOException {
        if (buffer == null) {
            buffer = new byte[BUFFER];
        }
        if (bytes.length > buffer.length - count) {
            drain();
        }
        if (bytes.length > buffer.length) {
            out.write(bytes, 0, bytes.length);
        } else {
            guest.rt.Host.arraycopy(bytes, 0, buffer, count, bytes.length);
            count += bytes.length;
        }
    }

    @Override
    public Writer append(CharSequence text, int start, int end) throws IOException {
        CharSequence given = text == null ? "null" : text;
        return append(given.subSequence(start, end));
    }

    @Override
    public Writer append(CharSequence text) throws IOException {
        write(String.valueOf(text));
        return this;
    }

    @Override
    public void flush() throws IOException {
        if (encoder != null) {
            encoder.flush();
            return;
        }
        synchronized (lock) {
            checkOpen();
            drain();
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        if (encoder != null) {
            encoder.close();
            return;
        }
        synchronized (lock) {
            if (closed) {
                return;
            }
            try {
                if (high != 0) {
                    high = 0;
                    put(new byte[] {REPLACEMENT});
                }
                drain();
                out.flush();
            } finally {
                closed = true;
                out.close();
            }
        }
    }
}

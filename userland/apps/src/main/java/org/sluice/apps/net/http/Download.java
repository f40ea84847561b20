package org.sluice.apps.net.http;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.sluice.apps.Io;
import org.sluice.apps.Output;
import org.sluice.apps.Reasons;

/** Where a body goes: standard output, or a file that is made with the first byte or the end. */
final class Download implements Exchange.Sink, AutoCloseable {
    private final Io io;
    private final Output out;
    private final String name;
    private final boolean include;
    private final boolean failOnError;
    private final boolean append;
    private OutputStream file;
    private boolean refused;

    /**
     * @param name        of the file, null for standard output
     * @param include     whether the head goes there too
     * @param failOnError whether an answer that is an error is thrown away
     * @param append      whether a part is added to a file that is there
     */
    Download(Io io, Output out, String name, boolean include, boolean failOnError, boolean append) {
        this.io = io;
        this.out = out;
        this.name = name;
        this.include = include;
        this.failOnError = failOnError;
        this.append = append;
    }

    @Override
    public void head(ResponseHead head) throws IOException {
        refused = failOnError && head.status() >= Status.BAD_REQUEST;
        if (include && !refused) {
            byte[] text = (String.join("\r\n", head.lines()) + "\r\n\r\n").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
            write(text, 0, text.length, head);
        } else if (!refused && name != null) {
            open(head);
        }
    }

    @Override
    public void body(byte[] bytes, int offset, int length) throws IOException {
        if (!refused) {
            write(bytes, offset, length, null);
        }
    }

    private void open(ResponseHead head) throws IOException {
        if (file == null) {
            try {
                file = new FileOutputStream(io.file(name), append && head != null && head.status() == Status.PARTIAL);
            } catch (IOException e) {
                throw new HttpFailure(HttpFailure.WRITE, "Failure writing output to destination: " + name + ": " + Reasons.of(e));
            }
        }
    }

    private void write(byte[] bytes, int offset, int length, ResponseHead head) throws IOException {
        if (name == null) {
            out.write(bytes, offset, length);
            return;
        }
        open(head);
        try {
            file.write(bytes, offset, length);
        } catch (IOException e) {
            throw new HttpFailure(HttpFailure.WRITE, "Failure writing output to destination: " + name + ": " + Reasons.of(e));
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
        out.flush();
    }
}

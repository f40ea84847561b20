package org.sluice.classlib;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** An output that tells when a word was written. */
final class StartSignal extends OutputStream {
    private final String word;
    private final StringBuilder text = new StringBuilder();
    private final CountDownLatch seen = new CountDownLatch(1);

    StartSignal(String word) {
        this.word = word;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        text.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
        if (text.indexOf(word) >= 0) {
            seen.countDown();
        }
    }

    void await() throws InterruptedException {
        seen.await();
    }

    synchronized String text() {
        return text.toString();
    }
}

package org.sluice.net.dns;

/** The way to a server. What goes wrong on it is no answer: {@code null}. */
public interface Transport {
    /** Whether a datagram is the answer that is waited for. */
    interface Check {
        boolean accepts(byte[] bytes, int length);
    }

    /**
     * Asks by UDP, from a port of chance.
     *
     * @param timeout nanoseconds to wait for the answer
     * @param check   what is not accepted is dropped, and more waited for
     * @return the answer, or {@code null}
     */
    byte[] datagram(byte[] server, byte[] query, long timeout, Check check);

    /** Asks by TCP. @return the answer without the length before it (RFC 1035, 4.2.2), or {@code null} */
    byte[] stream(byte[] server, byte[] query, long timeout);

    /** 16 bits nobody can guess. */
    int random();
}

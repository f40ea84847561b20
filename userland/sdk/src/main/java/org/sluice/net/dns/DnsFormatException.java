package org.sluice.net.dns;

/** Bytes that are no DNS message, or a text that is no name. The message says what is wrong and where. */
public final class DnsFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    public DnsFormatException(String message) {
        super(message);
    }
}

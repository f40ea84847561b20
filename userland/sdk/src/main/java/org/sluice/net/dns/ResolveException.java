package org.sluice.net.dns;

import java.io.IOException;

/** Why a name could not be resolved; the message is the name and the sentence that Unix has for it. */
public final class ResolveException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The causes. */
    public enum Cause {
        /** There is no such name. */
        NOT_FOUND("Name or service not known"),
        /** The name has no record of the type. */
        NO_DATA("No address associated with hostname"),
        /** No server has answered, or none could. */
        TRY_AGAIN("Temporary failure in name resolution"),
        /** What servers say makes no sense. */
        FAILED("Non-recoverable failure in name resolution");

        private final String sentence;

        Cause(String sentence) {
            this.sentence = sentence;
        }

        /** As {@code gai_strerror} words it. */
        public String sentence() {
            return sentence;
        }
    }

    private final Cause cause;

    ResolveException(String name, Cause cause) {
        super(name + ": " + cause.sentence);
        this.cause = cause;
    }

    /** What went wrong. */
    public Cause reason() {
        return cause;
    }

    /** The sentence without the name. */
    public String sentence() {
        return cause.sentence;
    }
}

package org.sluice.apps.net.http;

import java.io.IOException;

/** A transfer that failed, with what curl's exit status says of it. */
final class HttpFailure extends IOException {
    static final int PROTOCOL = 1;
    static final int URL = 3;
    static final int RESOLVE = 6;
    static final int CONNECT = 7;
    static final int WEIRD = 8;
    static final int PARTIAL = 18;
    static final int RETURNED_ERROR = 22;
    static final int WRITE = 23;
    static final int READ = 26;
    static final int TIMEOUT = 28;
    static final int REDIRECTS = 47;
    static final int EMPTY = 52;
    static final int SEND = 55;
    static final int RECEIVE = 56;
    private static final long serialVersionUID = 1L;

    private final int code;

    HttpFailure(int code, String message) {
        super(message);
        this.code = code;
    }

    int code() {
        return code;
    }
}

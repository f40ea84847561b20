package org.sluice.apps.net.http;

/** A request that is answered with an error. */
final class HttpProblem extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status of 400 to 599 @param reason a sentence for whoever reads the answer */
    HttpProblem(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}

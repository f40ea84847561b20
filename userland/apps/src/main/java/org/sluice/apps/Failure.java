package org.sluice.apps;

/** Ends a command with one line on standard error and an exit status. */
public class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * @param status  the exit status
     * @param message what was wrong, without the command's name
     */
    public Failure(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** The exit status. */
    public int status() {
        return status;
    }

    /** The command line is wrong: the message is followed by a hint at {@code --help}, the exit status is 2. */
    public static final class Usage extends Failure {
        private static final long serialVersionUID = 1L;

        /** @param message what was wrong, without the command's name */
        public Usage(String message) {
            super(2, message);
        }
    }

    /** The user asked for {@code --help}. */
    static final class Help extends Failure {
        private static final long serialVersionUID = 1L;

        Help() {
            super(0, "help");
        }
    }
}

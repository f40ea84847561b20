package org.sluice.apps.process;

import java.io.IOException;
import java.util.Map;
import org.sluice.apps.Failure;
import org.sluice.apps.Io;
import org.sluice.apps.Programs;
import org.sluice.apps.Reasons;

/** Starts programs for commands that run others, with the exit statuses that env, time, strace and xargs share. */
final class Runner {
    static final int CANNOT_RUN = 126;
    static final int NOT_FOUND = 127;

    private Runner() {
    }

    /**
     * Starts a program after flushing standard output. The parameters are those of {@link Programs#start}.
     *
     * @throws Failure with status 127 when there is no such program, 126 when it cannot be started
     */
    static Programs.Running start(Io io, String[] command, Map<String, String> environment, int flags, String input,
            String error) {
        io.out().flush();
        try {
            return io.programs().start(command, environment, flags, input, error);
        } catch (IOException e) {
            String reason = Reasons.of(e);
            int status = reason.equals("No such file or directory") ? NOT_FOUND : CANNOT_RUN;
            throw new Failure(status, "'" + command[0] + "': " + reason);
        }
    }
}

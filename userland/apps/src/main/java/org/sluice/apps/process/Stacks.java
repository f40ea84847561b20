package org.sluice.apps.process;

import java.io.IOException;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Reasons;

/** {@code stacks}: shows what the threads of processes are doing. */
public final class Stacks extends Command {
    public Stacks() {
        super("stacks");
    }

    public static void main(String[] args) {
        new Stacks().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        String[] pids = plain(args);
        if (pids.length == 0) {
            throw new Failure.Usage("no process id given");
        }
        for (int i = 0; i < pids.length; i++) {
            if (!isNumber(pids[i])) {
                throw new Failure.Usage("invalid process id: '" + pids[i] + "'");
            }
            try {
                String text = io.readText(io.proc() + "/" + pids[i] + "/stacks");
                if (pids.length > 1) {
                    out.println((i > 0 ? "\n" : "") + "==> " + pids[i] + " <==");
                }
                out.print(text);
            } catch (IOException e) {
                boolean gone = Reasons.of(e).equals("No such file or directory");
                warn(pids[i] + ": " + (gone ? "No such process" : Reasons.of(e)));
            }
        }
        return status();
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isDigit(text.charAt(i))) {
                return text.equals("self");
            }
        }
        return !text.isEmpty();
    }
}

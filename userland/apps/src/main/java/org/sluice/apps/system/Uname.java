package org.sluice.apps.system;

import java.io.IOException;
import org.sluice.apps.Command;
import org.sluice.apps.Options;

/** {@code uname}: shows the names of the system and the machine. */
public final class Uname extends Command {
    /** The order in which parts are shown. */
    private static final String PARTS = "snrvmo";

    public Uname() {
        super("uname");
    }

    public static void main(String[] args) {
        new Uname().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options(
                "a/all s/kernel-name n/nodename r/kernel-release v/kernel-version m/machine p i o/operating-system", args);
        String chosen = "";
        while (options.next()) {
            chosen += switch (options.name()) {
                case "a" -> PARTS;
                case "p", "i" -> "m";
                default -> options.name();
            };
        }
        noOperands(options.operands());
        chosen = chosen.isEmpty() ? "s" : chosen;
        boolean first = true;
        for (int i = 0; i < PARTS.length(); i++) {
            if (chosen.indexOf(PARTS.charAt(i)) >= 0) {
                out.print((first ? "" : " ") + part(PARTS.charAt(i)));
                first = false;
            }
        }
        out.println();
        return 0;
    }

    /** {@code /proc/version} reads {@code NAME version RELEASE REST}. */
    private String part(char part) throws IOException {
        String version = io.readText(io.proc() + "/version").trim();
        String[] words = version.split(" ", 4);
        return switch (part) {
            case 's' -> words[0];
            case 'n' -> Hostname.of(io);
            case 'r' -> words.length > 2 ? words[2] : "unknown";
            case 'v' -> words.length > 3 ? words[3] : "unknown";
            case 'm' -> "jvm";
            default -> "Sluice";
        };
    }
}

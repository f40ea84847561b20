package org.sluice.apps.system;

import java.io.IOException;
import org.sluice.apps.Command;
import org.sluice.apps.LocalTime;
import org.sluice.apps.Options;
import org.sluice.apps.process.Load;

/** {@code uptime}: shows how long the machine has been running. */
public final class Uptime extends Command {
    public Uptime() {
        super("uptime");
    }

    public static void main(String[] args) {
        new Uptime().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("p/pretty s/since", args);
        boolean pretty = false;
        boolean since = false;
        while (options.next()) {
            if (options.name().equals("p")) {
                pretty = true;
            } else {
                since = true;
            }
        }
        noOperands(options.operands());
        String text = io.readText(io.proc() + "/uptime");
        int dot = text.indexOf('.');
        long seconds = Long.parseLong(text.substring(0, dot < 0 ? text.trim().length() : dot));
        long now = io.now() / 1000;
        if (since) {
            LocalTime boot = LocalTime.of(io, now - seconds);
            out.println(boot.date() + " " + boot.clockWithSeconds());
        } else if (pretty) {
            out.println("up " + words(seconds));
        } else {
            out.println(" " + LocalTime.of(io, now).clockWithSeconds() + " up " + Load.duration(seconds) + ",  load average: "
                    + Load.averages(io));
        }
        return 0;
    }

    private static String words(long seconds) {
        long[] amounts = {seconds / 604800, seconds / 86400 % 7, seconds / 3600 % 24, seconds / 60 % 60};
        String[] units = {"week", "day", "hour", "minute"};
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < amounts.length; i++) {
            boolean last = i == amounts.length - 1 && text.isEmpty();
            if (amounts[i] > 0 || last) {
                text.append(text.isEmpty() ? "" : ", ").append(amounts[i]).append(' ').append(units[i]).append(amounts[i] == 1
                        ? "" : "s");
            }
        }
        return text.toString();
    }
}

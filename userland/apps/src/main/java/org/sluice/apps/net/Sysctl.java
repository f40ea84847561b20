package org.sluice.apps.net;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.sluice.abi.Errno;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;
import org.sluice.sys.SysException;

/** {@code sysctl}: shows and changes what holds for all TCP connections. */
public final class Sysctl extends Command {
    /** What Linux puts before the names; it may be left out. */
    private static final String[] PREFIXES = {"net.ipv4.", "net.core."};

    private boolean quiet;
    private boolean valuesOnly;

    public Sysctl() {
        super("sysctl");
    }

    public static void main(String[] args) {
        new Sysctl().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("a/all w/write q/quiet n/values", args);
        boolean all = false;
        while (options.next()) {
            switch (options.name()) {
                case "a" -> all = true;
                case "q" -> quiet = true;
                case "n" -> valuesOnly = true;
                default -> { } // NAME=VALUE writes anyway
            }
        }
        Map<String, String> settings = read();
        if (all) {
            settings.forEach(this::show);
        } else if (options.operands().length == 0) {
            throw new Failure.Usage("missing name");
        }
        for (String operand : options.operands()) {
            one(operand, settings);
        }
        return status();
    }

    private Map<String, String> read() throws IOException {
        Map<String, String> settings = new TreeMap<>();
        for (String line : io.readText(io.proc() + "/net/settings").split("\n")) {
            int space = line.indexOf('=');
            if (space > 0) {
                settings.put(line.substring(0, space), line.substring(space + 1));
            }
        }
        return settings;
    }

    private void show(String name, String value) {
        out.println(valuesOnly ? value : name + " = " + value);
    }

    private void one(String operand, Map<String, String> settings) throws IOException {
        int equals = operand.indexOf('=');
        String name = (equals < 0 ? operand : operand.substring(0, equals)).strip();
        String shown = name;
        for (String prefix : PREFIXES) {
            name = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
        }
        if (!settings.containsKey(name)) {
            warn(shown + ": no such setting");
            return;
        }
        if (equals < 0) {
            show(shown, settings.get(name));
            return;
        }
        String value = operand.substring(equals + 1).strip().replaceAll("\\s+", " ");
        try {
            NetFiles.control(io, "set " + name + " " + value);
            if (!quiet) {
                show(shown, value);
            }
        } catch (SysException e) {
            warn(shown + ": " + (e.errno() == Errno.EINVAL ? "'" + value + "' is no value it can have" : Errno.message(e.errno())));
        }
    }
}

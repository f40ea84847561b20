package org.sluice.drill;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.sluice.drill.run.Outcome;
import org.sluice.drill.run.Runner;
import org.sluice.kernel.network.NetServiceFactory;

/** The command {@code pdrill}: runs scripts from files. */
public final class Drill {
    /** Exit statuses: everything is as the scripts say; something is not; wrong arguments; a script uses what cannot be run here. */
    public static final int PASSED = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int UNSUPPORTED = 3;

    private Drill() {
    }

    /**
     * Runs scripts and says how each ended.
     *
     * @param files   files, or directories whose files named *.pkt are meant
     * @param set     settings of the stack to begin with, NAME=VALUE each
     * @param strict  whether what is left over at the end of a script is a failure
     * @param verbose whether everything that happens is shown
     * @return the exit status: the worst
     */
    public static int run(List<String> files, List<String> set, boolean strict, boolean verbose, PrintStream out, PrintStream err) {
        List<String> settings = new ArrayList<>();
        for (String setting : set) {
            if (!setting.matches("[A-Za-z0-9_.]+=.*")) {
                err.println("pdrill: --set " + setting + ": expected NAME=VALUE");
                return USAGE;
            }
            settings.add(setting.replaceFirst("^net\\.ipv4\\.", "").replaceFirst("=", " "));
        }
        List<Path> scripts = new ArrayList<>();
        for (String file : files) {
            try {
                scripts.addAll(scripts(Path.of(file)));
            } catch (IOException e) {
                err.println("pdrill: " + file + ": cannot be read");
                return USAGE;
            }
        }
        Runner runner = new Runner(service(), settings, strict, out::println, verbose ? out::println : line -> { });
        int status = PASSED;
        for (Path script : scripts) {
            try {
                Outcome outcome = runner.run(script.toString(), Files.readString(script), script.toAbsolutePath().getParent());
                outcome.warnings().forEach(warning -> err.println("warning: " + warning));
                (outcome.passed() ? out : err).println(switch (outcome.kind()) {
                    case PASSED -> "PASS " + script;
                    case FAILED -> "FAIL " + outcome.message();
                    case UNSUPPORTED -> outcome.message();
                });
                status = worse(status, outcome.kind());
            } catch (IOException e) {
                err.println("pdrill: " + script + ": cannot be read");
                return USAGE;
            }
        }
        out.flush();
        err.flush();
        return status;
    }

    private static int worse(int status, Outcome.Kind kind) {
        return switch (kind) {
            case PASSED -> status;
            case FAILED -> FAILED;
            case UNSUPPORTED -> status == PASSED ? UNSUPPORTED : status;
        };
    }

    private static List<Path> scripts(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            try (Stream<Path> all = Files.walk(file)) {
                return all.filter(f -> f.toString().endsWith(".pkt")).sorted().toList();
            }
        }
        if (!Files.isReadable(file)) {
            throw new IOException();
        }
        return List.of(file);
    }

    /** The network service that is there. @throws IllegalStateException if there is none */
    static NetServiceFactory service() {
        ModuleLayer layer = Drill.class.getModule().getLayer();
        ServiceLoader<NetServiceFactory> loader = layer == null ? ServiceLoader.load(NetServiceFactory.class, Drill.class.getClassLoader())
            : ServiceLoader.load(layer, NetServiceFactory.class);
        return loader.findFirst().orElseThrow(() -> new IllegalStateException("no network service on the path"));
    }
}

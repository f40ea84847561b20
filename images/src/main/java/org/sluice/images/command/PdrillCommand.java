package org.sluice.images.command;

import java.io.PrintStream;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.sluice.images.build.Distribution;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice pdrill}: runs scripts of packets and calls against the network service, without a machine and in virtual time. */
@Command(name = "pdrill", mixinStandardHelpOptions = true,
    description = "Runs scripts of the packetdrill language against the network service, without a machine and in virtual time.",
    footer = {"", "Exit status: 0 all passed; 1 one failed; 3 one uses what there is not here, which is named; 2 wrong arguments."})
public final class PdrillCommand implements Callable<Integer> {
    private static final String MODULE = "org.sluice.drill";

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Scripts; of directories those named *.pkt.")
    private List<String> files = new ArrayList<>();

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "A setting of the stack to begin with, such as tcp_timestamps=0.")
    private List<String> set = new ArrayList<>();

    @Option(names = {"-v", "--verbose"}, description = "Show everything that happens.")
    private boolean verbose;

    @Option(names = "--strict", description = "Packets left at the end, or sent by no socket of the script, and echoed timestamps that differ"
        + " are failures.")
    private boolean strict;

    @Override
    public Integer call() {
        try {
            return (Integer) drill(Distribution.current()).getMethod("run", List.class, List.class, boolean.class, boolean.class, PrintStream.class,
                PrintStream.class).invoke(null, files, set, strict, verbose, System.out, System.err);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new LauncherFailure(1, "the distribution has no " + MODULE + ": " + e.getMessage());
        }
    }

    /** The kernel's modules are on no launcher's path: they are loaded beside it, with the service they provide. */
    static Class<?> drill(Distribution distribution) throws ClassNotFoundException {
        Path[] jars = distribution.drill().toArray(Path[]::new);
        ModuleLayer parent = ModuleLayer.boot();
        Configuration configuration = parent.configuration().resolveAndBind(ModuleFinder.of(jars),
            ModuleFinder.of(), Set.of(MODULE));
        ModuleLayer layer = parent.defineModulesWithOneLoader(configuration, PdrillCommand.class.getClassLoader());
        return layer.findLoader(MODULE).loadClass(MODULE + ".Drill");
    }
}

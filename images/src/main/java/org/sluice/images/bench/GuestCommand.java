package org.sluice.images.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sluice.images.build.Defaults;
import org.sluice.images.build.Distribution;
import org.sluice.images.build.HostJvm;
import org.sluice.images.command.LauncherFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice bench guest}: what translated code costs, see {@link ComputeBench}. */
@Command(name = "guest", mixinStandardHelpOptions = true,
    description = "Compares sixteen compute kernels as guest code with the same as host code.")
final class GuestCommand implements Callable<Integer> {
    @Option(names = "--rounds", defaultValue = "25", description = "Turns of each variant (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Parameters(paramLabel = "KERNEL", description = "Kernels to compare (default: all).")
    private List<String> kernels = new ArrayList<>();

    @Override
    public Integer call() {
        try (Rig rig = new Rig()) {
            // makes the image where it is missing or old
            int status = rig.run(List.of(), "true", line -> { });
            if (status != 0) {
                throw new LauncherFailure(1, "bench: the system does not boot");
            }
            List<String> arguments = new ArrayList<>(List.of(Defaults.image().toString(), Integer.toString(rounds)));
            arguments.addAll(kernels);
            return new HostJvm(Distribution.current()).run(List.of("boot", "modules"), List.of("org.sluice.abi"),
                "org.sluice.images/" + ComputeBench.class.getName(), arguments);
        } catch (IOException e) {
            throw new LauncherFailure(1, "bench: " + e.getMessage());
        }
    }
}

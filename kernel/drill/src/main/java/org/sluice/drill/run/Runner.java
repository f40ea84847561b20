package org.sluice.drill.run;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.sluice.abi.Errno;
import org.sluice.drill.script.Script;
import org.sluice.drill.script.Unsupported;
import org.sluice.drill.world.Machine;
import org.sluice.drill.world.World;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.network.NetServiceFactory;

/**
 * Runs scripts, each on a machine of its own.
 *
 * @param factory makes the network service
 * @param set     settings to begin with, "NAME VALUE" each
 * @param strict  whether packets left at the end, packets that no socket of the script sends, and echoed timestamps that differ are failures
 * @param output  gets what scripts print
 * @param trace   gets what happens
 */
public record Runner(NetServiceFactory factory, List<String> set, boolean strict, Consumer<String> output, Consumer<String> trace) {
    private static final long MEMORY = 32L << 20;
    private static final long START = 1000 * World.SECOND;
    private static final int LEAST_MTU = 68;

    /** Runs a script. @param directory where files are that it names */
    public Outcome run(String name, String text, Path directory) {
        Interpreter interpreter = null;
        Settings settings = new Settings();
        settings.strict = strict;
        try {
            Script script = Script.parse(name, text);
            settings.apply(script.options());
            if (settings.mtu < LEAST_MTU || settings.mtu > 0xffff) {
                throw new Unsupported(0, "--mtu=" + settings.mtu);
            }
            try (World world = new World(START)) {
                Machine machine = new Machine(world, factory, MEMORY, 1);
                machine.connect(settings.localIp, settings.prefix, settings.mtu);
                begin(machine);
                interpreter = new Interpreter(script, new Context(world, machine, settings), directory, output, trace);
                interpreter.run();
                return new Outcome(Outcome.Kind.PASSED, "", interpreter.warnings());
            }
        } catch (Unsupported e) {
            int line = e.line() != 0 || interpreter == null ? e.line() : interpreter.line();
            return new Outcome(Outcome.Kind.UNSUPPORTED, name + ":" + (line == 0 ? 1 : line) + ": unsupported: " + e.getMessage(), List.of());
        } catch (Failure e) {
            return failed(name, interpreter, e.getMessage());
        } catch (CallFailed e) {
            return failed(name, interpreter, Errno.name(e.errno()));
        } catch (AssertionError | IllegalStateException e) {
            return failed(name, interpreter, e.toString());
        }
    }

    private void begin(Machine machine) {
        for (String setting : set) {
            try {
                machine.control("set " + setting);
            } catch (CallFailed e) {
                throw new Unsupported(0, "--set " + setting.replaceFirst(" ", "=") + " (" + Errno.name(e.errno()) + ")");
            }
        }
    }

    private static Outcome failed(String name, Interpreter interpreter, String why) {
        return new Outcome(Outcome.Kind.FAILED, name + ":" + (interpreter == null ? 1 : interpreter.line()) + ": " + why, List.of());
    }
}

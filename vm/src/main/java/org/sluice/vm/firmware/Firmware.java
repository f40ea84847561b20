package org.sluice.vm.firmware;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolutionException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.sluice.vm.board.Board;
import org.sluice.vm.board.BoardConfig;
import org.sluice.vm.board.KernelEntry;
import org.sluice.vm.board.Machine;
import org.sluice.vm.device.atm.link.LinkFailure;
import org.sluice.vm.device.hostnet.HostNetFailure;

/**
 * Boots a machine from its disk image. The modules of the boot partition become a module layer of their own, above the one
 * that holds this class and with one class loader, so that nothing of the kernel comes from the launcher's module path.
 *
 * <p>To the boot arguments it adds {@code NAME.block} and {@code NAME.blocks}, the first block and the number of blocks, for every
 * partition, and {@code image}, the image's path.
 */
public final class Firmware {
    /** Where modules keep driver and service manifests. */
    public static final String MANIFESTS = "META-INF/sluice/";

    private Firmware() {
    }

    /**
     * Boots and runs until the system halts.
     *
     * @return the exit status of the machine
     * @throws BootFailure if it does not come to that; the console is closed then as well
     */
    public static int boot(BoardConfig config) {
        try {
            return boot(BootImage.open(config.image()), config);
        } finally {
            config.console().close();
        }
    }

    /** Boots an image that is open already; otherwise as {@link #boot(BoardConfig)}. */
    public static int boot(BootImage image, BoardConfig config) {
        try {
            image.checkJdk();
            MemoryModules modules = modules(image);
            ModuleLayer layer = layer(modules, image);
            KernelEntry kernel = ServiceLoader.load(layer, KernelEntry.class).findFirst()
                .orElseThrow(() -> new BootFailure(image.file() + ": no kernel among the modules of the boot partition"));
            MemorySegment library = image.map(image.partition(Partition.LIBRARY)
                .orElseThrow(() -> new BootFailure(image.file() + ": no partition named library")), Arena.ofShared());
            try (Board board = new Board(config)) {
                Map<String, String> manifests = new TreeMap<>();
                modules.entries(MANIFESTS).forEach((name, text) -> manifests.put(name, new String(text, StandardCharsets.UTF_8)));
                Machine machine = board.machine(library, manifests, kernel.getClass().getClassLoader(), modules::classFile,
                    arguments(image));
                return kernel.run(machine);
            }
        } catch (LinkFailure | HostNetFailure e) {
            throw new BootFailure(e.getMessage(), e);
        } catch (IOException e) {
            throw new BootFailure(config.image() + ": " + e.getMessage(), e);
        } finally {
            config.console().close();
        }
    }

    private static Map<String, String> arguments(BootImage image) {
        Map<String, String> arguments = new HashMap<>();
        arguments.put("image", image.file().toString());
        for (Partition partition : image.partitions()) {
            arguments.put(partition.name() + ".block", Long.toString(partition.firstBlock()));
            arguments.put(partition.name() + ".blocks", Long.toString(partition.blocks()));
        }
        return arguments;
    }

    private static MemoryModules modules(BootImage image) {
        MemoryModules modules = new MemoryModules();
        for (String name : image.property(BootImage.KEY_MODULES).split(",")) {
            byte[] jar = image.files().get(name.strip());
            if (jar == null) {
                throw new BootFailure(image.file() + ": the module file '" + name.strip() + "' is missing from the boot partition");
            }
            modules.add(name.strip(), jar);
        }
        return modules;
    }

    private static ModuleLayer layer(MemoryModules modules, BootImage image) {
        ModuleLayer parent = Firmware.class.getModule().getLayer();
        if (parent == null) {
            throw new BootFailure("the machine must be started from the module path, not from the class path");
        }
        try {
            List<String> roots = modules.findAll().stream().map(m -> m.descriptor().name()).sorted().toList();
            Configuration configuration = Configuration.resolve(modules, List.of(parent.configuration()), ModuleFinder.of(), roots);
            return ModuleLayer.defineModulesWithOneLoader(configuration, List.of(parent), Firmware.class.getClassLoader()).layer();
        } catch (FindException | ResolutionException | LayerInstantiationException | IllegalStateException e) {
            throw new BootFailure(image.file() + ": the modules of the boot partition do not fit together: " + e.getMessage(), e);
        }
    }
}

package org.sluice.images.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.sluice.images.build.Defaults;
import org.sluice.images.build.BuildFailure;
import org.sluice.images.build.Distribution;
import org.sluice.images.build.ImageBuilder;
import org.sluice.images.host.HostTerminal;
import org.sluice.vm.board.BoardConfig;
import org.sluice.vm.device.atm.link.LinkSpec;
import org.sluice.vm.device.console.ConsoleBackend;
import org.sluice.vm.device.hostnet.HostNetSpec;
import org.sluice.vm.firmware.BootFailure;
import org.sluice.vm.firmware.BootImage;
import org.sluice.vm.firmware.Firmware;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of every command that boots a machine, and the booting. */
final class MachineOptions {
    private static final int MAX_PROCESSORS = 64;
    private static final long MIN_MEMORY = 16L << 20;
    private static final long MAX_MEMORY = 1L << 40;

    @Option(names = "--image", paramLabel = "FILE", description = "Disk image to boot (default: the system's own, built when needed).")
    private Path image;

    @Option(names = "--memory", paramLabel = "SIZE", defaultValue = "512M",
        description = "Main memory, such as 256M or 2G (default: ${DEFAULT-VALUE}).")
    private String memory;

    @Option(names = "--swap", paramLabel = "SIZE",
        description = "How much of the image's swap area to use (default: all of it, 2G); 0M for none.")
    private String swap;

    @Option(names = "--smp", paramLabel = "N", defaultValue = "2", description = "Virtual processors (default: ${DEFAULT-VALUE}).")
    private int processors;

    @Option(names = "--share", paramLabel = "DIR=MOUNT[:rw]",
        description = "Shows a host folder to the guest, read-only unless :rw is given. May be repeated.")
    private List<String> shares = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N",
        description = "Makes the run deterministic: one processor, virtual time, entropy from the seed.")
    private Long seed;

    @Option(names = "--trace", paramLabel = "WHAT", description = "What the kernel writes to its log (see /proc/kmsg).")
    private String trace;

    @Option(names = "--env", paramLabel = "NAME=VALUE", description = "A variable in the first program's environment. May be repeated.")
    private Map<String, String> environment = new LinkedHashMap<>();

    @Mixin
    private NetworkOptions network = new NetworkOptions();

    /** Boots a machine and waits for its end; returns its exit status. */
    int boot(Map<String, String> arguments, List<BoardConfig.Share> moreShares) {
        Map<String, String> all = new TreeMap<>(arguments);
        environment.forEach((name, value) -> all.put("env." + name, value));
        if (trace != null) {
            all.put("trace", trace);
        }
        if (seed != null) {
            all.put("seed", Long.toString(seed));
        }
        if (swap != null) {
            all.put("swap.bytes", Long.toString(Sizes.parse("--swap", swap, 0, MAX_MEMORY)));
        }
        all.put("release", Distribution.VERSION);
        if (processors < 1 || processors > MAX_PROCESSORS) {
            throw usage("--smp " + processors + ": must be 1 to " + MAX_PROCESSORS);
        }
        long bytes = Sizes.parse("--memory", memory, MIN_MEMORY, MAX_MEMORY);
        List<BoardConfig.Share> allShares = new ArrayList<>(moreShares);
        shares.forEach(text -> allShares.add(parseShare(text)));
        checkMountPoints(allShares);
        List<LinkSpec> links = network.links(seed != null);
        network.configure(all, links);
        HostNetSpec outside = network.outside(seed != null);
        BootImage opened = openImage();
        ConsoleBackend console = HostTerminal.open();
        if (console.terminals() != 0) {
            // what the guest draws, the host's terminal shows
            String type = System.getenv("TERM");
            all.putIfAbsent("env.TERM", type == null || type.isEmpty() ? "dumb" : type);
        }
        return Firmware.boot(opened, new BoardConfig(opened.file(), bytes, processors,
            seed == null ? OptionalLong.empty() : OptionalLong.of(seed), allShares, links, outside, console, all));
    }

    /** The image to boot. The system's own is built when it is missing or stale; one that was named is taken as it is. */
    private BootImage openImage() {
        if (image != null) {
            return BootImage.open(image);
        }
        Path own = Defaults.image();
        Distribution distribution = Distribution.current();
        try {
            if (Files.exists(own)) {
                BootImage opened = BootImage.open(own);
                if (ImageBuilder.upToDate(opened, distribution)) {
                    return opened;
                }
            }
        } catch (BootFailure e) {
            System.err.println("sluice: " + e.getMessage() + "; building it anew");
        }
        BuildStep.run(distribution, own, false);
        return BootImage.open(own);
    }

    private static BoardConfig.Share parseShare(String text) {
        int equals = text.lastIndexOf('=');
        if (equals < 1) {
            throw usage("--share " + text + ": expected DIR=MOUNT or DIR=MOUNT:rw");
        }
        String mount = text.substring(equals + 1);
        boolean writable = mount.endsWith(":rw");
        if (writable || mount.endsWith(":ro")) {
            mount = mount.substring(0, mount.length() - 3);
        }
        if (!mount.startsWith("/") || mount.equals("/") || mount.contains("//") || mount.endsWith("/") || mount.contains(":")
            || List.of(mount.split("/")).contains("..")) {
            throw usage("--share " + text + ": " + mount + " is no absolute path to mount on");
        }
        Path folder = Path.of(text.substring(0, equals));
        if (!Files.isDirectory(folder)) {
            throw new LauncherFailure(1, "--share " + text + ": " + folder + " is not a folder");
        }
        return new BoardConfig.Share(folder.toAbsolutePath(), mount, writable);
    }

    private static void checkMountPoints(List<BoardConfig.Share> shares) {
        Set<String> seen = new java.util.HashSet<>();
        for (BoardConfig.Share share : shares) {
            if (!seen.add(share.mountPoint())) {
                throw usage("--share: two folders for " + share.mountPoint());
            }
        }
    }

    static LauncherFailure usage(String message) {
        return new LauncherFailure(2, message);
    }

    /** A build failure as the user sees it. */
    static LauncherFailure failed(BuildFailure e) {
        return new LauncherFailure(1, e.getMessage());
    }
}

package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;

/**
 * A network namespace of the host with nothing in it but a TUN device, and machines plugged into that: Linux' own IP and TCP one hop from the
 * machine's. The namespace lives as long as a process in it that waits for its input to end, so nothing is left behind whatever happens to the tests.
 * It takes root.
 */
final class TunNamespace implements AutoCloseable {
    /** Linux' address. */
    static final String HOST = "10.9.0.1";
    /** The machine's. */
    static final String GUEST = "10.9.0.2";
    /** The device. */
    static final String DEVICE = "sluice0";

    private final Process holder;
    private final int mtu;

    private TunNamespace(Process holder, int mtu) {
        this.holder = holder;
        this.mtu = mtu;
    }

    /** A new namespace; the test is skipped where none can be made. @param mtu of both ends */
    static TunNamespace open(int mtu) {
        need("ip", "iproute2");
        need("ping", "iputils-ping");
        require(Files.isWritable(Path.of("/dev/net/tun")) && HostProcess.run(List.of("unshare", "-n", "true")).status() == 0,
            "a network namespace with a TUN device takes root");
        try {
            Process holder = new ProcessBuilder("unshare", "-n", "sh", "-c", "echo; exec cat").redirectError(ProcessBuilder.Redirect.DISCARD).start();
            assertEquals('\n', holder.getInputStream().read(), "the namespace is there");
            TunNamespace made = new TunNamespace(holder, mtu);
            made.done("ip", "link", "set", "lo", "up");
            made.done("sysctl", "-q", "-w", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1");
            // a common default is bbr, whose pacing measures the host's timers
            made.done("sysctl", "-q", "-w", "net.ipv4.tcp_congestion_control=reno");
            made.done("ip", "tuntap", "add", "dev", DEVICE, "mode", "tun");
            made.done("ip", "address", "add", HOST + "/24", "dev", DEVICE);
            made.done("ip", "link", "set", DEVICE, "mtu", Integer.toString(mtu), "up");
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A command line that runs in the namespace. */
    List<String> inside(List<String> command) {
        List<String> all = new ArrayList<>(List.of("nsenter", "-t", Long.toString(holder.pid()), "-n", "--"));
        all.addAll(command);
        return all;
    }

    /** Runs a command of the host in the namespace. */
    Outcome run(String... command) {
        return HostProcess.run(inside(List.of(command)), Sluice.environment(), new byte[0]);
    }

    /** Runs one that must succeed; returns what it printed. */
    String done(String... command) {
        Outcome outcome = run(command);
        assertEquals(0, outcome.status(), () -> String.join(" ", command) + "\n" + outcome);
        return outcome.output();
    }

    /** The test is skipped where a command of the host is missing. */
    static void need(String command, String debianPackage) {
        require(HostProcess.run(List.of("sh", "-c", "command -v " + command)).status() == 0,
            "there is no command " + command + " (package " + debianPackage + ")");
    }

    private static void require(boolean there, String missing) {
        if (!there) {
            System.err.println("TunIT: skipped, " + missing);
        }
        Assumptions.assumeTrue(there, missing);
    }

    /** Starts a command of the host in the namespace. */
    HostConversation start(String... command) {
        return new HostConversation(inside(List.of(command)), Sluice.environment());
    }

    /**
     * Boots a machine on the device.
     *
     * @param around  options of the link, such as {@code "loss=0.01,seed=3"}; may be empty
     * @param options more options of the launcher, then {@code -c} and a script
     */
    HostConversation boot(String around, String... options) {
        List<String> arguments = new ArrayList<>(List.of("boot", "--atm", "tun:" + DEVICE + (around.isEmpty() ? "" : "," + around),
            "--pvc", "0.100 encap=vc address=" + GUEST + "/24 mtu=" + mtu));
        arguments.addAll(List.of(options));
        return new HostConversation(inside(Sluice.command(arguments.toArray(String[]::new))), Sluice.environment());
    }

    /** Pings the machine until it answers. The host drops what it sends in the moment after a device got its carrier. */
    void awaitGuest() {
        for (int i = 0; i < 100; i++) {
            if (run("ping", "-q", "-c", "1", "-W", "1", GUEST).status() == 0) {
                return;
            }
        }
        throw new AssertionError("the machine does not answer\n" + run("ip", "-s", "address").output());
    }

    /** Linux' counters in this namespace that are not 0, by their names, such as {@code TcpRetransSegs}. */
    Map<String, Long> nstat() {
        Map<String, Long> counters = new TreeMap<>();
        done("nstat", "-a", "-s").lines().filter(line -> !line.startsWith("#")).map(line -> line.trim().split("\\s+"))
            .forEach(words -> counters.put(words[0], Long.parseLong(words[1])));
        return counters;
    }

    /** What {@code ss -tio} tells of Linux' TCP connections, one string each. @param filter words such as {@code "dport", "=", ":7"} */
    List<String> ss(String... filter) {
        List<String> command = new ArrayList<>(List.of("ss", "-tinoHO"));
        command.addAll(List.of(filter));
        return done(command.toArray(String[]::new)).lines().toList();
    }

    @Override
    public void close() {
        holder.destroy();
    }
}

package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A Linux with its own ATM stack in qemu: see {@code atmrig/README.md} among the test resources. Its folder, with a guest that
 * {@code build.sh} has made, is named by the system property {@code sluice.rig}.
 */
final class AtmRig implements AutoCloseable {
    private static final String PROPERTY = "sluice.rig";
    private static final int FIRST_PORT = 21_000;
    private static final int LAST_PORT = 29_000;
    private static final int STEP = 10;
    /** What of ten ports is used: PDUs, a shell, the door of the cell link, cells. */
    private static final int CELLS = 5;
    private static final List<Integer> USED = List.of(0, 1, 3, CELLS);

    private final Path folder;
    private final int port;
    private HostConversation bridge;

    private AtmRig(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Why there can be no rig on this host, in a few words; null if there can. */
    static String missing() {
        String folder = System.getProperty(PROPERTY);
        if (folder == null || folder.isEmpty()) {
            return "no Linux guest was named (-D" + PROPERTY + "=FOLDER, a copy of atmrig after its build.sh)";
        }
        if (!Files.exists(Path.of(folder, "work", "initrd.gz"))) {
            return folder + " holds no guest; build.sh there makes one";
        }
        for (String command : List.of("qemu-system-x86_64", "python3")) {
            if (HostProcess.run(List.of("sh", "-c", "command -v " + command)).status() != 0) {
                return command + " is not installed";
            }
        }
        return null;
    }

    /** Boots the guest and waits until it is ready. */
    static AtmRig boot() {
        AtmRig rig = new AtmRig(Path.of(System.getProperty(PROPERTY)).toAbsolutePath(), freePorts());
        Outcome outcome = HostProcess.run(List.of(rig.folder.resolve("boot.sh").toString(), Integer.toString(rig.port)));
        assertEquals(0, outcome.status(), outcome::toString);
        return rig;
    }

    private static int freePorts() {
        for (int port = FIRST_PORT; port < LAST_PORT; port += STEP) {
            if (free(port)) {
                return port;
            }
        }
        throw new AssertionError("no free ports on this host");
    }

    private static boolean free(int port) {
        for (int offset : USED) {
            try (ServerSocket socket = new ServerSocket(port + offset, 1, InetAddress.getLoopbackAddress())) {
                socket.getLocalPort();
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    /** The link that carries PDUs. */
    String atmtcp() {
        return "atmtcp:127.0.0.1:" + port;
    }

    /** The link that carries cells; from the first call on the guest has a USB modem. */
    String cells() {
        if (bridge == null) {
            bridge = new HostConversation(List.of("python3", folder.resolve("cellbridge.py").toString(), "--port", Integer.toString(port),
                "--listen", Integer.toString(port + CELLS)), Map.of());
            bridge.await("BRIDGE READY");
        }
        return "cells:127.0.0.1:" + (port + CELLS);
    }

    /** Runs a command in the guest; returns its output. */
    String run(String command) {
        Outcome outcome = HostProcess.run(List.of("python3", folder.resolve("peer.py").toString(), "--port", Integer.toString(port), "sh",
            command));
        assertEquals(0, outcome.status(), outcome::toString);
        return outcome.output();
    }

    @Override
    public void close() {
        if (bridge != null) {
            bridge.close();
        }
        HostProcess.run(List.of(folder.resolve("stop.sh").toString(), Integer.toString(port)));
    }
}

package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Two machines of one host talk to each other through a switch, and directly. */
class SwitchIT {
    private static final Pattern READY = Pattern.compile("READY port (\\d): \\S*?(\\d+)$");
    private static final long PATIENCE_SECONDS = 60;

    private static Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(Sluice.environment());
        return builder.start();
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private static int port(BufferedReader out) throws IOException {
        String line = out.readLine();
        assertNotNull(line, "the switch has ended");
        Matcher m = READY.matcher(line);
        assertTrue(m.find(), line);
        return Integer.parseInt(m.group(2));
    }

    /** Boots a machine that stays until its input ends, and says when it has its address. */
    private static Process partner(String link) throws IOException {
        Process machine = start(Sluice.command("boot", "--atm", link, "--address", "10.1.0.1/24", "-c",
            "until ip r | grep -q 10.1.0.0; do sleep 0.1; done; echo ready; cat"));
        assertEquals("ready", machine.inputReader().readLine());
        return machine;
    }

    private static void pings(String link) {
        // the first packets also wait for the connection over TCP, so that fewer than all may be answered
        Outcome outcome = Sluice.boot("ping -c 40 -i 0.25 -W 2 10.1.0.1; ping -c 3 -i 0.1 -s 20000 10.1.0.1; arp", "--atm", link, "--address",
            "10.1.0.2/24");
        assertTrue(outcome.output().contains("bytes from 10.1.0.1"), outcome::toString);
        assertTrue(outcome.output().contains("3 packets transmitted, 3 received, 0% packet loss"), outcome::toString);
        assertTrue(outcome.output().matches("(?s).*10\\.1\\.0\\.1 +clip0 +0\\.100 +- +valid .*"), outcome::toString);
    }

    @Test
    void throughASwitch() throws Exception {
        Process ports = start(Sluice.command("switch", "--listen", "0", "--listen", "0", "--connect", "1:0.100=2:0.100"));
        try (BufferedReader out = ports.inputReader()) {
            String first = "switch:127.0.0.1:" + port(out);
            String second = "switch:127.0.0.1:" + port(out);
            Process machine = partner(first);
            try {
                pings(second);
            } finally {
                machine.getOutputStream().close();
                end(machine);
            }
        } finally {
            end(ports);
        }
    }
}

package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The host's tshark as a second reader of captures. */
final class Tshark {
    private Tshark() {
    }

    /** Whether this host has it; says so in one line if not. @param test who would use it */
    static boolean available(String test) {
        try {
            boolean there = new ProcessBuilder("tshark", "--version").redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
            if (there) {
                return true;
            }
        } catch (IOException e) {
            // said below
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.err.println(test + ": captures are not read by tshark, which is not installed");
        return false;
    }

    /** Protocols of each frame, such as {@code "atm:llc:ip:icmp:data"}; none may be malformed or left undecoded above ATM. */
    static List<String> protocols(Path capture) {
        String file = capture.toString();
        Outcome malformed = HostProcess.run(List.of("tshark", "-r", file, "-Y", "_ws.malformed"));
        assertEquals("", malformed.output(), malformed::toString);
        assertEquals(0, malformed.status(), malformed::toString);
        Outcome frames = HostProcess.run(List.of("tshark", "-r", file, "-T", "fields", "-e", "frame.protocols"));
        assertEquals(0, frames.status(), frames::toString);
        List<String> protocols = frames.output().lines().toList();
        assertEquals(Capture.read(capture).size(), protocols.size(), frames::toString);
        assertEquals(List.of(), protocols.stream().filter(p -> p.equals("atm") || p.equals("atm:data")).toList());
        return protocols;
    }
}

package org.sluice.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the user sees when the command line or its files are wrong: one line on standard error, and the status. */
class LauncherTest {
    @TempDir
    private Path folder;
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(written, true));
        System.setErr(new PrintStream(complaints, true));
    }

    @AfterEach
    void restore() {
        System.setOut(out);
        System.setErr(err);
    }

    private void fails(int status, String message, String... arguments) {
        complaints.reset();
        assertEquals(status, Launcher.run(arguments));
        String text = complaints.toString(StandardCharsets.UTF_8);
        assertTrue(text.startsWith("sluice: "), text);
        assertTrue(text.contains(message), text);
        assertEquals(1, text.lines().count(), text);
        assertEquals("", written.toString(StandardCharsets.UTF_8));
    }

    @Test
    void wrongCommandLinesHaveStatus2() {
        fails(2, "Missing command");
        fails(2, "'bogus'", "bogus");
        fails(2, "'--frob'", "boot", "--frob");
        fails(2, "Missing command", "image");
        fails(2, "PROGRAM", "run");
        fails(2, "--memory 1M", "boot", "--memory", "1M");
        fails(2, "expected a size", "boot", "--memory", "lots");
        fails(2, "--smp 0", "boot", "--smp", "0");
        fails(2, "--smp", "boot", "--smp", "two");
        fails(2, "--seed", "boot", "--seed", "x");
        fails(2, "mutually exclusive", "boot", "-c", "true", "--script", "x");
        fails(2, "expected DIR=MOUNT", "boot", "--share", "/tmp");
        fails(2, "no absolute path", "boot", "--share", folder + "=mnt");
        fails(2, "no absolute path", "boot", "--share", folder + "=/mnt/../etc");
        fails(2, "two folders", "boot", "--share", folder + "=/mnt/a", "--share", folder + "=/mnt/a:rw");
        fails(2, "expected a .jar", "run", file("x.txt", "").toString());
    }

    @Test
    void otherFailuresHaveStatus1() {
        fails(1, "no such disk image", "boot", "--image", folder.resolve("none.img").toString());
        fails(1, "not a disk image", "boot", "--image", file("zero.img", "\0".repeat(100_000)).toString());
        fails(1, "no such disk image", "image", "ls", "--image", folder.resolve("none.img").toString());
        fails(1, "is not a folder", "boot", "--share", folder.resolve("none") + "=/mnt/a");
        fails(1, "no such file", "boot", "--script", folder.resolve("none.sh").toString());
        fails(1, "no such file", "run", folder.resolve("none.jar").toString());
        fails(1, "is not a class file", "run", file("X.class", "hello").toString());
    }

    @Test
    void aSourceFileThatDoesNotCompileIsToldWithItsErrors() {
        assertEquals(1, Launcher.run("run", file("Bad.java", "class Bad {\n  int x = \"\";\n}\n").toString()));
        String text = complaints.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("Bad.java:2: error: incompatible types"), text);
        assertTrue(text.endsWith("does not compile" + System.lineSeparator()), text);
    }

    @Test
    void helpAndVersionGoToStandardOutput() {
        assertEquals(0, Launcher.run("--version"));
        assertTrue(written.toString(StandardCharsets.UTF_8).startsWith("sluice 0."));
        written.reset();
        assertEquals(0, Launcher.run("boot", "--help"));
        assertTrue(written.toString(StandardCharsets.UTF_8).contains("--memory"));
        assertEquals("", complaints.toString(StandardCharsets.UTF_8));
    }

    private Path file(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void wrongNetworksHaveStatus2() {
        fails(2, "--atm ether: 'ether': expected loopback, cells:HOST:PORT", "boot", "--atm", "ether");
        fails(2, "--atm none: there are other interfaces", "boot", "--atm", "loopback", "--atm", "none");
        fails(2, "--atm cells:h:1: depends on others; with --seed there are loopback links only", "boot", "--seed", "1", "--atm", "cells:h:1");
        fails(2, "--fault loss=x: loss=x: expected a probability", "boot", "--fault", "loss=x");
        fails(2, "--fault rate=stm1: expected loss,", "boot", "--fault", "rate=stm1");
        fails(2, "--address 10.1.0.2: '10.1.0.2' is no address with its network", "boot", "--address", "10.1.0.2");
        fails(2, "--address 10.1.0.2/33: '10.1.0.2/33' is no address with its network", "boot", "--address", "10.1.0.2/33");
        fails(2, "--address 10.1.0.256/8: '10.1.0.256' is no address", "boot", "--address", "10.1.0.256/8");
        fails(2, "'host' is no address", "boot", "--address", "10.1.0.2/24,host");
        fails(2, "there is no interface atm0", "boot", "--atm", "none", "--address", "10.1.0.2/24");
        fails(2, "--pvc '100': expected VPI.VCI", "boot", "--pvc", "100");
        fails(2, "VPI.VCI is 0.1 to 255.65535", "boot", "--pvc", "256.100");
        fails(2, "VPI.VCI is 0.1 to 255.65535", "boot", "--pvc", "0.0");
        fails(2, "there is no interface atm1", "boot", "--pvc", "atm1 0.100 encap=llc");
        fails(2, "there is no interface atm3", "boot", "--pvc", "3.0.100");
        fails(2, "'llc' is not KEY=VALUE", "boot", "--pvc", "0.100 llc");
        fails(2, "'10.1.0' is no address", "boot", "--pvc", "0.100 address=10.1.0/24");
        fails(2, "'10.1.0.0/24' is the network itself, not that of a host", "boot", "--address", "10.1.0.0/24");
        fails(2, "'10.1.0.255/24' is the address of all, not that of a host", "boot", "--pvc", "0.100 address=10.1.0.255/24");
        fails(2, "'encap=frob': encap is one of llc, vc,", "boot", "--pvc", "0.100 encap=frob");
        fails(2, "'1:0.100' is connected already", "switch", "--listen", "0", "--listen", "0", "--connect", "1:0.100=2:0.100", "--connect",
            "1:0.100=2:0.101");
        fails(2, "'2:0.100' is connected already", "switch", "--listen", "0", "--listen", "0", "--multipoint", "1:0.100=2:0.100", "--multipoint",
            "1:0.101=2:0.100");
        fails(2, "'gateway' is no address", "boot", "--pvc", "0.100 peer=gateway");
    }

    @Test
    void wrongSwitchesHaveStatus2() {
        fails(2, "--listen", "switch");
        fails(2, "--listen x: 'x': port 'x' is none of 1 to 65535", "switch", "--listen", "x");
        fails(2, "'slow': expected rate=R or queue=N", "switch", "--listen", "0,slow");
        fails(2, "queue 5: must be 32 to 1048576 cells", "switch", "--listen", "0,queue=5");
        fails(2, "'1:0.100': expected PORT:VPI.VCI=PORT:VPI.VCI", "switch", "--listen", "0", "--connect", "1:0.100");
        fails(2, "'1:0': expected PORT:VPI.VCI, such as 1:0.100", "switch", "--listen", "0", "--connect", "1:0=1:0.5");
        fails(2, "port 2: there are ports 1 to 1", "switch", "--listen", "0", "--connect", "1:0.100=2:0.100");
        fails(2, "'tag': without a rate nothing is too fast", "switch", "--listen", "0", "--connect", "1:0.100=1:0.101,tag");
        fails(2, "rate much: expected stm1", "switch", "--listen", "0", "--multipoint", "1:0.100=1:0.101+1:0.102,rate=much");
        fails(1, "--listen 999.1.1.1:80: listen:cells:999.1.1.1:80: no such host", "switch", "--listen", "999.1.1.1:80");
    }
}

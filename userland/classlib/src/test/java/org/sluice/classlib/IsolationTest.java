package org.sluice.classlib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class IsolationTest {
    /** Literals, classes and small boxes are the same objects in both processes; their locks are not. */
    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void locksStaticsAndPropertiesAreAProcessOwn(@TempDir Path root) throws InterruptedException {
        StartSignal out = new StartSignal("held");
        GuestProcess holder = Programs.guest(root, out);
        Thread main = new Thread(() -> holder.run("program.Shared", "hold"));
        main.setDaemon(true);
        main.start();
        out.await();
        GuestProcess other = Programs.guest(root, "");
        assertEquals(0, other.run("program.Shared", "try"));
        assertEquals("en_US null\n", other.output());
        holder.calls.killAll(137);
        main.join();
    }

    /** Each class a process loads to start costs its start and its memory. */
    @Test
    void aSmallProgramLoadsFewClasses(@TempDir Path root) {
        GuestProcess process = Programs.guest(root, "");
        assertEquals(0, process.run("program.Service$Main"));
        assertEquals("served\n", process.output());
        assertTrue(process.namespace.definedClasses() <= 130, process.namespace.definedClasses() + " classes");
    }
}

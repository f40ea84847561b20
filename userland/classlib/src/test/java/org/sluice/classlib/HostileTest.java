package org.sluice.classlib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileTest {
    /** A failure is a thread that goes on; the timeout only says so. */
    @ParameterizedTest
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    @ValueSource(strings = {"loop", "regex", "split", "stream", "limit", "bigInteger", "sort", "collisions", "compute", "catch",
        "finally", "park", "monitor", "sleep", "indexOf", "replace", "threads", "initializer"})
    void endsWhenKilled(String kind, @TempDir Path root) throws InterruptedException {
        StartSignal out = new StartSignal("start");
        GuestProcess process = Programs.guest(root, out);
        Thread main = new Thread(() -> process.run("program.Hostile", kind));
        main.setDaemon(true);
        main.start();
        out.await();
        process.calls.killAll(137);
        main.join();
        process.calls.awaitThreads();
        assertEquals(137, process.calls.status());
        assertFalse(out.text().contains("caught"), "a handler saw the kill");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "capacity", "repeat", "builder", "multi", "reflection", "clone", "copies", "collect"})
    void isRefusedMoreThanItsQuota(String kind, @TempDir Path root) {
        GuestProcess process = Programs.guest(root, "");
        process.run("program.Hostile$Greedy", kind);
        assertEquals("refused\n", process.output());
    }
}

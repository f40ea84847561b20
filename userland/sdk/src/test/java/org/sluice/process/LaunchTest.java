package org.sluice.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.abi.Signals;
import org.sluice.abi.Spawn;
import org.sluice.abi.SystemCalls;
import org.sluice.sys.Sys;
import org.sluice.sys.SysException;

class LaunchTest {
    private final Set<String> executables = new java.util.TreeSet<>(Set.of("/bin/tool", "/opt/tool", "/work/here"));
    private final List<Object[]> spawned = new ArrayList<>();
    private final ArrayDeque<int[]> waits = new ArrayDeque<>();
    private final List<String> kills = new ArrayList<>();
    private final SystemCalls calls = (SystemCalls) Proxy.newProxyInstance(SystemCalls.class.getClassLoader(),
        new Class<?>[] {SystemCalls.class}, (proxy, method, args) -> switch (method.getName()) {
            case "access" -> executables.contains(args[0]) ? 0 : args[0].equals("/locked/tool") ? -Errno.EACCES : -Errno.ENOENT;
            case "spawn" -> {
                spawned.add(args);
                yield executables.contains(args[0]) ? 42 : -Errno.ENOENT;
            }
            case "waitProcess" -> {
                int[] next = waits.remove();
                ((int[]) args[2])[0] = next[1];
                yield next[0];
            }
            case "kill" -> {
                kills.add(args[0] + " " + args[1]);
                yield 0;
            }
            default -> throw new UnsupportedOperationException(method.getName());
        });

    private Launch launch(String program, String... args) {
        return Launch.of(calls, program, args).environment(Map.of("PATH", "/locked:/opt:/bin"));
    }

    @Test
    void findsProgramInPathAndPassesItsNameFirst() throws IOException {
        assertEquals(42, launch("tool", "a", "b").start().pid());
        assertEquals("/opt/tool", spawned.get(0)[0]);
        assertArrayEquals(new String[] {"tool", "a", "b"}, (String[]) spawned.get(0)[1]);
        assertArrayEquals(new String[] {"PATH=/locked:/opt:/bin"}, (String[]) spawned.get(0)[2]);
        assertArrayEquals(new int[] {0, 1, 2}, (int[]) spawned.get(0)[3]);
        assertEquals(Spawn.GROUP_INHERIT, spawned.get(0)[5]);
    }

    @Test
    void relativeProgramStartsAtTheGivenDirectory() throws IOException {
        launch("./here").directory("/work");
        assertThrows(SysException.class, () -> launch("./nothere").directory("/work").start());
        executables.add("/work/./here");
        launch("./here").directory("/work").start();
        assertEquals("/work", spawned.get(1)[4]);
    }

    @Test
    void handlesBetweenStayClosed() throws IOException {
        launch("tool").handle(5, 9).handle(0, -1).start();
        assertArrayEquals(new int[] {-1, 1, 2, -1, -1, 9}, (int[]) spawned.get(0)[3]);
    }

    @Test
    void missingProgramIsEnoentAndLockedOneIsEacces() {
        SysException missing = assertThrows(SysException.class, () -> Launch.of(calls, "nosuch").environment(Map.of()).start());
        assertEquals(Errno.ENOENT, missing.errno());
        assertEquals("nosuch: No such file or directory", missing.getMessage());
        SysException locked = assertThrows(SysException.class,
            () -> Launch.of(calls, "tool").environment(Map.of("PATH", "/locked")).start());
        assertEquals(Errno.EACCES, locked.errno());
    }

    @Test
    void waitGoesOnAfterSignalsAndRemembersTheStatus() throws IOException {
        Child child = launch("tool").start();
        waits.add(new int[] {0, 0});
        assertEquals(-1, child.exitStatus());
        waits.add(new int[] {-Errno.EINTR, 0});
        waits.add(new int[] {42, Spawn.signalled(Signals.TERM)});
        child.kill(Signals.TERM);
        assertEquals(List.of("42 15"), kills);
        assertEquals(143, child.waitFor());
        assertEquals(143, child.waitFor());
        assertEquals(Errno.ESRCH, assertThrows(SysException.class, () -> child.kill(Signals.KILL)).errno());
    }

    @Test
    void callsOutsideSluiceSaySo() {
        assertThrows(IllegalStateException.class, Sys::calls);
    }
}

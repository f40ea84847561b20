package org.sluice.apps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.abi.Signals;
import org.sluice.abi.Spawn;
import org.sluice.abi.SystemCalls;
import org.sluice.abi.Tty;

/** Commands about processes and the machine, on a /proc of text files. */
class ProcessCommandsTest extends CommandTest {
    private static final String MEMINFO = "MemTotal:       1048576 kB\nMemFree:         524288 kB\nMemAvailable:    786432 kB\n"
            + "Buffers:           1024 kB\nCached:          130048 kB\nShmem:             2048 kB\nSwapTotal:       262144 kB\n"
            + "SwapFree:        262144 kB\nSReclaimable:         0 kB\n";

    @BeforeEach
    void machine() {
        io.proc = directory.resolve("proc").toString();
        io.now = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
        write("proc/meminfo", MEMINFO);
        write("proc/uptime", "7500.25 9000.00\n");
        write("proc/loadavg", "0.10 0.25 1.50 1/12 42\n");
        write("proc/version", "Sluice version 0.1.0 (java 25) #1 2026-01-01\n");
        process(1, "init", 'S', 0, 1, 0, 50, 700_000, "init\0");
        process(7, "sh (x)", 'S', 1, 7, 34816, 200, 700_100, "sh\0-i\0");
        process(12, "spin", 'R', 7, 7, 34816, 4000, 740_025, "java\0-cp\0/tmp\0Spin\0");
        process(13, "gone", 'Z', 7, 7, 34816, 0, 749_000, "");
        write("proc/self/stat", stat(12, "spin", 'R', 7, 7, 34816, 4000, 740_025));
        write("proc/self/cmdline", "ps");
    }

    private static String stat(int pid, String name, char state, int parent, int session, int tty, long ticks, long start) {
        return pid + " (" + name + ") " + state + " " + parent + " " + pid + " " + session + " " + tty + " 7 0 1 2 3 4 "
                + ticks / 2 + " " + (ticks - ticks / 2) + " 0 0 20 0 3 0 " + start + " 8192000 512\n";
    }

    private void process(int pid, String name, char state, int parent, int session, int tty, long ticks, long start,
            String line) {
        write("proc/" + pid + "/stat", stat(pid, name, state, parent, session, tty, ticks, start));
        write("proc/" + pid + "/cmdline", line);
        write("proc/" + pid + "/areas", "");
        write("proc/" + pid + "/status", "Name:\t" + name + (pid == 12 ? "\nAreaMapped:\t9180\nAreaCount:\t2\n" : "\n"));
        write("proc/" + pid + "/stacks", "\"main\" #" + pid + " waiting\n    at Main.main(Main.java:1)\n");
    }

    @Test
    void psListsTheSessionByDefault() {
        expect("ps", "  PID TTY          TIME CMD\n"
                + "    7 pts/0    00:00:02 sh (x)\n   12 pts/0    00:00:40 spin\n   13 pts/0    00:00:00 gone\n");
    }

    @Test
    void psShowsAllProcessesInFull() {
        expect("ps -ef", "UID    PID  PPID    C STIME TTY          TIME CMD\n"
                + "root     1     0  0.0 11:51 ?        00:00:00 init\n"
                + "root     7     1  0.4 11:51 pts/0    00:00:02 sh -i\n"
                + "root    12     7 40.0 11:58 pts/0    00:00:40 java -cp /tmp Spin\n"
                + "root    13     7  0.0 11:59 pts/0    00:00:00 [gone]\n");
        assertEquals(run("ps -ef"), run("ps aux"));
    }

    @Test
    void psShowsTheColumnsAskedFor() {
        expect("ps -p 12 -o pid,ppid,state,nlwp,rss,vsz,etime,comm", "  PID  PPID STATE NLWP  RSS  VSZ ELAPSED COMMAND\n"
                + "   12     7 R        3 2048 8000   01:40 spin\n");
        expect("ps -p 12,1 -o pid= -o comm=", "    1 init\n   12 spin\n");
        assertEquals(1, run("ps -p 99").status());
        expectFailure("ps -o nosuch", 2, "ps: unknown column 'nosuch'\n");
        expectFailure("ps -p x", 2, "ps: invalid process id: 'x'\n");
    }

    @Test
    void psReadsTheHostsOwnProc() {
        io.proc = "/proc";
        Result result = run("ps -e -o pid,comm");
        assertEquals(0, result.status(), result.err());
        long self = ProcessHandle.current().pid();
        assertTrue(result.out().lines().anyMatch(line -> line.trim().startsWith(self + " ")), self + " is not in "
                + result.out());
    }

    @Test
    void topListsTheBusiestFirst() {
        Result result = run("top -b -n 1");
        assertEquals(0, result.status(), result.err());
        String[] lines = result.out().split("\n");
        assertEquals("top - 12:00:00 up  2:05,  load average: 0.10, 0.25, 1.50", lines[0]);
        assertEquals("Tasks: 4 total, 1 running, 2 sleeping, 0 stopped, 1 zombie", lines[1]);
        assertEquals("MiB Mem :   1024.0 total,    512.0 free,    384.0 used,    128.0 buff/cache", lines[2]);
        assertTrue(lines[6].endsWith(" spin"), lines[6]);
        assertTrue(lines[6].startsWith("     12 root      R   40.0   0.2     2048        9    2    3   0:40.00"), lines[6]);
        run("top -b -n 3 -d 0.5");
        assertEquals(List.of(500_000_000L, 500_000_000L), last.sleeps);
        assertTrue(run("top -b -n 1 -o PID").out().split("\n")[6].contains("gone"));
        expectFailure("top -n 1", 1, "top: standard output is no terminal; use -b\n");
        expectFailure("top -d x", 2, "top: invalid delay: 'x'\n");
    }

    private void terminal(String keys) {
        Queue<Byte> typed = new ArrayDeque<>();
        for (byte key : keys.getBytes()) {
            typed.add(key);
        }
        io.terminals.add(1);
        int[] attributes = {Tty.ICANON | Tty.ECHO | Tty.ISIG, 0, 0};
        io.answer("open", args -> 5);
        io.answer("close", args -> 0);
        io.answer("ttySize", args -> 40 << 16 | 10);
        io.answer("ttyGet", args -> {
            System.arraycopy(attributes, 0, args[1], 0, 3);
            return 0;
        });
        io.answer("ttySet", args -> {
            System.arraycopy(args[1], 0, attributes, 0, 3);
            return 0;
        });
        io.answer("read", args -> {
            if (typed.isEmpty()) {
                return 0;
            }
            ((byte[]) args[1])[(int) args[2]] = typed.remove();
            return 1;
        });
        terminalAttributes = attributes;
    }

    private int[] terminalAttributes;

    @Test
    void topOnATerminalEndsWithQAndRestoresIt() {
        terminal("Mq");
        int[] modeWhenShown = {-1};
        io.answer("ttySize", args -> {
            modeWhenShown[0] = terminalAttributes[Tty.ATTR_MODE];
            return 40 << 16 | 10;
        });
        Result result = run("top");
        assertEquals(0, result.status(), result.err());
        assertEquals(0, modeWhenShown[0] & (Tty.ICANON | Tty.ECHO), "what is typed while it draws would be echoed");
        assertEquals(2, result.out().split("\u001b\\[H\u001b\\[J", -1).length - 1, "two screens");
        assertEquals(Tty.ICANON | Tty.ECHO | Tty.ISIG, terminalAttributes[Tty.ATTR_MODE]);
    }

    @Test
    void pagerShowsAScreenAtATime() {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 30; i++) {
            text.append("line ").append(i).append('\n');
        }
        terminal(" /line 25\nq");
        Result result = run("less", text.toString());
        assertEquals(0, result.status(), result.err());
        String shown = result.out();
        assertTrue(shown.startsWith("line 1\n"), shown);
        assertTrue(shown.indexOf("line 9\n") < shown.indexOf("--More--"), shown);
        assertTrue(shown.indexOf("--More--") < shown.indexOf("line 10\n"), shown);
        assertTrue(shown.contains("\u001b[H\u001b[Jline 22\n"), "the search ends at the last full screen");
        assertEquals(Tty.ICANON | Tty.ECHO | Tty.ISIG, terminalAttributes[Tty.ATTR_MODE]);
        terminal("G\003");
        shown = run("less", text.toString()).out();
        assertTrue(shown.contains("line 30\n\u001b[7m(END)"), "G goes to the end, an interrupt ends");
        terminal("");
        assertEquals("short\n", run("less", "short\n").out(), "what fits is not paged");
    }

    @Test
    void killSendsSignals() {
        List<String> sent = new ArrayList<>();
        java.util.function.Function<Object[], Object> kill = args -> {
            sent.add(args[0] + ":" + args[1]);
            return (int) args[0] == 99 ? -Errno.ESRCH : 0;
        };
        for (String line : new String[] {"kill 12", "kill -9 12 13", "kill -TERM 12", "kill -SIGHUP 12", "kill -s INT 12",
                "kill -0 12",
            "kill -9 -- -7", "kill -s KILL -7"}) {
            io.answer("kill", kill);
            assertEquals(new Result(0, "", ""), run(line), line);
        }
        assertEquals("[12:15, 12:9, 13:9, 12:15, 12:1, 12:2, 12:0, -7:9, -7:9]", sent.toString());
        io.answer("kill", kill);
        assertEquals(new Result(1, "", "kill: (99) - No such process\n"), run("kill 99"));
        expectFailure("kill -NOSUCH 1", 2, "kill: unknown signal 'NOSUCH'; 'kill -l' lists them\n");
        expectFailure("kill", 2, "kill: no process id given\n");
        expectFailure("kill abc", 1, "kill: 'abc': not a process id\n");
        expectFailure("kill %1", 1, "kill: %1: jobs are known to the shell only; use its own kill\n");
        expect("kill -l 9 TERM 137", "KILL\n15\nKILL\n");
        assertTrue(run("kill -l").out().startsWith("1) SIGHUP 2) SIGINT 3) SIGQUIT 9) SIGKILL"));
    }

    @Test
    void stacksShowsThreads() {
        expect("stacks 1", "\"main\" #1 waiting\n    at Main.main(Main.java:1)\n");
        assertTrue(run("stacks 1 7").out().contains("\n==> 7 <==\n"));
        expectFailure("stacks 99", 1, "stacks: 99: No such process\n");
        expectFailure("stacks ../1", 2, "stacks: invalid process id: '../1'\n");
    }

    @Test
    void areasShowsWhoHasWhat() {
        write("proc/7/areas", "200000000 9180 4711 0 1 view:w 12345\n400000001 100 4712 50 3 - 99\n");
        String head = "    PID           ADDRESS     LENGTH       FRAME  SHARERS      VIEW       AGE\n";
        expect("areas 7", head + "      7         200000000       9180        4711        1    view:w     12.3s\n"
            + "      7         400000001        100     4712+50        3         -      0.0s\n");
        assertEquals(run("areas 7"), run("areas"));
        expect("areas 1", head);
        expectFailure("areas 99", 1, "areas: 99: No such process\n");
        expectFailure("areas x", 2, "areas: invalid process id: 'x'\n");
    }

    @Test
    void pmapShowsWhatIsMapped() {
        write("proc/7/maps", "10000000-10004000 rw-p 00000000 2 1 1 anonymous\n10005000-10006000 r--s 00002000 1 0 0 /tmp/a b\n");
        expect("pmap 7", "7:   sh -i\n     Address    Kbytes  Resident   Swapped     Dirty Mode Mapping\n"
            + "    10000000        16         8         4         4 rw-p anonymous\n"
            + "    10005000         4         4         0         0 r--s /tmp/a b\n"
            + "       total        20        12         4         4\n");
        expectFailure("pmap 99", 1, "pmap: 99: No such process\n");
        expectFailure("pmap", 2, "pmap: no process id\n");
    }

    @Test
    void vmstatCountsFromLineToLine() {
        write("proc/vmstat", "frames_ready 64\npages_resident 10\nswap_total 100\nswap_free 60\nswap_in 5\nevicted 7\n");
        String head = "  swapped     free resident promised       si       so       fi       fo    minor    major  evicted\n";
        expect("vmstat", head + "      160      256       40        0        5        0        0        0        0        0        7\n");
        expect("vmstat 0 2", head + "      160      256       40        0        5        0        0        0        0        0        7\n"
            + "      160      256       40        0        0        0        0        0        0        0        0\n");
        assertEquals(0, run("vmstat -s").status());
        expectFailure("vmstat 1 2 3", 2, "vmstat: extra operand '3'\n");
        expectFailure("vmstat 1 0", 2, "vmstat: the delay must not be negative, the count at least 1\n");
    }

    @Test
    void envChangesTheEnvironmentOfAProgram() {
        io.variables.clear();
        io.variables.put("A", "1");
        io.variables.put("PATH", "/bin");
        expect("env", "A=1\nPATH=/bin\n");
        expect("env -u A B=2", "PATH=/bin\nB=2\n");
        expect("env -i X=y", "X=y\n");
        expect("env -0 -i X=y", "X=y\0");
        io.program = command -> 3;
        assertEquals(3, run("env A=5 cmd -x arg").status());
        assertEquals("[[cmd, -x, arg]] {A=5, PATH=/bin}", last.started + " " + last.startedEnvironment);
        io.program = command -> -Errno.ENOENT;
        assertEquals(new Result(127, "", "env: 'nosuch': No such file or directory\n"), run("env nosuch"));
        io.program = command -> -Errno.EACCES;
        assertEquals(126, run("env /tmp").status());
    }

    @Test
    void leaksAsksForAReport() {
        io.variables.clear();
        io.variables.put("A", "1");
        io.program = command -> 3;
        assertEquals(new Result(3, "", ""), run("leaks cmd -x"));
        assertEquals("[[cmd, -x]] {A=1, SLUICE_LEAKS=1}", last.started + " " + last.startedEnvironment);
        io.program = command -> -Errno.ENOENT;
        assertEquals(new Result(127, "", "leaks: 'nosuch': No such file or directory\n"), run("leaks nosuch"));
        expectFailure("leaks", 2, "leaks: missing command\n");
    }

    @Test
    void timeTellsWhatAProgramTook() {
        long[] real = {1_000_000_000L, 62_234_000_000L};
        long[] children = {500_000_000L, 750_400_000L};
        int[] asked = new int[2];
        io.answer("clock", args -> (int) args[0] == SystemCalls.CLOCK_MONOTONIC ? real[asked[0]++] : children[asked[1]++]);
        io.program = command -> 4;
        assertEquals(new Result(4, "", "\nreal\t1m1.234s\nuser\t0m0.250s\nsys\t0m0.000s\n"), run("time cmd -p x"));
        assertEquals("[[cmd, -p, x]]", last.started.toString());
        io.answer("clock", args -> (Object) 0L);
        assertEquals("real 0.00\nuser 0.00\nsys 0.00\n", run("time -p cmd").err());
        expectFailure("time", 2, "time: missing command\n");
    }

    @Test
    void straceAsksForATrace() {
        io.program = command -> 1;
        assertEquals(1, run("strace -o out cmd a").status());
        assertEquals("[flags=" + Spawn.TRACE + " input=null error=out]", last.startedHow.toString());
        io.program = command -> -Errno.ENOENT;
        expectFailureOf("strace nosuch", 127, "strace: 'nosuch': No such file or directory\n");
    }

    private void expectFailureOf(String line, int status, String message) {
        assertEquals(new Result(status, "", message), run(line));
    }

    @Test
    void sleepAddsItsOperandsUp() {
        run("sleep 1 0.5s 1m 1h");
        assertEquals(List.of(3_661_500_000_000L), last.sleeps);
        expectFailure("sleep x", 2, "sleep: invalid time interval 'x'\n");
        expectFailure("sleep 1q", 2, "sleep: invalid time interval '1q'\n");
        expectFailure("sleep", 2, "sleep: missing operand\n");
    }

    @Test
    void xargsSplitsItsInput() {
        String[][] cases = {
            {"xargs", "a b\n c\n", "[[echo, a, b, c]]"},
            {"xargs cmd -x", "a 'b c' \"d e\" f\\ g\n", "[[cmd, -x, a, b c, d e, f g]]"},
            {"xargs -n 2 cmd", "1 2 3 4 5", "[[cmd, 1, 2], [cmd, 3, 4], [cmd, 5]]"},
            {"xargs -0 cmd", "a b\0c\nd\0", "[[cmd, a b, c\nd]]"},
            {"xargs -I {} cp {} x/{}", "a b\n c\n", "[[cp, a b, x/a b], [cp, c, x/c]]"},
            {"xargs -L 1 cmd", "a b\nc\n", "[[cmd, a, b], [cmd, c]]"},
            {"xargs -d , cmd", "a,b c", "[[cmd, a, b c]]"},
            {"xargs -s 4 cmd", "aa bb cc", "[[cmd, aa], [cmd, bb], [cmd, cc]]"},
            {"xargs -P 4 -n 1 cmd", "a b", "[[cmd, a], [cmd, b]]"},
            {"xargs cmd", "", "[[cmd]]"},
            {"xargs -r cmd", "", "[]"},
        };
        for (String[] one : cases) {
            assertEquals(new Result(0, "", ""), run(one[0], one[1]), one[0]);
            assertEquals(one[2], last.started.toString(), one[0]);
        }
        assertEquals("xargs: unmatched double quote; by default quotes are special to xargs unless you use the -0 option\n",
                run("xargs", "a \"b\n").err());
    }

    @Test
    void xargsTellsHowItsProgramsEnded() {
        io.program = command -> command.contains("b") ? 1 : 0;
        assertEquals(123, run("xargs -n1 cmd", "a b c").status());
        assertEquals(3, last.started.size(), "it goes on");
        io.program = command -> 255;
        assertEquals(new Result(124, "", "xargs: cmd: exited with status 255; aborting\n"), run("xargs -n1 cmd", "a b c"));
        assertEquals(1, last.started.size(), "it stops");
        io.program = command -> 137;
        assertEquals(new Result(125, "", "xargs: cmd: terminated by signal 9\n"), run("xargs cmd", "a"));
        io.program = command -> -Errno.ENOENT;
        assertEquals(new Result(127, "", "xargs: 'cmd': No such file or directory\n"), run("xargs cmd", "a"));
        expectFailure("xargs -n 0 cmd", 2, "xargs: invalid number of arguments: '0'\n");
    }

    @Test
    void freeShowsMemory() {
        expect("free", "               total        used        free      shared  buff/cache   available\n"
                + "Mem:         1048576      262144      524288        2048      131072      786432\n"
                + "Swap:         262144           0      262144\n");
        assertTrue(run("free -h").out().contains(
                "Mem:           1.0Gi       256Mi       512Mi       2.0Mi       128Mi       768Mi\n"));
        assertTrue(run("free -mt").out().endsWith("Total:          1280         256         768\n"));
    }

    @Test
    void uptimeUnameAndMountReadProc() {
        write("proc/mounts", "/dev/disk0 / sfs rw,noatime 0 0\nproc /proc proc rw 0 0\n");
        write("proc/kmsg", "[0.000] boot\n[0.100] ready\n");
        expect("uptime", " 12:00:00 up  2:05,  load average: 0.10, 0.25, 1.50\n");
        expect("uptime -p", "up 2 hours, 5 minutes\n");
        expect("uptime -s", "2026-03-01 09:55:00\n");
        expect("uname", "Sluice\n");
        expect("uname -sr", "Sluice 0.1.0\n");
        expect("uname -v", "(java 25) #1 2026-01-01\n");
        expect("mount", "/dev/disk0 on / type sfs (rw,noatime)\nproc on /proc type proc (rw)\n");
        expect("mount -t sfs", "/dev/disk0 on / type sfs (rw,noatime)\n");
        expectFailure("mount /dev/x /mnt", 1, "mount: file systems are mounted by the kernel at its start");
        expect("dmesg", "[0.000] boot\n[0.100] ready\n");
    }

    @Test
    void missingViewsOfTheKernelAreReported() {
        io.proc = directory.resolve("nothing").toString();
        for (String line : new String[] {"free", "uptime", "dmesg", "uname", "mount", "df", "ps", "top -b -n 1"}) {
            Result result = run(line);
            assertEquals(1, result.status(), line);
            assertTrue(result.err().endsWith("No such file or directory\n"), line + ": " + result.err());
        }
    }

    @Test
    void teeCanIgnoreInterrupts() {
        List<Object> ignored = new ArrayList<>();
        io.answer("signalAction", args -> ignored.add(args[0] + ":" + args[1]) ? 0 : 0);
        assertEquals(0, run("tee -i", "x").status());
        assertEquals(List.of(Signals.INT + ":" + Signals.IGNORE), ignored);
    }
}

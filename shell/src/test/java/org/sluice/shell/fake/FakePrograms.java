package org.sluice.shell.fake;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.SystemCalls;

/** The programs scripts in the tests call. */
public final class FakePrograms {
    private FakePrograms() {
    }

    public static void install(FakeSystem system) {
        system.program("cat", FakePrograms::cat);
        system.program("grep", FakePrograms::grep);
        system.program("wc", FakePrograms::wc);
        system.program("tr", FakePrograms::tr);
        system.program("status", (sys, argv, env) -> Integer.parseInt(argv[1]));
        system.program("env", (sys, argv, env) -> {
            new java.util.TreeMap<>(env).forEach((k, v) -> print(sys, k + "=" + v + "\n"));
            return 0;
        });
        system.program("args", (sys, argv, env) -> {
            for (int i = 1; i < argv.length; i++) {
                print(sys, "<" + argv[i] + ">");
            }
            print(sys, "\n");
            return 0;
        });
        system.program("yes", (sys, argv, env) -> {
            byte[] y = "y\n".getBytes(StandardCharsets.UTF_8);
            while (sys.write(1, y, 0, 2) > 0) {
                continue;
            }
            return 1;
        });
        system.program("first", FakePrograms::first);
        system.program("cwd", (sys, argv, env) -> {
            byte[] b = new byte[4096];
            print(sys, new String(b, 0, sys.getcwd(b), StandardCharsets.UTF_8) + "\n");
            return 0;
        });
        system.program("hang", (sys, argv, env) -> sys.signalWait(-1));
        system.program("fail2", (sys, argv, env) -> {
            byte[] b = "oops\n".getBytes(StandardCharsets.UTF_8);
            sys.write(2, b, 0, b.length);
            return 3;
        });
    }

    static void print(SystemCalls sys, String text) {
        byte[] b = text.getBytes(StandardCharsets.UTF_8);
        int done = 0;
        while (done < b.length) {
            int n = sys.write(1, b, done, b.length - done);
            if (n < 0) {
                return;
            }
            done += n;
        }
    }

    private static String all(SystemCalls sys, int handle) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] b = new byte[4096];
        for (int n = sys.read(handle, b, 0, b.length); n > 0; n = sys.read(handle, b, 0, b.length)) {
            out.write(b, 0, n);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static int cat(SystemCalls sys, String[] argv, Map<String, String> env) {
        byte[] b = new byte[4096];
        int status = 0;
        for (int i = 1; i < Math.max(2, argv.length); i++) {
            boolean in = argv.length == 1 || argv[i].equals("-");
            int handle = in ? 0 : sys.open(argv[i], FileFlags.O_RDONLY, 0);
            if (handle < 0) {
                byte[] m = ("cat: " + argv[i] + ": " + Errno.message(-handle) + "\n").getBytes(StandardCharsets.UTF_8);
                sys.write(2, m, 0, m.length);
                status = 1;
                continue;
            }
            for (int n = sys.read(handle, b, 0, b.length); n > 0; n = sys.read(handle, b, 0, b.length)) {
                if (sys.write(1, b, 0, n) < 0) {
                    return 1;
                }
            }
        }
        return status;
    }

    private static int grep(SystemCalls sys, String[] argv, Map<String, String> env) {
        boolean counts = argv[1].equals("-c");
        int found = 0;
        for (String line : all(sys, 0).split("\n")) {
            if (line.contains(argv[counts ? 2 : 1])) {
                found++;
                print(sys, counts ? "" : line + "\n");
            }
        }
        print(sys, counts ? found + "\n" : "");
        return found > 0 ? 0 : 1;
    }

    private static int wc(SystemCalls sys, String[] argv, Map<String, String> env) {
        String text = all(sys, 0);
        boolean lines = argv.length > 1 && argv[1].equals("-l");
        print(sys, (lines ? text.chars().filter(c -> c == '\n').count() : text.length()) + "\n");
        return 0;
    }

    private static int tr(SystemCalls sys, String[] argv, Map<String, String> env) {
        print(sys, all(sys, 0).replace(argv[1].charAt(0), argv[2].charAt(0)));
        return 0;
    }

    /** Prints the first line of its input and leaves the rest unread. */
    private static int first(SystemCalls sys, String[] argv, Map<String, String> env) {
        byte[] b = new byte[1];
        while (sys.read(0, b, 0, 1) == 1) {
            sys.write(1, b, 0, 1);
            if (b[0] == '\n') {
                return 0;
            }
        }
        return 1;
    }
}

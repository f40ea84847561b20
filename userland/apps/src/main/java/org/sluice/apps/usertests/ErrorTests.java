package org.sluice.apps.usertests;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sluice.abi.Call;
import org.sluice.abi.Errno;
import org.sluice.abi.SystemCalls;

/** Every error of the system-call table, provoked. */
final class ErrorTests {
    /**
     * What cannot be provoked from inside a healthy machine, and where it is tested instead. Errors of devices
     * ({@link Call#DEVICE_ERRORS}) and errors of full or foreign file systems: {@code ErrnoTableTest} of the file service.
     */
    private static final Set<String> ELSEWHERE = Set.of(
        "open ENOSPC", "mkdir ENOSPC", "symlink ENOSPC", "truncate ENOSPC", "symlink ENOTSUP", "chmod ENOTSUP",
        // frames run out: SystemCallGateTest of the kernel
        "pipe ENOMEM", "spawn ENOMEM",
        // a thousand processes: test "forkbomb"
        "spawn EAGAIN",
        // needs a terminal: SystemCallGateTest of the kernel
        "ttyForeground EPERM",
        // need more connections than a process has handles, or a slow or broken line: tests of the network service
        "socket ENFILE", "bind ENOSPC", "connect ENOSPC", "sendTo EHOSTUNREACH", "sendTo EAGAIN", "sendTo EINTR", "sendTo ENOMEM",
        "receiveFrom EHOSTUNREACH",
        // ICMP errors, and ports or sockets that run out: tests of the network service
        "connect EHOSTUNREACH", "connect EADDRNOTAVAIL", "accept ENFILE", "socketReclaim ENOMEM", "socketReclaim EMFILE",
        // shown nowhere: the moment in which another opens the same connection
        "bind EINTR");

    private ErrorTests() {
    }

    static void addTo(List<UserTest> tests) {
        tests.add(new UserTest("errors", "does each call fail as the table says, and does the table say all?", ErrorTests::all));
    }

    private static void all(Kit kit) {
        ErrorCauses causes = new ErrorCauses(kit);
        causes.prepare();
        List<String> wrong = new ArrayList<>();
        Map<String, Set<String>> provoked = new TreeMap<>();
        for (ErrorCauses.Cause cause : causes.all()) {
            provoked.computeIfAbsent(cause.call(), c -> new TreeSet<>()).add(Errno.name(cause.errno()));
            long result = cause.action().run();
            kit.calls.threadClearInterrupt();
            if (result != -cause.errno()) {
                wrong.add(cause.call() + " gives " + Kit.name(result) + " instead of " + Errno.name(cause.errno()));
            }
        }
        causes.tidy();
        for (Method method : SystemCalls.class.getMethods()) {
            Call call = method.getAnnotation(Call.class);
            if (call != null) {
                compare(method.getName(), call, provoked.getOrDefault(method.getName(), Set.of()), wrong);
            }
        }
        Kit.check(wrong.isEmpty(), String.join("; ", wrong));
    }

    private static void compare(String name, Call call, Set<String> provoked, List<String> wrong) {
        Set<String> own = new TreeSet<>();
        add(own, call.errors());
        if (call.path()) {
            add(own, Call.PATH_ERRORS);
        }
        for (String error : own) {
            boolean device = (call.path() || call.device()) && isDevice(error);
            if (!provoked.contains(error) && !device && !ELSEWHERE.contains(name + " " + error)) {
                wrong.add("nothing provokes " + name + " " + error);
            }
        }
        for (String error : provoked) {
            if (!names(call).contains(error)) {
                wrong.add("the table does not list " + name + " " + error);
            }
        }
    }

    private static boolean isDevice(String name) {
        Set<String> names = new TreeSet<>();
        add(names, Call.DEVICE_ERRORS);
        return names.contains(name);
    }

    /** The names of a call's errors: all that it may return. */
    static Set<String> names(Call call) {
        Set<String> names = new TreeSet<>();
        add(names, call.errors());
        if (call.path()) {
            add(names, Call.PATH_ERRORS);
        }
        if (call.path() || call.device()) {
            add(names, Call.DEVICE_ERRORS);
        }
        if (call.socket()) {
            add(names, Call.SOCKET_ERRORS);
        }
        return names;
    }

    private static void add(Set<String> names, String[] errors) {
        for (String error : errors) {
            names.add(error.substring(0, error.indexOf(':')));
        }
    }
}

package guest.java.lang;

import guest.java.io.File;
import guest.java.time.Duration;
import guest.java.time.Instant;
import guest.java.util.ArrayList;
import guest.java.util.List;
import guest.java.util.Optional;
import guest.java.util.concurrent.CompletableFuture;
import guest.java.util.stream.Stream;
import guest.rt.Files;
import guest.rt.Kernel;
import org.sluice.abi.Signals;

/** A process by its id; what it knows of others it reads in {@code /proc}. */
final class ProcessHandleImpl implements ProcessHandle {
    private static final int PARENT_FIELD = 1;

    private final long pid;
    private final CompletableFuture<Process> end;

    /** @param end completes at the end of a child; {@code null} for a process that is none of ours */
    ProcessHandleImpl(long pid, CompletableFuture<Process> end) {
        this.pid = pid;
        this.end = end;
    }

    static ProcessHandleImpl current() {
        return new ProcessHandleImpl(Kernel.CALLS.getpid(), null);
    }

    static Optional<ProcessHandle> get(long pid) {
        return exists(pid) ? Optional.of((ProcessHandle) new ProcessHandleImpl(pid, null)) : Optional.empty();
    }

    private static boolean exists(long pid) {
        return pid > 0 && pid <= Integer.MAX_VALUE && Kernel.CALLS.kill((int) pid, 0) >= 0;
    }

    /** Processes whose parent is given; all when it is 0. */
    static Stream<ProcessHandle> children(long parent) {
        List<ProcessHandle> found = new ArrayList<>();
        String[] names = new File("/proc").list();
        for (int i = 0; names != null && i < names.length; i++) {
            if (Character.isDigit(names[i].charAt(0))) {
                long id = Long.parseLong(names[i]);
                if (parent == 0 || parentOf(id) == parent) {
                    found.add(new ProcessHandleImpl(id, null));
                }
            }
        }
        return found.stream();
    }

    private static long parentOf(long pid) {
        byte[] stat = Files.readAll("/proc/" + pid + "/stat");
        if (stat == null) {
            return -1;
        }
        String text = Files.decode(stat, 0, stat.length);
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[PARENT_FIELD]);
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public Optional<ProcessHandle> parent() {
        long parent = pid == Kernel.CALLS.getpid() ? Kernel.CALLS.getppid() : parentOf(pid);
        return parent <= 0 ? Optional.empty() : get(parent);
    }

    @Override
    public Stream<ProcessHandle> children() {
        return children(pid);
    }

    @Override
    public Stream<ProcessHandle> descendants() {
        List<ProcessHandle> found = new ArrayList<>();
        found.add(this);
        for (int i = 0; i < found.size(); i++) {
            long parent = ((ProcessHandle) found.get(i)).pid();
            children(parent).forEach(found::add);
        }
        return found.stream().skip(1);
    }

    @Override
    public Info info() {
        return new Facts(pid);
    }

    /** What {@code /proc} says of a process. */
    private record Facts(long pid) implements Info {
        private String[] words() {
            byte[] line = Files.readAll("/proc/" + pid + "/cmdline");
            return line == null || line.length == 0 ? new String[0] : Files.decode(line, 0, line.length).split("\0");
        }

        @Override
        public Optional<String> command() {
            String[] words = words();
            return words.length == 0 ? Optional.empty() : Optional.of(words[0]);
        }

        @Override
        public Optional<String> commandLine() {
            String[] words = words();
            return words.length == 0 ? Optional.empty() : Optional.of(String.join(" ", words));
        }

        @Override
        public Optional<String[]> arguments() {
            String[] words = words();
            if (words.length == 0) {
                return Optional.empty();
            }
            String[] rest = new String[words.length - 1];
            System.arraycopy(words, 1, rest, 0, rest.length);
            return Optional.of(rest);
        }

        @Override
        public Optional<Instant> startInstant() {
            return Optional.empty();
        }

        @Override
        public Optional<Duration> totalCpuDuration() {
            return Optional.empty();
        }

        @Override
        public Optional<String> user() {
            return Optional.of("root");
        }
    }

    @Override
    public CompletableFuture<ProcessHandle> onExit() {
        if (pid == Kernel.CALLS.getpid()) {
            throw new IllegalStateException("onExit for current process not allowed");
        }
        if (end == null) {
            throw new UnsupportedOperationException("only the end of a child can be waited for");
        }
        CompletableFuture<ProcessHandle> result = new CompletableFuture<>();
        end.thenRun(() -> result.complete(this));
        return result;
    }

    @Override
    public boolean supportsNormalTermination() {
        return true;
    }

    private boolean send(int signal) {
        if (pid == Kernel.CALLS.getpid()) {
            throw new IllegalStateException("destroy of current process not allowed");
        }
        return Kernel.CALLS.kill((int) pid, signal) >= 0;
    }

    @Override
    public boolean destroy() {
        return send(Signals.TERM);
    }

    @Override
    public boolean destroyForcibly() {
        return send(Signals.KILL);
    }

    @Override
    public boolean isAlive() {
        return end != null ? !end.isDone() : exists(pid);
    }

    @Override
    public int compareTo(ProcessHandle other) {
        return Long.compare(pid, ((ProcessHandleImpl) other).pid);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProcessHandleImpl p && p.pid == pid;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(pid);
    }

    @Override
    public String toString() {
        return Long.toString(pid);
    }
}

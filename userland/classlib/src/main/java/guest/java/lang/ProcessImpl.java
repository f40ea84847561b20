package guest.java.lang;

import guest.java.io.BufferedInputStream;
import guest.java.io.BufferedOutputStream;
import guest.java.io.File;
import guest.java.io.FileDescriptor;
import guest.java.io.FileInputStream;
import guest.java.io.FileOutputStream;
import guest.java.io.IOException;
import guest.java.io.InputStream;
import guest.java.io.OutputStream;
import guest.java.util.Iterator;
import guest.java.util.Map;
import guest.java.util.concurrent.CompletableFuture;
import guest.java.util.concurrent.TimeUnit;
import guest.jdk.internal.access.JavaIOFileDescriptorAccess;
import guest.jdk.internal.access.SharedSecrets;
import guest.rt.Files;
import guest.rt.Kernel;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.Signals;
import org.sluice.abi.Spawn;

/** A child process started by ProcessBuilder. A daemon thread waits for its end. */
final class ProcessImpl extends Process {
    private static final String DEFAULT_PATH = "/bin:/usr/bin";
    private static final int NEW_FILE = 0666;
    private static final int STREAMS = 3;

    private final int pid;
    private final OutputStream toChild;
    private final InputStream fromChild;
    private final InputStream errorsOfChild;
    private final CompletableFuture<Process> end = new CompletableFuture<>();
    private boolean ended;
    private int status;

    private ProcessImpl(int pid, int[] mine) {
        this.pid = pid;
        toChild = mine[0] < 0 ? OutputStream.nullOutputStream()
            : new BufferedOutputStream(new FileOutputStream(descriptor(mine[0])));
        fromChild = mine[1] < 0 ? InputStream.nullInputStream()
            : new BufferedInputStream(new FileInputStream(descriptor(mine[1])));
        errorsOfChild = mine[2] < 0 ? InputStream.nullInputStream() : new FileInputStream(descriptor(mine[2]));
    }

    private static FileDescriptor descriptor(int handle) {
        JavaIOFileDescriptorAccess access = SharedSecrets.getJavaIOFileDescriptorAccess();
        FileDescriptor fd = new FileDescriptor();
        access.set(fd, handle);
        return fd;
    }

    // ------------------------------------------------------------------ start

    static Process start(String[] command, Map<String, String> environment, String directory,
        ProcessBuilder.Redirect[] redirects, boolean mergeErrors) throws IOException {
        String program = find(command[0]);
        String[] env = strings(environment != null ? environment : ProcessEnvironment.environment());
        int[] child = {-1, -1, -1};
        int[] mine = {-1, -1, -1};
        boolean[] close = new boolean[STREAMS];
        try {
            for (int i = 0; i < STREAMS; i++) {
                if (i == 2 && mergeErrors) {
                    child[2] = child[1];
                } else {
                    connect(i, redirects == null ? ProcessBuilder.Redirect.PIPE : redirects[i], child, mine, close);
                }
            }
            int pid = Kernel.CALLS.spawn(program, command, env, child, directory, Spawn.GROUP_INHERIT, 0);
            if (pid < 0) {
                throw new IOException("Cannot run program \"" + command[0] + "\": error=" + -pid + ", "
                    + Errno.message(-pid));
            }
            ProcessImpl process = new ProcessImpl(pid, mine);
            mine = null;
            Thread reaper = new Thread(null, process::reap, "process reaper (pid " + pid + ")", 0, false);
            reaper.setDaemon(true);
            reaper.start();
            return process;
        } finally {
            for (int i = 0; i < STREAMS; i++) {
                if (close[i]) {
                    Files.close(child[i]);
                }
                if (mine != null && mine[i] >= 0) {
                    Files.close(mine[i]);
                }
            }
        }
    }

    private static void connect(int stream, ProcessBuilder.Redirect redirect, int[] child, int[] mine, boolean[] close)
        throws IOException {
        if (redirect == ProcessBuilder.Redirect.PIPE) {
            int[] ends = new int[2];
            check(Kernel.CALLS.pipe(ends));
            boolean input = stream == 0;
            child[stream] = ends[input ? 0 : 1];
            mine[stream] = ends[input ? 1 : 0];
            close[stream] = true;
        } else if (redirect == ProcessBuilder.Redirect.INHERIT) {
            child[stream] = stream;
        } else if (redirect instanceof ProcessBuilder.RedirectPipeImpl pipe) {
            int handle = SharedSecrets.getJavaIOFileDescriptorAccess().get(pipe.getFd());
            if (handle < 0) {
                // the first of two commands: the other end is for the next one, which gets the same object
                int[] ends = new int[2];
                check(Kernel.CALLS.pipe(ends));
                handle = ends[stream == 0 ? 0 : 1];
                SharedSecrets.getJavaIOFileDescriptorAccess().set(pipe.getFd(), ends[stream == 0 ? 1 : 0]);
                close[stream] = true;
            }
            child[stream] = handle;
        } else {
            File file = redirect.file();
            int flags = stream == 0 ? FileFlags.O_RDONLY
                : FileFlags.O_WRONLY | FileFlags.O_CREAT | (redirect.append() ? FileFlags.O_APPEND : FileFlags.O_TRUNC);
            int handle = Files.open(file.getPath(), flags, NEW_FILE);
            if (handle < 0) {
                throw new IOException(file + " (" + Errno.message(-handle) + ")");
            }
            child[stream] = handle;
            close[stream] = true;
        }
    }

    private static void check(int result) throws IOException {
        if (result < 0) {
            throw new IOException(Errno.message(-result));
        }
    }

    /** The path of a program: itself when it has a slash, else the first executable of its name in PATH. */
    private static String find(String program) {
        if (program.indexOf('/') >= 0) {
            return program;
        }
        String path = ProcessEnvironment.value("PATH");
        for (String directory : (path == null ? DEFAULT_PATH : path).split(":")) {
            String candidate = directory.isEmpty() ? program : directory + "/" + program;
            if (Kernel.CALLS.access(candidate, FileFlags.X_OK) >= 0) {
                return candidate;
            }
        }
        return program;
    }

    private static String[] strings(Map<String, String> environment) {
        String[] strings = new String[environment.size()];
        int i = 0;
        for (Iterator<?> all = environment.entrySet().iterator(); all.hasNext(); i++) {
            Map.Entry<?, ?> e = (Map.Entry<?, ?>) all.next();
            strings[i] = e.getKey() + "=" + e.getValue();
        }
        return strings;
    }

    // ------------------------------------------------------------------ end

    private void reap() {
        int[] word = new int[1];
        int result;
        do {
            result = Kernel.CALLS.waitProcess(pid, 0, word);
        } while (result == -Errno.EINTR);
        synchronized (this) {
            status = result < 0 ? -1 : Spawn.exitStatus(word[0]);
            ended = true;
            notifyAll();
        }
        end.complete(this);
    }

    @Override
    public synchronized int waitFor() throws InterruptedException {
        while (!ended) {
            guest.rt.Threads.await(this, 0);
        }
        return status;
    }

    @Override
    public synchronized boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
        long deadline = System.nanoTime() + unit.toNanos(timeout);
        while (!ended) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            guest.rt.Threads.await(this, left);
        }
        return true;
    }

    @Override
    public synchronized int exitValue() {
        if (!ended) {
            throw new IllegalThreadStateException("process hasn't exited");
        }
        return status;
    }

    @Override
    public synchronized boolean isAlive() {
        return !ended;
    }

    @Override
    public CompletableFuture<Process> onExit() {
        return end.copy();
    }

    private void send(int signal) {
        synchronized (this) {
            if (!ended) {
                Kernel.CALLS.kill(pid, signal);
            }
        }
        closeQuietly(toChild);
    }

    private static void closeQuietly(OutputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            // the child is gone: nobody misses what was not written
            return;
        }
    }

    @Override
    public void destroy() {
        send(Signals.TERM);
    }

    @Override
    public Process destroyForcibly() {
        send(Signals.KILL);
        return this;
    }

    @Override
    public boolean supportsNormalTermination() {
        return true;
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public ProcessHandle toHandle() {
        return new ProcessHandleImpl(pid, end);
    }

    @Override
    public OutputStream getOutputStream() {
        return toChild;
    }

    @Override
    public InputStream getInputStream() {
        return fromChild;
    }

    @Override
    public InputStream getErrorStream() {
        return errorsOfChild;
    }

    @Override
    public synchronized String toString() {
        return "Process[pid=" + pid + ", exitValue=" + (ended ? Integer.toString(status) : "\"not exited\"") + "]";
    }
}

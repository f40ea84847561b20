package org.sluice.shell.fake;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.Signals;
import org.sluice.abi.Spawn;
import org.sluice.abi.SystemCalls;
import org.sluice.abi.Tty;

/** The machine shared by all fake processes. */
public final class FakeSystem {
    /** A program: gets the system calls of its process and its arguments, returns its exit status. */
    public interface Program {
        /** Runs the program. */
        int run(SystemCalls sys, String[] argv, Map<String, String> env);
    }

    /** Something a handle can refer to. */
    interface Open {
        int read(FakeProcess by, byte[] b, int off, int len);

        int write(byte[] b, int off, int len);

        default void closed() {
        }
    }

    /** A file or directory; directories have no bytes and a path that ends in no slash. */
    static final class Node {
        byte[] bytes = {};
        boolean directory;
        int mode = 0644;
        long inode;
    }

    final TreeMap<String, Node> files = new TreeMap<>();
    final Map<String, Program> programs = new HashMap<>();
    final Map<Integer, FakeProcess> processes = new TreeMap<>();
    FakeTerminal terminal;
    private int nextPid = 100;
    private int nextTid = 10_000;
    private long nextInode = 1;

    public FakeSystem() {
        for (String d : new String[] {"/", "/bin", "/tmp", "/dev", "/home", "/home/me", "/etc"}) {
            directory(d);
        }
        file("/dev/null", "");
    }

    public synchronized void directory(String path) {
        Node n = new Node();
        n.directory = true;
        n.mode = 0755;
        n.inode = nextInode++;
        files.put(path, n);
    }

    public synchronized void file(String path, String text) {
        Node n = new Node();
        n.bytes = text.getBytes(StandardCharsets.UTF_8);
        n.inode = nextInode++;
        files.put(path, n);
    }

    public synchronized String text(String path) {
        Node n = files.get(path);
        return n == null ? null : new String(n.bytes, StandardCharsets.UTF_8);
    }

    public synchronized void mode(String path, int mode) {
        files.get(path).mode = mode;
    }

    public void program(String name, Program p) {
        file("/bin/" + name, "#!fake\n");
        mode("/bin/" + name, 0755);
        programs.put("/bin/" + name, p);
    }

    public FakeTerminal terminal() {
        terminal = new FakeTerminal(this);
        return terminal;
    }

    /** A process without a parent, whose handles are still closed. */
    public synchronized FakeProcess process() {
        FakeProcess p = new FakeProcess(this, nextPid++, 0);
        processes.put(p.pid, p);
        return p;
    }

    synchronized FakeProcess child(FakeProcess parent) {
        FakeProcess p = new FakeProcess(this, nextPid++, parent.pid);
        p.group = parent.group;
        processes.put(p.pid, p);
        return p;
    }

    synchronized int tid() {
        return nextTid++;
    }

    synchronized long inode() {
        return nextInode++;
    }

    /** Waits for any event. */
    void block() {
        try {
            wait();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Delivers a signal to a process. */
    synchronized void deliver(FakeProcess p, int signal) {
        if (p.word != null || signal == 0) {
            return;
        }
        int disposition = p.dispositions[signal];
        if (signal == Signals.CONT) {
            p.stopped = false;
        } else if (signal == Signals.KILL) {
            p.die(Spawn.signalled(signal));
        } else if (signal == Signals.STOP) {
            p.stop(signal);
        } else if (disposition == Signals.CATCH) {
            p.queue.add(signal);
            p.signalled++;
        } else if (disposition == Signals.DEFAULT) {
            if (signal == Signals.TSTP || signal == Signals.TTIN || signal == Signals.TTOU) {
                p.stop(signal);
            } else if (signal != Signals.CHLD && signal != Signals.WINCH) {
                p.die(Spawn.signalled(signal));
            }
        }
        notifyAll();
    }

    synchronized int signalGroup(int group, int signal) {
        int result = -Errno.ESRCH;
        for (FakeProcess p : new ArrayList<>(processes.values())) {
            if (p.group == group && p.word == null) {
                deliver(p, signal);
                result = 0;
            }
        }
        return result;
    }

    /** A regular file opened once; duplicates share the position. */
    final class OpenFile implements Open {
        final Node node;
        final int flags;
        int position;

        OpenFile(Node node, int flags) {
            this.node = node;
            this.flags = flags;
        }

        @Override
        public int read(FakeProcess by, byte[] b, int off, int len) {
            if ((flags & FileFlags.O_ACCMODE) == FileFlags.O_WRONLY) {
                return -Errno.EBADF;
            }
            int n = Math.max(0, Math.min(len, node.bytes.length - position));
            System.arraycopy(node.bytes, position, b, off, n);
            position += n;
            return n;
        }

        @Override
        public int write(byte[] b, int off, int len) {
            if ((flags & FileFlags.O_ACCMODE) == FileFlags.O_RDONLY) {
                return -Errno.EBADF;
            }
            if (files.get("/dev/null") == node) {
                return len;
            }
            if ((flags & FileFlags.O_APPEND) != 0) {
                position = node.bytes.length;
            }
            int end = position + len;
            if (end > node.bytes.length) {
                node.bytes = java.util.Arrays.copyOf(node.bytes, end);
            }
            System.arraycopy(b, off, node.bytes, position, len);
            position = end;
            return len;
        }
    }

    /** A directory being listed. */
    static final class OpenDirectory implements Open {
        final List<String> names;
        int next;

        OpenDirectory(List<String> names) {
            this.names = names;
        }

        @Override
        public int read(FakeProcess by, byte[] b, int off, int len) {
            return -Errno.EISDIR;
        }

        @Override
        public int write(byte[] b, int off, int len) {
            return -Errno.EBADF;
        }
    }

    /** A pipe of 64 KiB. */
    final class Pipe {
        final ArrayDeque<byte[]> blocks = new ArrayDeque<>();
        int held;
        int readers;
        int writers;
    }

    /** One end of a pipe. */
    final class PipeEnd implements Open {
        final Pipe pipe;
        final boolean writes;

        PipeEnd(Pipe pipe, boolean writes) {
            this.pipe = pipe;
            this.writes = writes;
            if (writes) {
                pipe.writers++;
            } else {
                pipe.readers++;
            }
        }

        @Override
        public int read(FakeProcess by, byte[] b, int off, int len) {
            if (writes) {
                return -Errno.EBADF;
            }
            while (pipe.blocks.isEmpty() && pipe.writers > 0) {
                by.alive();
                block();
            }
            by.alive();
            byte[] first = pipe.blocks.poll();
            if (first == null) {
                return 0;
            }
            int n = Math.min(len, first.length);
            System.arraycopy(first, 0, b, off, n);
            if (n < first.length) {
                pipe.blocks.addFirst(java.util.Arrays.copyOfRange(first, n, first.length));
            }
            pipe.held -= n;
            FakeSystem.this.notifyAll();
            return n;
        }

        @Override
        public int write(byte[] b, int off, int len) {
            if (!writes) {
                return -Errno.EBADF;
            }
            while (pipe.held >= 65_536 && pipe.readers > 0) {
                block();
            }
            if (pipe.readers == 0) {
                return -Errno.EPIPE;
            }
            if (len == 0) {
                return 0;
            }
            int n = Math.min(len, 65_536 - pipe.held);
            pipe.blocks.add(java.util.Arrays.copyOfRange(b, off, off + n));
            pipe.held += n;
            FakeSystem.this.notifyAll();
            return n;
        }

        @Override
        public void closed() {
            if (writes) {
                pipe.writers--;
            } else {
                pipe.readers--;
            }
            FakeSystem.this.notifyAll();
        }
    }

    /** A sink that keeps what is written. */
    public static final class Sink implements Open {
        private final java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();

        @Override
        public int read(FakeProcess by, byte[] b, int off, int len) {
            return -Errno.EBADF;
        }

        @Override
        public synchronized int write(byte[] b, int off, int len) {
            bytes.write(b, off, len);
            return len;
        }

        public synchronized String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }

    /** The terminal attributes in use, as {@link Tty} lays them out. */
    static int[] cooked() {
        return new int[] {Tty.ICANON | Tty.ECHO | Tty.ISIG | Tty.ICRNL | Tty.OPOST, 1, 0};
    }

    /** The system calls of a process, as a proxy: calls without a method in {@link FakeProcess} fail the test that makes them. */
    static SystemCalls calls(FakeProcess process) {
        Map<String, Method> methods = new HashMap<>();
        for (Method m : FakeProcess.class.getMethods()) {
            methods.put(m.getName() + m.getParameterCount(), m);
        }
        InvocationHandler handler = (proxy, method, args) -> {
            Method m = methods.get(method.getName() + method.getParameterCount());
            if (m == null || m.getDeclaringClass() == Object.class && !method.getName().equals("toString")) {
                throw new UnsupportedOperationException("not in the fake kernel: " + method.getName());
            }
            try {
                return m.invoke(process, args);
            } catch (java.lang.reflect.InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return (SystemCalls) Proxy.newProxyInstance(SystemCalls.class.getClassLoader(),
            new Class<?>[] {SystemCalls.class}, handler);
    }
}

package org.sluice.shell.fake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.ProcessKilled;
import org.sluice.abi.Signals;
import org.sluice.abi.Spawn;
import org.sluice.abi.SystemCalls;
import org.sluice.abi.Tty;

/** One process; its public methods named like system calls are the calls. */
public final class FakeProcess {
    /** An open handle, counted by the numbers that share it. */
    private static final class Slot {
        final FakeSystem.Open open;
        int users;

        Slot(FakeSystem.Open open) {
            this.open = open;
        }
    }

    final FakeSystem system;
    final int pid;
    final int parent;
    int group;
    Integer word;
    boolean stopped;
    int stopWord;
    int signalled;
    final ArrayDeque<Integer> queue = new ArrayDeque<>();
    final int[] dispositions = new int[Signals.COUNT];
    private final Map<Integer, Slot> handles = new HashMap<>();
    private final Map<Long, Integer> tids = new HashMap<>();
    private final Map<Integer, Boolean> permits = new HashMap<>();
    private String directory = "/";
    private final SystemCalls calls;
    private boolean reaped;
    private int waiting;

    FakeProcess(FakeSystem system, int pid, int parent) {
        this.system = system;
        this.pid = pid;
        this.parent = parent;
        this.group = pid;
        this.calls = FakeSystem.calls(this);
    }

    public SystemCalls calls() {
        return calls;
    }

    /** Opens something at a handle number. */
    public void attach(int number, FakeSystem.Open open) {
        synchronized (system) {
            put(number, new Slot(open));
            if (open instanceof FakeTerminal t && t.foreground == 0) {
                t.foreground = group;
            }
        }
    }

    public void directory(String path) {
        directory = path;
    }

    /** Handles that are open, to find leaks. */
    public int openHandles() {
        synchronized (system) {
            return handles.size();
        }
    }

    public int id() {
        return pid;
    }

    /** Blocks until the process waits for a child. */
    public void awaitWaiting() {
        synchronized (system) {
            while (waiting == 0) {
                system.block();
            }
        }
    }

    /** Sends the process a signal. */
    public void signal(int signal) {
        system.deliver(this, signal);
    }

    void alive() {
        while (stopped && word == null) {
            system.block();
        }
        if (word != null) {
            throw ProcessKilled.INSTANCE;
        }
    }

    void die(int statusWord) {
        if (word == null) {
            word = statusWord;
            for (Integer h : new ArrayList<>(handles.keySet())) {
                close(h);
            }
            system.notifyAll();
        }
    }

    void stop(int signal) {
        stopped = true;
        stopWord = Spawn.stopped(signal);
        system.notifyAll();
    }

    private void put(int number, Slot slot) {
        slot.users++;
        Slot old = handles.put(number, slot);
        if (old != null) {
            release(old);
        }
    }

    private static void release(Slot slot) {
        if (--slot.users == 0) {
            slot.open.closed();
        }
    }

    private int lowest() {
        int n = 0;
        while (handles.containsKey(n)) {
            n++;
        }
        return n;
    }

    private String absolute(String path) {
        String full = path.startsWith("/") ? path : directory + "/" + path;
        ArrayDeque<String> parts = new ArrayDeque<>();
        for (String part : full.split("/")) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return "/" + String.join("/", parts);
    }

    private FakeSystem.Node node(String path) {
        return system.files.get(absolute(path));
    }

    private FakeSystem.Open open(int handle) {
        Slot slot = handles.get(handle);
        return slot == null ? null : slot.open;
    }

    // ------------------------------------------------------------------ processes

    public void exit(int status) {
        synchronized (system) {
            die(Spawn.exited(status));
        }
        throw ProcessKilled.INSTANCE;
    }

    public int spawn(String path, String[] argv, String[] env, int[] child, String cwd, int wantedGroup, int flags) {
        synchronized (system) {
            alive();
            FakeSystem.Node n = node(path);
            if (n == null) {
                return -Errno.ENOENT;
            }
            if (n.directory || (n.mode & 0111) == 0) {
                return -Errno.EACCES;
            }
            FakeSystem.Program program = system.programs.get(absolute(path));
            if (program == null) {
                return -Errno.ENOEXEC;
            }
            if (wantedGroup > 0) {
                boolean alive = false;
                for (FakeProcess p : system.processes.values()) {
                    alive |= p.group == wantedGroup && !p.reaped;
                }
                if (!alive) {
                    return -Errno.ESRCH;
                }
            }
            FakeProcess p = system.child(this);
            p.group = wantedGroup == Spawn.GROUP_NEW ? p.pid : wantedGroup > 0 ? wantedGroup : group;
            p.directory = cwd == null ? directory : absolute(cwd);
            for (int i = 0; i < child.length; i++) {
                if (child[i] >= 0) {
                    Slot slot = handles.get(child[i]);
                    if (slot == null) {
                        return -Errno.EBADF;
                    }
                    p.put(i, slot);
                }
            }
            if ((flags & Spawn.FOREGROUND) != 0 && system.terminal != null) {
                system.terminal.foreground = p.group;
            }
            Map<String, String> variables = new HashMap<>();
            for (String e : env) {
                variables.put(e.substring(0, e.indexOf('=')), e.substring(e.indexOf('=') + 1));
            }
            Thread t = new Thread(() -> p.main(program, argv, variables), path);
            t.setDaemon(true);
            t.start();
            return p.pid;
        }
    }

    private void main(FakeSystem.Program program, String[] argv, Map<String, String> env) {
        int status;
        try {
            status = program.run(calls, argv, env);
        } catch (ProcessKilled e) {
            return;
        }
        synchronized (system) {
            die(Spawn.exited(status));
        }
    }

    public int waitProcess(int wanted, int options, int[] status) {
        synchronized (system) {
            int before = signalled;
            while (true) {
                alive();
                boolean any = false;
                for (FakeProcess p : system.processes.values()) {
                    if (p.parent != pid || p.reaped || wanted > 0 && p.pid != wanted) {
                        continue;
                    }
                    any = true;
                    if (p.word != null) {
                        p.reaped = true;
                        status[0] = p.word;
                        return p.pid;
                    }
                    if ((options & Spawn.WAIT_UNTRACED) != 0 && p.stopWord != 0) {
                        status[0] = p.stopWord;
                        p.stopWord = 0;
                        return p.pid;
                    }
                }
                if (!any) {
                    return -Errno.ECHILD;
                }
                if ((options & Spawn.WAIT_NOHANG) != 0) {
                    return 0;
                }
                if (signalled != before) {
                    return -Errno.EINTR;
                }
                waiting++;
                system.notifyAll();
                system.block();
                waiting--;
            }
        }
    }

    public int kill(int target, int signal) {
        synchronized (system) {
            if (target < 0) {
                return system.signalGroup(-target, signal);
            }
            FakeProcess p = system.processes.get(target);
            if (p == null || p.reaped) {
                return -Errno.ESRCH;
            }
            system.deliver(p, signal);
            return 0;
        }
    }

    public int signalAction(int signal, int disposition) {
        if (signal <= 0 || signal >= Signals.COUNT || signal == Signals.KILL || signal == Signals.STOP) {
            return -Errno.EINVAL;
        }
        int old = dispositions[signal];
        dispositions[signal] = disposition;
        return old;
    }

    public int signalWait(long timeout) {
        synchronized (system) {
            while (queue.isEmpty()) {
                alive();
                if (timeout >= 0) {
                    return -Errno.EAGAIN;
                }
                system.block();
            }
            return queue.poll();
        }
    }

    public int getpid() {
        return pid;
    }

    public int getppid() {
        return parent;
    }

    public int getpgid(int of) {
        synchronized (system) {
            FakeProcess p = of == 0 ? this : system.processes.get(of);
            return p == null ? -Errno.ESRCH : p.group;
        }
    }

    // ------------------------------------------------------------------ threads

    public int threadStart(Runnable body, String name, int priority, boolean daemon) {
        int tid = system.tid();
        Thread t = new Thread(() -> {
            synchronized (system) {
                tids.put(Thread.currentThread().threadId(), tid);
            }
            try {
                body.run();
            } catch (ProcessKilled e) {
                // the process has ended
            }
        }, name);
        t.setDaemon(true);
        t.start();
        return tid;
    }

    public int threadSelf() {
        synchronized (system) {
            return tids.computeIfAbsent(Thread.currentThread().threadId(), id -> system.tid());
        }
    }

    public int threadYield() {
        Thread.yield();
        return 0;
    }

    /** Waits for a permit; a limited wait also ends, as the contract allows, when any signal has arrived. */
    public int park(long nanos) {
        synchronized (system) {
            int tid = threadSelf();
            while (!permits.getOrDefault(tid, false) && !(nanos >= 0 && !queue.isEmpty())) {
                alive();
                system.block();
            }
            permits.put(tid, false);
            return 0;
        }
    }

    public int unpark(int tid) {
        synchronized (system) {
            permits.put(tid, true);
            system.notifyAll();
            return 0;
        }
    }

    public long clock(int id) {
        return 61_234_000_000L;
    }

    // ------------------------------------------------------------------ files

    public int open(String path, int flags, int mode) {
        synchronized (system) {
            String full = absolute(path);
            FakeSystem.Node n = system.files.get(full);
            int slash = full.lastIndexOf('/');
            FakeSystem.Node parentNode = system.files.get(slash <= 0 ? "/" : full.substring(0, slash));
            boolean writes = (flags & FileFlags.O_ACCMODE) != FileFlags.O_RDONLY;
            if (n == null && ((flags & FileFlags.O_CREAT) == 0 || parentNode == null)) {
                return -Errno.ENOENT;
            }
            if (n == null && !parentNode.directory) {
                return -Errno.ENOTDIR;
            }
            if (n == null) {
                n = new FakeSystem.Node();
                n.mode = mode;
                n.inode = system.inode();
                system.files.put(full, n);
            }
            if (n.directory && writes) {
                return -Errno.EISDIR;
            }
            if ((flags & FileFlags.O_DIRECTORY) != 0 && !n.directory) {
                return -Errno.ENOTDIR;
            }
            if (writes && (n.mode & 0222) == 0 || !writes && (n.mode & 0444) == 0) {
                return -Errno.EACCES;
            }
            if ((flags & FileFlags.O_TRUNC) != 0) {
                n.bytes = new byte[0];
            }
            FakeSystem.Open open = n.directory ? new FakeSystem.OpenDirectory(children(full)) : system.new OpenFile(n, flags);
            int handle = lowest();
            put(handle, new Slot(open));
            return handle;
        }
    }

    private List<String> children(String full) {
        String prefix = full.equals("/") ? "/" : full + "/";
        List<String> names = new ArrayList<>();
        for (String path : system.files.keySet()) {
            if (path.startsWith(prefix) && path.length() > prefix.length() && path.indexOf('/', prefix.length()) < 0) {
                names.add(path.substring(prefix.length()));
            }
        }
        return names;
    }

    public int close(int handle) {
        synchronized (system) {
            Slot slot = handles.remove(handle);
            if (slot == null) {
                return -Errno.EBADF;
            }
            release(slot);
            return 0;
        }
    }

    public int read(int handle, byte[] b, int off, int len) {
        synchronized (system) {
            alive();
            FakeSystem.Open open = open(handle);
            return open == null ? -Errno.EBADF : open.read(this, b, off, len);
        }
    }

    public int write(int handle, byte[] b, int off, int len) {
        synchronized (system) {
            alive();
            FakeSystem.Open open = open(handle);
            return open == null ? -Errno.EBADF : open.write(b, off, len);
        }
    }

    public long seek(int handle, long offset, int whence) {
        synchronized (system) {
            if (!(open(handle) instanceof FakeSystem.OpenFile f)) {
                return open(handle) == null ? -Errno.EBADF : -Errno.ESPIPE;
            }
            long base = whence == FileFlags.SEEK_SET ? 0 : whence == FileFlags.SEEK_CUR ? f.position : f.node.bytes.length;
            f.position = (int) (base + offset);
            return f.position;
        }
    }

    public int stat(String path, long[] stat, int flags) {
        synchronized (system) {
            FakeSystem.Node n = node(path);
            if (n == null) {
                return -Errno.ENOENT;
            }
            stat[FileFlags.ST_MODE] = (n.directory ? FileFlags.S_IFDIR : FileFlags.S_IFREG) | n.mode;
            stat[FileFlags.ST_SIZE] = n.bytes.length;
            stat[FileFlags.ST_INO] = n.inode;
            stat[FileFlags.ST_MTIME] = n.inode;
            return 0;
        }
    }

    public int fstat(int handle, long[] stat) {
        synchronized (system) {
            return open(handle) == null ? -Errno.EBADF : 0;
        }
    }

    public int access(String path, int mode) {
        synchronized (system) {
            FakeSystem.Node n = node(path);
            if (n == null) {
                return -Errno.ENOENT;
            }
            return (n.mode >> 6 & mode) == mode ? 0 : -Errno.EACCES;
        }
    }

    public int readdir(int handle, byte[] buffer) {
        synchronized (system) {
            if (!(open(handle) instanceof FakeSystem.OpenDirectory d)) {
                return -Errno.ENOTDIR;
            }
            int filled = 0;
            while (d.next < d.names.size()) {
                byte[] name = d.names.get(d.next).getBytes(StandardCharsets.UTF_8);
                if (filled + name.length + 1 > buffer.length) {
                    break;
                }
                System.arraycopy(name, 0, buffer, filled, name.length);
                filled += name.length;
                buffer[filled++] = 0;
                d.next++;
            }
            return filled;
        }
    }

    public int unlink(String path) {
        synchronized (system) {
            return system.files.remove(absolute(path)) == null ? -Errno.ENOENT : 0;
        }
    }

    public int rename(String from, String to) {
        synchronized (system) {
            FakeSystem.Node n = system.files.remove(absolute(from));
            if (n == null) {
                return -Errno.ENOENT;
            }
            system.files.put(absolute(to), n);
            return 0;
        }
    }

    public int chdir(String path) {
        synchronized (system) {
            FakeSystem.Node n = node(path);
            if (n == null || !n.directory) {
                return n == null ? -Errno.ENOENT : -Errno.ENOTDIR;
            }
            directory = absolute(path);
            return 0;
        }
    }

    public int getcwd(byte[] buffer) {
        byte[] name = directory.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(name, 0, buffer, 0, name.length);
        return name.length;
    }

    public int pipe(int[] ends) {
        synchronized (system) {
            FakeSystem.Pipe pipe = system.new Pipe();
            ends[0] = lowest();
            put(ends[0], new Slot(system.new PipeEnd(pipe, false)));
            ends[1] = lowest();
            put(ends[1], new Slot(system.new PipeEnd(pipe, true)));
            return 0;
        }
    }

    public int available(int handle) {
        synchronized (system) {
            return open(handle) instanceof FakeTerminal t ? t.available() : -Errno.EBADF;
        }
    }

    // ------------------------------------------------------------------ terminal

    private FakeTerminal tty(int handle) {
        return open(handle) instanceof FakeTerminal t ? t : null;
    }

    public int ttyGet(int handle, int[] attributes) {
        synchronized (system) {
            FakeTerminal t = tty(handle);
            if (t != null) {
                System.arraycopy(t.attributes, 0, attributes, 0, Tty.ATTR_LENGTH);
            }
            return t == null ? -Errno.ENOTTY : 0;
        }
    }

    public int ttySet(int handle, int[] attributes) {
        synchronized (system) {
            FakeTerminal t = tty(handle);
            if (t != null) {
                t.attributes = attributes.clone();
                system.notifyAll();
            }
            return t == null ? -Errno.ENOTTY : 0;
        }
    }

    public int ttySize(int handle) {
        synchronized (system) {
            FakeTerminal t = tty(handle);
            return t == null ? -Errno.ENOTTY : t.size;
        }
    }

    public int ttyForeground(int handle, int newGroup) {
        synchronized (system) {
            FakeTerminal t = tty(handle);
            if (t == null) {
                return -Errno.ENOTTY;
            }
            if (newGroup != 0) {
                t.foreground = newGroup;
            }
            return t.foreground;
        }
    }
}

package org.sluice.kernel.process;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.sluice.abi.Errno;
import org.sluice.abi.Signals;
import org.sluice.abi.Spawn;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Kernel;
import org.sluice.kernel.thread.LockRank;
import org.sluice.kernel.thread.SpinLock;
import org.sluice.kernel.thread.WaitQueue;

/** All processes, the tree they form, and what passes between them: signals, exit statuses, groups. */
public final class ProcessTable {
    /** Id of the first process, with which the machine ends. An orphan has parent 0 and leaves no zombie. */
    public static final int INIT = 1;
    /** Id of the process that owns the kernel's own threads. It never ends and takes no signals. */
    public static final int KERNEL = 0;
    /** Room in the table that only children of the first process may use: what ends a fork bomb must be startable. */
    private static final int RESERVED = 16;

    private final Kernel kernel;
    private final HeapCollector collector;
    private final SpinLock lock = new SpinLock(LockRank.PROCESS);
    private final TreeMap<Integer, Process> processes = new TreeMap<>();
    private int lastId = KERNEL - 1;
    private Consumer<Integer> onInitEnd = status -> { };
    private long started;

    public ProcessTable(Kernel kernel) {
        this.kernel = kernel;
        collector = new HeapCollector(kernel.clock());
    }

    HeapCollector collector() {
        return collector;
    }

    /** Runs once the first process is gone, with its status word. */
    public void onInitEnd(Consumer<Integer> action) {
        onInitEnd = action;
    }

    /** Processes started since boot. */
    public long started() {
        return started;
    }

    /** A snapshot in order of ids, zombies included. */
    public List<Process> snapshot() {
        lock.acquire();
        try {
            return new ArrayList<>(processes.values());
        } finally {
            lock.release();
        }
    }

    /** The process of that id, or null. */
    public Process find(int pid) {
        lock.acquire();
        try {
            return processes.get(pid);
        } finally {
            lock.release();
        }
    }

    /**
     * Makes a process without threads.
     *
     * @param group {@link Spawn#GROUP_INHERIT}, {@link Spawn#GROUP_NEW} or a group's id
     * @throws CallFailed EAGAIN when the parent's quota is used up, by its own children or, as the limit of the machine, by all
     *     processes; ESRCH when there is no such group
     */
    Process create(Process parent, Program program, String[] environment, String directory, Quotas quotas, int group) {
        int id;
        lock.acquire();
        try {
            if (parent != null) {
                int most = parent.quotas().processes();
                if (parent.children >= most || processes.size() >= (parent.id() == INIT ? most : most - RESERVED)) {
                    throw new CallFailed(Errno.EAGAIN);
                }
            }
            if (group > 0 && members(group).isEmpty()) {
                throw new CallFailed(Errno.ESRCH);
            }
            id = ++lastId;
            if (parent != null) {
                parent.children++;
            }
        } finally {
            lock.release();
        }
        Process process;
        try {
            process = new Process(kernel, id, parent, program, environment, directory, quotas);
        } catch (RuntimeException | Error e) {
            lock.acquire();
            if (parent != null) {
                parent.children--;
            }
            lock.release();
            throw e;
        }
        lock.acquire();
        try {
            process.group = group == Spawn.GROUP_NEW || parent == null ? id : group > 0 ? group : parent.group;
            if (parent != null) {
                for (int s = 1; s < Signals.COUNT; s++) {
                    if (parent.disposition(s) == Signals.IGNORE) {
                        process.setDisposition(s, Signals.IGNORE);
                    }
                }
            }
            processes.put(id, process);
            started++;
        } finally {
            lock.release();
        }
        return process;
    }

    /** Makes the kernel's own process, before any other. */
    public Process createKernel() {
        Program program = new Program("kernel", "", "", null, new String[0], new String[] {"kernel"});
        return create(null, program, new String[0], "/", new Quotas(Integer.MAX_VALUE, 0, Integer.MAX_VALUE, 0, 0),
            Spawn.GROUP_NEW);
    }

    /** Takes back a process that never got a thread. */
    void abandon(Process process) {
        process.releaseAll();
        lock.acquire();
        try {
            process.state = Process.State.ZOMBIE;
            processes.remove(process.id());
            if (process.parent != null) {
                process.parent.children--;
            }
        } finally {
            lock.release();
        }
    }

    /** Starts the end of a process; the first status word given stays. Callable from any thread. */
    public void end(Process process, int statusWord) {
        lock.acquire();
        try {
            if (process.state == Process.State.ENDING || process.state == Process.State.ZOMBIE) {
                return;
            }
            process.state = Process.State.ENDING;
            process.statusWord = statusWord;
            process.resumed.wakeAll();
            process.signalArrived.wakeAll();
        } finally {
            lock.release();
        }
        process.unwind();
    }

    /** The last thread of an ending process is leaving: returns what it held and tells the parent. */
    void reap(Process process) {
        end(process, Spawn.exited(0));
        process.attempt("leak report", () -> LeakReport.write(process));
        process.releaseAll();
        Process parent;
        boolean initEnded = process.id() == INIT;
        lock.acquire();
        try {
            process.state = Process.State.ZOMBIE;
            for (Process child : new ArrayList<>(processes.values())) {
                if (child.parent == process) {
                    child.parent = null;
                    if (child.state == Process.State.ZOMBIE) {
                        processes.remove(child.id());
                    }
                }
            }
            parent = process.parent;
            if (parent == null) {
                processes.remove(process.id());
            } else {
                parent.childChanged.wakeAll();
            }
        } finally {
            lock.release();
        }
        if (parent != null) {
            signal(parent, Signals.CHLD);
        }
        if (initEnded) {
            onInitEnd.accept(process.statusWord);
        }
    }

    /**
     * Waits for a child.
     *
     * @return the child's id, or 0 with WAIT_NOHANG when none has changed
     * @throws CallFailed ECHILD, EINTR
     */
    public int waitFor(Process parent, int pid, int options, int[] status) {
        lock.acquire();
        try {
            while (true) {
                boolean any = false;
                for (Process child : processes.values()) {
                    if (child.parent != parent || pid != -1 && child.id() != pid) {
                        continue;
                    }
                    any = true;
                    if (child.state == Process.State.ZOMBIE) {
                        status[0] = child.statusWord;
                        processes.remove(child.id());
                        parent.children--;
                        parent.childEnded(child);
                        return child.id();
                    }
                    if (child.state == Process.State.STOPPED && !child.stopReported
                        && (options & Spawn.WAIT_UNTRACED) != 0) {
                        child.stopReported = true;
                        status[0] = child.statusWord;
                        return child.id();
                    }
                }
                if (!any) {
                    throw new CallFailed(Errno.ECHILD);
                }
                if ((options & Spawn.WAIT_NOHANG) != 0) {
                    return 0;
                }
                WaitQueue.Wake wake = parent.childChanged.sleep(lock, "wait", WaitQueue.Mode.SIGNALLED, WaitQueue.FOREVER);
                if (wake == WaitQueue.Wake.INTERRUPTED && !changed(parent, pid)) {
                    throw new CallFailed(Errno.EINTR);
                }
            }
        } finally {
            lock.release();
        }
    }

    private boolean changed(Process parent, int pid) {
        for (Process child : processes.values()) {
            if (child.parent == parent && (pid == -1 || child.id() == pid)
                && (child.state == Process.State.ZOMBIE || child.state == Process.State.STOPPED && !child.stopReported)) {
                return true;
            }
        }
        return false;
    }

    // ---- signals

    /**
     * Sends a signal as {@code kill} does.
     *
     * @throws CallFailed ESRCH, EINVAL, EPERM
     */
    public void send(Process sender, int target, int signal) {
        if (signal < 0 || signal >= Signals.COUNT) {
            throw new CallFailed(Errno.EINVAL);
        }
        List<Process> receivers = new ArrayList<>();
        lock.acquire();
        try {
            if (target > 0) {
                Process process = processes.get(target);
                if (process != null) {
                    receivers.add(process);
                }
            } else if (target == -1) {
                for (Process process : processes.values()) {
                    if (process.id() > INIT && process != sender) {
                        receivers.add(process);
                    }
                }
            } else {
                receivers.addAll(members(target == 0 ? sender.group : -target));
            }
        } finally {
            lock.release();
        }
        if (receivers.isEmpty()) {
            throw new CallFailed(Errno.ESRCH);
        }
        if (signal == 0) {
            return;
        }
        if (sender != null && (signal == Signals.KILL || signal == Signals.STOP)) {
            receivers.removeIf(process -> process.id() == INIT);
            if (receivers.isEmpty()) {
                throw new CallFailed(Errno.EPERM);
            }
        }
        for (Process process : receivers) {
            signal(process, signal);
        }
    }

    /** Sends a signal to every member of a group, as terminals do. */
    public void signalGroup(int group, int signal) {
        List<Process> receivers;
        lock.acquire();
        try {
            receivers = members(group);
        } finally {
            lock.release();
        }
        for (Process process : receivers) {
            signal(process, signal);
        }
    }

    /** Delivers one signal to one process. */
    public void signal(Process process, int signal) {
        boolean kill = false;
        boolean notice = false;
        Process stoppedChildOf = null;
        lock.acquire();
        try {
            if (process.id() == KERNEL || process.state == Process.State.ENDING || process.state == Process.State.ZOMBIE) {
                return;
            }
            int disposition = process.disposition(signal);
            if (signal == Signals.CONT || signal == Signals.KILL) {
                resume(process);
            }
            if (signal == Signals.KILL || signal == Signals.STOP) {
                disposition = Signals.DEFAULT;
            }
            if (disposition == Signals.CATCH) {
                process.enqueue(signal);
                notice = true;
            } else if (disposition == Signals.DEFAULT) {
                switch (signal) {
                    case Signals.CHLD, Signals.CONT, Signals.WINCH -> { }
                    case Signals.STOP, Signals.TSTP, Signals.TTIN, Signals.TTOU -> {
                        if (process.id() != INIT && process.state == Process.State.RUNNING) {
                            process.state = Process.State.STOPPED;
                            process.statusWord = Spawn.stopped(signal);
                            process.stopReported = false;
                            process.setStopped(true);
                            stoppedChildOf = process.parent;
                            if (stoppedChildOf != null) {
                                stoppedChildOf.childChanged.wakeAll();
                            }
                        }
                    }
                    default -> kill = true;
                }
            }
        } finally {
            lock.release();
        }
        if (kill) {
            end(process, Spawn.signalled(signal));
        }
        if (notice) {
            process.noticeSignal();
        }
        if (stoppedChildOf != null) {
            signal(stoppedChildOf, Signals.CHLD);
        }
    }

    private void resume(Process process) {
        if (process.state == Process.State.STOPPED) {
            process.state = Process.State.RUNNING;
            process.stopReported = true;
            process.setStopped(false);
            process.resumed.wakeAll();
        }
    }

    /** Sets a disposition and returns the old one. @throws CallFailed EINVAL */
    public int setDisposition(Process process, int signal, int disposition) {
        if (signal < 1 || signal >= Signals.COUNT || signal == Signals.KILL || signal == Signals.STOP
            || disposition < Signals.DEFAULT || disposition > Signals.CATCH) {
            throw new CallFailed(Errno.EINVAL);
        }
        lock.acquire();
        try {
            return process.setDisposition(signal, disposition);
        } finally {
            lock.release();
        }
    }

    /** Whether a process has asked that a signal be dropped. */
    public boolean ignores(Process process, int signal) {
        lock.acquire();
        try {
            return process.disposition(signal) == Signals.IGNORE;
        } finally {
            lock.release();
        }
    }

    /** Takes the next caught signal. @throws CallFailed EAGAIN at the deadline, EINTR */
    public int takeSignal(Process process, long deadline) {
        lock.acquire();
        try {
            while (true) {
                int signal = process.takeCaught();
                if (signal != 0) {
                    return signal;
                }
                switch (process.signalArrived.sleep(lock, "signal", WaitQueue.Mode.INTERRUPTIBLE, deadline)) {
                    case TIMED_OUT -> throw new CallFailed(Errno.EAGAIN);
                    case INTERRUPTED -> throw new CallFailed(Errno.EINTR);
                    default -> { }
                }
            }
        } finally {
            lock.release();
        }
    }

    void waitWhileStopped(Process process) {
        lock.acquire();
        try {
            while (process.stopped()) {
                process.resumed.sleep(lock, "stopped", WaitQueue.Mode.KILLABLE, WaitQueue.FOREVER);
            }
        } finally {
            lock.release();
        }
        process.checkpoint();
    }

    // ---- groups

    private List<Process> members(int group) {
        List<Process> result = new ArrayList<>();
        for (Process process : processes.values()) {
            if (process.group == group && process.state != Process.State.ZOMBIE) {
                result.add(process);
            }
        }
        return result;
    }

    /** Whether a living process is in the group. */
    public boolean groupExists(int group) {
        lock.acquire();
        try {
            return !members(group).isEmpty();
        } finally {
            lock.release();
        }
    }

    /** The group of a process, 0 meaning the caller. @throws CallFailed ESRCH */
    public int groupOf(Process caller, int pid) {
        lock.acquire();
        try {
            Process process = pid == 0 ? caller : processes.get(pid);
            if (process == null) {
                throw new CallFailed(Errno.ESRCH);
            }
            return process.group;
        } finally {
            lock.release();
        }
    }

    /** Moves the caller or a child of it to a group. @throws CallFailed ESRCH, EPERM */
    public void setGroup(Process caller, int pid, int group) {
        lock.acquire();
        try {
            Process process = pid == 0 ? caller : processes.get(pid);
            if (process == null || process != caller && process.parent != caller) {
                throw new CallFailed(Errno.ESRCH);
            }
            int target = group == 0 ? process.id() : group;
            if (target != process.id() && members(target).isEmpty()) {
                throw new CallFailed(Errno.EPERM);
            }
            process.group = target;
        } finally {
            lock.release();
        }
    }

    /** Processes that are not zombies. */
    public Collection<Process> living() {
        List<Process> result = snapshot();
        result.removeIf(p -> p.state == Process.State.ZOMBIE);
        return result;
    }
}

package org.sluice.shell.run;

import java.util.ArrayList;
import java.util.List;
import org.sluice.abi.Spawn;
import org.sluice.abi.SystemCalls;

/**
 * A pipeline or background list. Either a set of processes, or a thread of the shell that runs commands; in the second case
 * the processes are those the thread is waiting for at the moment, and the job is ended by cancelling the thread at its next
 * command.
 *
 * <p>States: running to stopped, stopped to running, either to done; nothing follows done.
 */
public final class Job {
    /** What a job is doing. */
    public enum Phase { RUNNING, STOPPED, DONE }

    private record Member(int pid, int word, Phase phase) {
    }

    private final SystemCalls sys;
    private final String text;
    private final List<Member> members = new ArrayList<>();
    private int number;
    private int group;
    private int lastWord;
    private boolean reported;
    private Worker worker;
    private volatile int workerStatus = -1;
    private volatile int cancelled;

    Job(SystemCalls sys, String text) {
        this.sys = sys;
        this.text = text;
    }

    synchronized void add(int pid) {
        members.add(new Member(pid, 0, Phase.RUNNING));
    }

    synchronized void remove(int pid) {
        members.removeIf(m -> m.pid() == pid);
    }

    void group(int id) {
        group = id;
    }

    int group() {
        return group;
    }

    void number(int n) {
        number = n;
    }

    /**
     * The job's number.
     *
     * @return the N of {@code %N}, 0 when it is in no table
     */
    public int number() {
        return number;
    }

    /**
     * How the job was written.
     *
     * @return its command
     */
    public String text() {
        return text;
    }

    void worker(Worker w) {
        worker = w;
    }

    Worker worker() {
        return worker;
    }

    void finished(int status) {
        workerStatus = status;
    }

    /** The signal that ends the job's thread at its next command; 0 for none. */
    int cancelled() {
        return cancelled;
    }

    /**
     * The job's id as {@code $!} shows it.
     *
     * @return the last process, or the thread that runs the job
     */
    public synchronized int id() {
        return worker != null ? worker.tid() : members.isEmpty() ? 0 : members.get(members.size() - 1).pid();
    }

    synchronized boolean has(int pid) {
        if (worker != null) {
            return worker.tid() == pid;
        }
        for (Member m : members) {
            if (m.pid() == pid) {
                return true;
            }
        }
        return false;
    }

    /** Notes a status word of a process of this job. */
    synchronized void changed(int pid, int word) {
        Phase phase = Spawn.isStopped(word) ? Phase.STOPPED : Phase.DONE;
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).pid() == pid) {
                members.set(i, new Member(pid, word, phase));
                if (i == members.size() - 1) {
                    lastWord = word;
                }
            }
        }
    }

    /** Notes that the job has been sent a signal that continues it. */
    public synchronized void resumed() {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).phase() == Phase.STOPPED) {
                members.set(i, new Member(members.get(i).pid(), 0, Phase.RUNNING));
            }
        }
        reported = false;
    }

    /** A process that has neither ended nor stopped; 0 for none. */
    synchronized int running() {
        for (Member m : members) {
            if (m.phase() == Phase.RUNNING) {
                return m.pid();
            }
        }
        return 0;
    }

    /**
     * What the job is doing.
     *
     * @return running while one of its processes is
     */
    public synchronized Phase phase() {
        if (worker != null) {
            return worker.done() ? Phase.DONE : Phase.RUNNING;
        }
        Phase phase = Phase.DONE;
        for (Member m : members) {
            if (m.phase() == Phase.RUNNING) {
                return Phase.RUNNING;
            }
            if (m.phase() == Phase.STOPPED) {
                phase = Phase.STOPPED;
            }
        }
        return phase;
    }

    /** Status words of the processes, in the order of the pipeline. */
    synchronized int[] words() {
        int[] words = new int[members.size()];
        for (int i = 0; i < words.length; i++) {
            words[i] = members.get(i).word();
        }
        return words;
    }

    /**
     * The status of a stopped or ended job.
     *
     * @return the shell's status of its last process
     */
    public synchronized int status() {
        if (worker != null) {
            return Math.max(workerStatus, 0);
        }
        if (phase() == Phase.STOPPED) {
            for (Member m : members) {
                if (m.phase() == Phase.STOPPED) {
                    return Spawn.exitStatus(m.word());
                }
            }
        }
        return Spawn.exitStatus(lastWord);
    }

    /** The signal that ended the last process, 0 when it ended by itself. */
    synchronized int endSignal() {
        if (worker != null) {
            return workerStatus > 128 && cancelled != 0 ? workerStatus - 128 : 0;
        }
        return Spawn.isStopped(lastWord) ? 0 : lastWord & 0x7f;
    }

    /** @return true the first time it is asked about a change */
    synchronized boolean report() {
        boolean first = !reported;
        reported = true;
        return first;
    }

    /**
     * Sends the job a signal.
     *
     * @param signal a signal
     * @return 0, or a negated error number
     */
    public int signal(int signal) {
        if (worker != null && signal != 0) {
            boolean ends = signal != org.sluice.abi.Signals.CONT && signal != org.sluice.abi.Signals.STOP
                && signal != org.sluice.abi.Signals.TSTP;
            if (ends) {
                cancelled = signal;
            }
        }
        if (worker == null && group > 0) {
            return sys.kill(-group, signal);
        }
        int result = worker != null && phase() == Phase.RUNNING ? 0 : -org.sluice.abi.Errno.ESRCH;
        List<Member> now;
        synchronized (this) {
            now = new ArrayList<>(members);
        }
        for (Member m : now) {
            if (m.phase() != Phase.DONE && sys.kill(m.pid(), signal) >= 0) {
                result = 0;
            }
        }
        return result;
    }
}

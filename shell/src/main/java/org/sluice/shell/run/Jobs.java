package org.sluice.shell.run;

import java.util.ArrayList;
import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.abi.Signals;
import org.sluice.abi.Spawn;
import org.sluice.abi.SystemCalls;

/** The job table of the main shell. Used by its thread only, but for the jobs' own threads that mark themselves done. */
public final class Jobs {
    private static final int ENDED_UNSEEN = 127;
    private static final int REMEMBERED = 32;

    private final Session session;
    private final SystemCalls sys;
    private final List<Job> jobs = new ArrayList<>();
    /** Jobs whose end has been announced but not yet waited for, the latest last. */
    private final List<Job> announced = new ArrayList<>();

    Jobs(Session session) {
        this.session = session;
        this.sys = session.sys();
    }

    /** Puts a job into the table under the next free number. */
    void add(Job job) {
        int number = 1;
        for (Job j : jobs) {
            number = Math.max(number, j.number() + 1);
        }
        job.number(number);
        jobs.add(job);
    }

    /**
     * Takes a job out of the table.
     *
     * @param job a job
     */
    public void remove(Job job) {
        jobs.remove(job);
    }

    /**
     * All jobs.
     *
     * @return in the order they were started; the caller's
     */
    public List<Job> all() {
        return new ArrayList<>(jobs);
    }

    /**
     * The job {@code %+} means: the one stopped last, else the one started last.
     *
     * @return the job, or {@code null} when there is none
     */
    public Job current() {
        for (int i = jobs.size() - 1; i >= 0; i--) {
            if (jobs.get(i).phase() == Job.Phase.STOPPED) {
                return jobs.get(i);
            }
        }
        return jobs.isEmpty() ? null : jobs.get(jobs.size() - 1);
    }

    /**
     * Finds a job.
     *
     * @param spec {@code %N}, {@code %%}, {@code %+}, {@code %-}, {@code %text}, or the id of one of its processes
     * @return the job, or {@code null} when there is none
     */
    public Job find(String spec) {
        if (!spec.startsWith("%")) {
            int id = number(spec);
            for (Job j : jobs) {
                if (id > 0 && j.has(id)) {
                    return j;
                }
            }
            return null;
        }
        String what = spec.substring(1);
        if (what.isEmpty() || what.equals("%") || what.equals("+")) {
            return current();
        }
        if (what.equals("-")) {
            return jobs.size() < 2 ? current() : jobs.get(jobs.size() - 2);
        }
        int n = number(what);
        for (Job j : jobs) {
            if (n > 0 ? j.number() == n : j.text().startsWith(what)) {
                return j;
            }
        }
        return null;
    }

    /**
     * Finds a job to wait for, which may have left the table when its end was announced; it is forgotten by this.
     *
     * @param spec as for {@link #find}
     * @return the job, or {@code null} when there is none
     */
    public Job takeEnded(String spec) {
        Job job = find(spec);
        int id = number(spec);
        for (int i = 0; job == null && id > 0 && i < announced.size(); i++) {
            if (announced.get(i).has(id)) {
                job = announced.remove(i);
            }
        }
        return job;
    }

    private static int number(String digits) {
        int n = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9' || n > 100_000_000) {
                return -1;
            }
            n = n * 10 + c - '0';
        }
        return n;
    }

    // ------------------------------------------------------------------ waiting

    /**
     * Waits until a job ends or stops.
     *
     * @param job       the job
     * @param stoppable whether a stop ends the wait; otherwise the process is continued at once, for a pipeline that has parts
     *                  inside the shell cannot be stopped
     * @param cutShort  whether a trapped signal or Ctrl-C ends the wait
     * @return false when it was cut short
     */
    public boolean await(Job job, boolean stoppable, boolean cutShort) {
        SignalState signals = session.signals();
        if (job.worker() != null) {
            while (!job.worker().done()) {
                job.worker().await();
                signals.poll();
                if (cutShort && (signals.interrupted() || signals.isPending())) {
                    return false;
                }
            }
            return true;
        }
        int[] word = new int[1];
        boolean passed = false;
        signals.poll();
        if (stoppable && signals.takeSuspended()) {
            job.signal(Signals.TSTP); // as Ctrl-C below
        }
        for (int pid = job.running(); pid != 0; pid = job.running()) {
            if (stoppable && !cutShort && !passed && signals.interrupted()) {
                job.signal(Signals.INT); // Ctrl-C came while the terminal was still the shell's
                passed = true;
            }
            int result = sys.waitProcess(pid, Spawn.WAIT_UNTRACED, word);
            if (result == pid && Spawn.isStopped(word[0]) && !stoppable) {
                sys.kill(pid, Signals.CONT);
            } else if (result == pid) {
                job.changed(pid, word[0]);
                if (stoppable && job.phase() == Job.Phase.STOPPED) {
                    return true;
                }
            } else if (result == -Errno.EINTR) {
                signals.poll();
                if (cutShort && (signals.interrupted() || signals.isPending())) {
                    return false;
                }
            } else {
                job.changed(pid, Spawn.exited(ENDED_UNSEEN));
            }
        }
        return true;
    }

    /** Looks, without waiting, what the jobs are doing. */
    public void update() {
        int[] word = new int[1];
        for (Job job : jobs) {
            if (job.worker() != null) {
                continue;
            }
            for (int pid = job.running(); pid != 0; pid = job.running()) {
                int result = sys.waitProcess(pid, Spawn.WAIT_NOHANG | Spawn.WAIT_UNTRACED, word);
                if (result == 0) {
                    break;
                }
                job.changed(pid, result == pid ? word[0] : Spawn.exited(ENDED_UNSEEN));
            }
        }
    }

    /**
     * Says what has changed since it was last said, as before each prompt, and forgets jobs that have ended.
     *
     * @return lines to show
     */
    public String notices() {
        update();
        StringBuilder lines = new StringBuilder();
        for (Job job : all()) {
            if (job.phase() != Job.Phase.RUNNING && job.report()) {
                lines.append(line(job)).append('\n');
            }
            if (job.phase() == Job.Phase.DONE) {
                remove(job);
                announced.add(job);
                if (announced.size() > REMEMBERED) {
                    announced.remove(0);
                }
            }
        }
        return lines.toString();
    }

    /**
     * A job as {@code jobs} shows it.
     *
     * @param job a job of the table
     * @return one line without its newline
     */
    public String line(Job job) {
        StringBuilder line = new StringBuilder();
        line.append('[').append(job.number()).append(']').append(job == current() ? '+' : ' ').append("  ");
        int start = line.length();
        line.append(describe(job));
        while (line.length() < start + 22) {
            line.append(' ');
        }
        return line.append(' ').append(job.text()).toString();
    }

    private static String describe(Job job) {
        if (job.phase() == Job.Phase.RUNNING) {
            return "Running";
        }
        if (job.phase() == Job.Phase.STOPPED) {
            return "Stopped";
        }
        if (job.endSignal() != 0) {
            return signalled(job.endSignal());
        }
        return job.status() == 0 ? "Done" : "Exit " + job.status();
    }

    /** What a person reads about a process that a signal ended. */
    static String signalled(int signal) {
        return switch (signal) {
            case Signals.INT -> "Interrupt";
            case Signals.TERM -> "Terminated";
            case Signals.KILL -> "Killed";
            case Signals.HUP -> "Hangup";
            case Signals.QUIT -> "Quit";
            default -> "Signal " + Signals.name(signal);
        };
    }

    /**
     * Continues a job in the foreground and waits for it.
     *
     * @param job   a job
     * @param shell where a stop is reported
     * @return its status
     */
    public int foreground(Job job, Interpreter shell) {
        if (session.terminal() >= 0 && job.group() > 0) {
            sys.ttyForeground(session.terminal(), job.group());
        }
        resume(job);
        boolean complete = await(job, true, job.worker() != null);
        session.takeTerminal();
        if (!complete) {
            job.signal(Signals.INT);
            return 128 + Signals.INT;
        }
        return settle(job, shell);
    }

    /**
     * Continues a job in the background.
     *
     * @param job a job
     */
    public void resume(Job job) {
        if (job.phase() == Job.Phase.STOPPED) {
            job.resumed();
            job.signal(Signals.CONT);
        }
    }

    /** Deals with a foreground job that has stopped or ended. */
    int settle(Job job, Interpreter shell) {
        int status = job.status();
        if (job.phase() == Job.Phase.STOPPED) {
            if (job.number() == 0) {
                add(job);
            }
            job.report();
            shell.error(null, "\n" + line(job));
            return status;
        }
        remove(job);
        int signal = job.endSignal();
        if (session.interactive() && signal == Signals.INT) {
            session.signals().interrupt();
        } else if (session.interactive() && signal != 0 && signal != Signals.PIPE) {
            shell.error(null, signalled(signal));
        }
        return status;
    }
}

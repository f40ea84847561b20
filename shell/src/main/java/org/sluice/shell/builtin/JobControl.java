package org.sluice.shell.builtin;

import org.sluice.abi.Errno;
import org.sluice.abi.Signals;
import org.sluice.abi.SystemCalls;
import org.sluice.shell.run.Builtin;
import org.sluice.shell.run.Interpreter;
import org.sluice.shell.run.Job;
import org.sluice.shell.run.Jobs;

/** {@code jobs fg bg wait kill}. */
final class JobControl implements Builtin {
    private static final int NOT_FOUND = 127;

    @Override
    public int run(Interpreter shell, String[] args) {
        return switch (args[0]) {
            case "jobs" -> list(shell, args);
            case "fg", "bg" -> resume(shell, args);
            case "wait" -> await(shell, args);
            default -> kill(shell, args);
        };
    }

    private static int list(Interpreter shell, String[] args) {
        Jobs jobs = shell.session().jobs();
        boolean ids = args.length > 1 && args[1].equals("-p");
        boolean both = args.length > 1 && args[1].equals("-l");
        jobs.update();
        StringBuilder text = new StringBuilder();
        for (Job job : jobs.all()) {
            if (ids) {
                text.append(job.id());
            } else {
                String line = jobs.line(job);
                int gap = line.indexOf(' ');
                text.append(both ? line.substring(0, gap) + "  " + job.id() + line.substring(gap + 1) : line);
            }
            text.append('\n');
            if (job.phase() == Job.Phase.DONE) {
                jobs.remove(job);
            }
        }
        return shell.out(text.toString());
    }

    private static Job find(Interpreter shell, String command, String spec) {
        Jobs jobs = shell.session().jobs();
        Job job = spec == null ? jobs.current() : jobs.find(spec);
        if (job == null && spec != null && Numbers.parse(spec) > 0) {
            job = jobs.find("%" + spec);
        }
        if (job == null) {
            shell.error(command + ": " + (spec == null ? "current" : spec) + ": no such job");
        }
        return job;
    }

    private static int resume(Interpreter shell, String[] args) {
        if (!shell.session().controlsJobs()) {
            shell.error(args[0] + ": no job control in this shell");
            return 1;
        }
        Job job = find(shell, args[0], args.length > 1 ? args[1] : null);
        if (job == null) {
            return 1;
        }
        if (args[0].equals("bg")) {
            shell.session().jobs().resume(job);
            return shell.out("[" + job.number() + "] " + job.text() + "\n");
        }
        int written = shell.out(job.text() + "\n");
        return written != 0 ? written : shell.session().jobs().foreground(job, shell);
    }

    private static int await(Interpreter shell, String[] args) {
        Jobs jobs = shell.session().jobs();
        if (args.length == 1) {
            for (Job job : jobs.all()) {
                if (job.phase() != Job.Phase.STOPPED && !jobs.await(job, false, true)) {
                    return interrupted(shell);
                }
                jobs.remove(job);
            }
            return 0;
        }
        int status = 0;
        for (int i = 1; i < args.length; i++) {
            Job job = jobs.takeEnded(args[i]);
            if (job == null) {
                status = NOT_FOUND;
            } else if (!jobs.await(job, false, true)) {
                return interrupted(shell);
            } else {
                status = job.status();
                jobs.remove(job);
            }
        }
        return status;
    }

    private static int interrupted(Interpreter shell) {
        shell.checkpoint();
        return 128 + Signals.INT;
    }

    private static int kill(Interpreter shell, String[] args) {
        int first = 1;
        int signal = Signals.TERM;
        if (args.length > 1 && args[1].equals("-l")) {
            return names(shell, args);
        }
        if (args.length > 2 && args[1].equals("-s")) {
            signal = Signals.number(args[2]);
            first = 3;
        } else if (args.length > 1 && args[1].length() > 1 && args[1].charAt(0) == '-' && !args[1].equals("--")) {
            signal = Signals.number(args[1].substring(1));
            first = 2;
        } else if (args.length > 1 && args[1].equals("--")) {
            first = 2;
        }
        if (signal < 0) {
            shell.error("kill: " + args[first - 1] + ": no such signal");
            return 2;
        }
        if (first >= args.length) {
            shell.error("kill: usage: kill [-s SIGNAL | -SIGNAL] PID|%JOB ... | kill -l");
            return 2;
        }
        int status = 0;
        for (int i = first; i < args.length; i++) {
            status |= kill(shell, args[i], signal);
        }
        return status;
    }

    private static int names(Interpreter shell, String[] args) {
        if (args.length > 2) {
            int number = Numbers.parse(args[2]);
            return shell.out(Signals.name(number > 128 ? number - 128 : number) + "\n");
        }
        StringBuilder text = new StringBuilder();
        for (int s = 1; s < Signals.COUNT; s++) {
            String name = Signals.name(s);
            if (!Character.isDigit(name.charAt(0))) {
                text.append(s).append(' ').append(name).append('\n');
            }
        }
        return shell.out(text.toString());
    }

    private static int kill(Interpreter shell, String target, int signal) {
        Job job = shell.session().jobs().find(target);
        int result;
        if (job != null) {
            boolean stopped = job.phase() == Job.Phase.STOPPED;
            result = job.signal(signal);
            if (signal == Signals.CONT) {
                job.resumed();
            } else if (stopped && (signal == Signals.TERM || signal == Signals.HUP)) {
                job.signal(Signals.CONT);
            }
        } else {
            boolean group = target.startsWith("-");
            int pid = Numbers.parse(group ? target.substring(1) : target);
            if (pid < 0) {
                shell.error("kill: " + target + ": no such job");
                return 1;
            }
            SystemCalls sys = shell.session().sys();
            result = sys.kill(group ? -pid : pid, signal);
        }
        if (result < 0) {
            shell.error("kill: " + target + ": " + Errno.message(-result));
            return 1;
        }
        return 0;
    }
}

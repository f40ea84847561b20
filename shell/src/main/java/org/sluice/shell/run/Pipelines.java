package org.sluice.shell.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.Spawn;
import org.sluice.abi.SystemCalls;
import org.sluice.abi.Tty;
import org.sluice.shell.syntax.Ast;
import org.sluice.shell.syntax.Word;

/**
 * Starts programs, pipelines and background lists. A stage that is a program by its bare name is spawned; any other is a
 * subshell: the last one in the foreground runs on the current thread, the rest on threads of their own. Only pipelines of
 * nothing but programs get a process group; in others Ctrl-C reaches shell and programs together, for all are in the
 * shell's group, and Ctrl-Z has no lasting effect.
 */
final class Pipelines {
    private static final int NOT_FOUND = 127;
    private static final int NOT_EXECUTABLE = 126;

    private final Interpreter shell;
    private final Session session;
    private final State state;
    private final SystemCalls sys;

    Pipelines(Interpreter shell) {
        this.shell = shell;
        this.session = shell.session();
        this.state = shell.state();
        this.sys = session.sys();
    }

    /** A pipeline being run. */
    private static final class Running {
        final Job job;
        final boolean grouped;
        final boolean background;
        /** Index of each stage among the job's processes, or -1. */
        final int[] member;
        final int[] status;
        final List<Worker> workers = new ArrayList<>(0);
        int started;

        Running(Job job, int stages, boolean grouped, boolean background) {
            this.job = job;
            this.grouped = grouped;
            this.background = background;
            this.member = new int[stages];
            this.status = new int[stages];
        }
    }

    private boolean controls() {
        return session.controlsJobs() && !state.subshell();
    }

    /** Whether a command is sure to be a program: its name is written out and is no builtin and no function. */
    private boolean isProgram(Ast.Command command) {
        if (!(command instanceof Ast.Simple simple) || simple.words().isEmpty()) {
            return false;
        }
        Word first = simple.words().get(0);
        String name = first.literal();
        return name != null && session.builtins().find(name) == null && !state.functions().containsKey(name)
            && !Pattern.isPattern(name) && name.charAt(0) != '~';
    }

    private boolean arePrograms(List<Ast.Command> stages) {
        for (Ast.Command stage : stages) {
            if (!isProgram(stage)) {
                return false;
            }
        }
        return true;
    }

    // ------------------------------------------------------------------ foreground

    /** Runs one program and waits for it. Redirections are in force already. */
    int program(String[] argv, Map<String, String> assign, String text) {
        Job job = new Job(sys, text);
        int[] attributes = saveTerminal();
        int pid = spawn(job, argv, assign, controls(), false);
        if (pid < 0) {
            return report(shell, argv[0], pid);
        }
        Job owner = state.job();
        if (owner != null) {
            owner.add(pid);
        }
        session.jobs().await(job, controls(), false);
        if (owner != null) {
            owner.remove(pid);
        }
        return finish(job, attributes);
    }

    /** Runs a pipeline of at least two stages and waits for all of them. */
    int run(List<Ast.Command> stages, String text) {
        Running r = new Running(new Job(sys, text), stages.size(), controls() && arePrograms(stages), false);
        int[] attributes = saveTerminal();
        start(r, stages);
        session.jobs().await(r.job, r.grouped, false);
        for (Worker w : r.workers) {
            w.join();
        }
        int last = r.grouped ? finish(r.job, attributes) : 0;
        if (r.grouped && r.job.phase() == Job.Phase.STOPPED) {
            return last;
        }
        int[] words = r.job.words();
        int result = 0;
        for (int i = 0; i < r.status.length; i++) {
            int status = r.member[i] >= 0 ? Spawn.exitStatus(words[r.member[i]]) : r.status[i];
            if (status != 0 || !state.options().pipeFail) {
                result = status;
            }
        }
        return result;
    }

    private int[] saveTerminal() {
        int[] attributes = new int[Tty.ATTR_LENGTH];
        return controls() && sys.ttyGet(session.terminal(), attributes) >= 0 ? attributes : null;
    }

    private int finish(Job job, int[] attributes) {
        if (!controls()) {
            return job.status();
        }
        session.takeTerminal();
        if (attributes != null && (job.phase() == Job.Phase.STOPPED || job.endSignal() != 0)) {
            sys.ttySet(session.terminal(), attributes);
        }
        return session.jobs().settle(job, shell);
    }

    private int spawn(Job job, String[] argv, Map<String, String> assign, boolean grouped, boolean background) {
        return spawn(new Programs(sys, state), job, argv, assign, grouped, background);
    }

    private int spawn(Programs programs, Job job, String[] argv, Map<String, String> assign, boolean grouped,
                      boolean background) {
        boolean apart = state.job() != null && session.controlsJobs();
        int group = grouped ? job.group() == 0 ? Spawn.GROUP_NEW : job.group() : apart ? Spawn.GROUP_NEW : Spawn.GROUP_INHERIT;
        int pid = programs.start(argv, assign, group, grouped && !background ? Spawn.FOREGROUND : 0);
        if (pid > 0) {
            job.add(pid);
            if (grouped && job.group() == 0) {
                job.group(pid);
            }
        }
        return pid;
    }

    /** Says why a program did not start; @return the status for it */
    private static int report(Interpreter to, String name, int error) {
        if (error == -Errno.ENOENT && name.indexOf('/') < 0) {
            to.error(name + ": not found");
            return NOT_FOUND;
        }
        to.error(name + ": " + Errno.message(-error));
        return error == -Errno.ENOENT ? NOT_FOUND : NOT_EXECUTABLE;
    }

    // ------------------------------------------------------------------ stages

    private void start(Running r, List<Ast.Command> stages) {
        Handle input = null;
        for (int i = 0; i < stages.size(); i++) {
            State child = state.copy();
            Interpreter stage = new Interpreter(session, child);
            Handle nextInput = null;
            int[] ends = new int[2];
            if (i < stages.size() - 1) {
                int result = sys.pipe(ends);
                if (result < 0) {
                    child.handles().close();
                    shell.error("pipe: " + Errno.message(-result));
                    r.status[i] = 2;
                    r.member[i] = -1;
                    break;
                }
                nextInput = new Handle(sys, ends[0]).retain();
                child.handles().set(1, new Handle(sys, ends[1]));
            }
            if (input != null) {
                child.handles().set(0, input);
                input.release();
            }
            input = nextInput;
            r.member[i] = -1;
            stage(r, i, stages.get(i), stage, i == stages.size() - 1);
        }
        if (input != null) {
            input.release();
        }
    }

    private void stage(Running r, int index, Ast.Command command, Interpreter stage, boolean last) {
        if (isProgram(command)) {
            r.status[index] = stage.guarded(() -> programStage(r, index, (Ast.Simple) command, stage));
            stage.state().handles().close();
        } else if (last && !r.background) {
            r.status[index] = stage.runSubshell(command);
        } else {
            Worker worker = new Worker(session, "pipeline", () -> r.status[index] = stage.runSubshell(command));
            if (worker.start()) {
                r.workers.add(worker);
            } else {
                stage.state().handles().close();
                shell.error("pipeline: " + Errno.message(Errno.EAGAIN));
                r.status[index] = 2;
            }
        }
    }

    private int programStage(Running r, int index, Ast.Simple command, Interpreter stage) {
        SimpleCommands commands = new SimpleCommands(stage);
        List<String> fields = stage.expander().fields(command.words());
        Map<String, String> assign = commands.assignments(command.assignments());
        commands.trace(assign, fields);
        if (!new Redirections(stage).apply(command.redirects())) {
            return 1;
        }
        String[] argv = fields.toArray(new String[0]);
        int pid = spawn(new Programs(sys, stage.state()), r.job, argv, assign, r.grouped, r.background);
        if (pid < 0) {
            return report(stage, argv[0], pid);
        }
        r.member[index] = r.started++;
        return 0;
    }

    // ------------------------------------------------------------------ background

    /** Starts an and-or list in the background. */
    void background(Ast.Item item) {
        Job job = new Job(sys, item.text());
        List<Ast.Command> stages = item.first().stages();
        boolean programs = item.rest().isEmpty() && !item.first().negated() && arePrograms(stages);
        State child = state.copy();
        if (!session.controlsJobs()) {
            int nothing = sys.open("/dev/null", FileFlags.O_RDONLY, 0);
            if (nothing >= 0) {
                child.handles().set(0, new Handle(sys, nothing));
            }
        }
        Interpreter sub = new Interpreter(session, child);
        if (programs) {
            Running r = new Running(job, stages.size(), controls(), true);
            new Pipelines(sub).start(r, stages);
            child.handles().close();
            if (job.id() == 0) {
                state.status(r.status[r.status.length - 1]);
                return;
            }
        } else {
            child.job(job);
            Worker worker = new Worker(session, "background", () -> job.finished(sub.runSubshell(item)));
            job.worker(worker);
            if (!worker.start()) {
                child.handles().close();
                shell.error(Errno.message(Errno.EAGAIN));
                return;
            }
        }
        state.lastBackground(job.id());
        if (!state.subshell()) {
            session.jobs().add(job);
            if (session.interactive()) {
                shell.error(null, "[" + job.number() + "] " + job.id());
            }
        }
    }
}

package org.sluice.shell.fake;

import java.util.HashMap;
import java.util.Map;
import org.sluice.shell.Main;

/** Runs {@code sh} on the fake machine and keeps what came out. */
public final class ShellRun {
    public final FakeSystem system = new FakeSystem();
    public final FakeProcess process;
    public final FakeSystem.Sink out = new FakeSystem.Sink();
    public final FakeSystem.Sink err = new FakeSystem.Sink();
    public final Map<String, String> environment = new HashMap<>(Map.of("PATH", "/bin", "HOME", "/home/me"));
    private int status;

    public ShellRun() {
        FakePrograms.install(system);
        system.program("sh", (sys, argv, env) -> Main.run(sys, java.util.Arrays.copyOfRange(argv, 1, argv.length), env));
        process = system.process();
        process.directory("/tmp");
        system.file("/tmp/.input", "");
    }

    /** Gives the shell its standard input. */
    public ShellRun input(String text) {
        system.file("/in", text);
        return this;
    }

    /** Runs the shell to its end. */
    public ShellRun run(String... args) {
        if (system.text("/in") == null) {
            input("");
        }
        process.calls().open("/in", 0, 0);
        process.attach(1, out);
        process.attach(2, err);
        status = Main.run(process.calls(), args, environment);
        return this;
    }

    public int status() {
        return status;
    }

    public String out() {
        return out.text();
    }

    public String err() {
        return err.text();
    }

}

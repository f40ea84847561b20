package org.sluice.shell.builtin;

import org.sluice.shell.run.Builtin;

/** The table of all builtins. */
public final class Builtins implements Builtin.Table {
    private static final String[] NAMES = {
        ".", ":", "[", "alias", "bg", "break", "cd", "command", "continue", "echo", "eval", "exec", "exit", "export", "false",
        "fg", "getopts", "hash", "help", "history", "jobs", "kill", "local", "printf", "pwd", "read", "readonly", "return",
        "set", "shift", "source", "test", "times", "trap", "true", "type", "umask", "unalias", "unset", "wait"};

    @Override
    public Builtin find(String name) {
        return switch (name) {
            case ":", "true", "false", "break", "continue", "return", "exit" -> new Flow();
            case "echo" -> new Echo();
            case "printf" -> new Printf();
            case "test", "[" -> new Test();
            case "cd", "pwd" -> new Directories();
            case "export", "readonly", "unset", "local", "shift" -> new Variables();
            case "set" -> new SetOptions();
            case "read" -> new Read();
            case "eval", ".", "source", "exec", "command", "type", "hash" -> new Commands();
            case "alias", "unalias" -> new Aliases();
            case "jobs", "fg", "bg", "wait", "kill" -> new JobControl();
            case "trap" -> new Trap();
            case "getopts" -> new Getopts();
            case "history", "help", "umask", "times" -> new Misc();
            default -> null;
        };
    }

    @Override
    public boolean special(String name) {
        return switch (name) {
            case ".", ":", "break", "continue", "eval", "exec", "exit", "export", "readonly", "return", "set", "shift", "source",
                "times", "trap", "unset" -> true;
            default -> false;
        };
    }

    @Override
    public String[] names() {
        return NAMES.clone();
    }
}

package org.sluice.shell.run;

/** A command the shell runs itself. */
public interface Builtin {
    /**
     * Runs the command.
     *
     * @param shell the shell it was called in: state, output, errors
     * @param args  its name and its arguments
     * @return its exit status
     */
    int run(Interpreter shell, String[] args);

    /** All builtins, by name. */
    interface Table {
        /**
         * Finds a builtin.
         *
         * @param name its name
         * @return the builtin, or {@code null} when there is none
         */
        Builtin find(String name);

        /**
         * Whether assignments before a builtin stay in force after it, and it is found before functions.
         *
         * @param name its name
         * @return true for what POSIX calls special builtins
         */
        boolean special(String name);

        /**
         * The names of all builtins.
         *
         * @return sorted; the caller's
         */
        String[] names();
    }
}

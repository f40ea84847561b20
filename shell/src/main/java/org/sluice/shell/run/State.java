package org.sluice.shell.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sluice.shell.syntax.Ast;

/** All that belongs to one shell or subshell. Used by one thread; a subshell gets a copy that shares nothing mutable. */
public final class State {
    /** A shell variable. */
    static final class Variable {
        String value;
        boolean exported;
        boolean readonly;

        Variable copy() {
            Variable v = new Variable();
            v.value = value;
            v.exported = exported;
            v.readonly = readonly;
            return v;
        }
    }

    private final Map<String, Variable> variables;
    private final Map<String, Ast.Command> functions;
    private final Map<String, String> aliases;
    private final Options options;
    private final HandleTable handles;
    private final boolean subshell;
    /** For each running function, the variables its {@code local} hid; the value is {@code null} where there was none. */
    private final List<Map<String, Variable>> frames = new ArrayList<>();
    private String name;
    private String[] positional = {};
    private String directory;
    private int status;
    private int lastBackground;
    private int mask = 022;
    private Job job;
    private int loops;

    State(String name, String directory, HandleTable handles) {
        this.name = name;
        this.directory = directory;
        this.handles = handles;
        this.variables = new HashMap<>();
        this.functions = new HashMap<>();
        this.aliases = new HashMap<>();
        this.options = new Options();
        this.subshell = false;
    }

    private State(State parent) {
        variables = new HashMap<>(parent.variables.size() * 2);
        for (Map.Entry<String, Variable> e : parent.variables.entrySet()) {
            variables.put(e.getKey(), e.getValue().copy());
        }
        functions = new HashMap<>(parent.functions);
        aliases = new HashMap<>(parent.aliases);
        options = parent.options.copy();
        handles = parent.handles.copy();
        subshell = true;
        name = parent.name;
        positional = parent.positional;
        directory = parent.directory;
        status = parent.status;
        lastBackground = parent.lastBackground;
        mask = parent.mask;
        job = parent.job;
        for (int i = 0; i < parent.frames.size(); i++) {
            frames.add(new HashMap<>());
        }
    }

    /** The state of a subshell; its handle table is to be closed by whoever runs it. */
    State copy() {
        return new State(this);
    }

    // ------------------------------------------------------------------ variables

    /**
     * A variable's value.
     *
     * @param variable its name
     * @return the value, or {@code null} when it is not set
     */
    public String get(String variable) {
        Variable v = variables.get(variable);
        return v == null ? null : v.value;
    }

    /**
     * A variable's value.
     *
     * @param variable its name
     * @param otherwise given when it is not set
     * @return the value
     */
    public String get(String variable, String otherwise) {
        String value = get(variable);
        return value == null ? otherwise : value;
    }

    /**
     * Sets a variable; with {@code set -a} also exports it.
     *
     * @param variable its name
     * @param value    its value
     * @throws ShellError when it is read-only
     */
    public void set(String variable, String value) {
        Variable v = writable(variable);
        v.value = value;
        v.exported |= options.allExport;
    }

    /**
     * Marks a variable as part of children's environment, or not.
     *
     * @param variable its name
     * @param exported whether children see it once it has a value
     */
    public void export(String variable, boolean exported) {
        variable(variable).exported = exported;
    }

    /**
     * Makes a variable unchangeable.
     *
     * @param variable its name
     */
    public void protect(String variable) {
        variable(variable).readonly = true;
    }

    /**
     * Removes a variable.
     *
     * @param variable its name
     * @throws ShellError when it is read-only
     */
    public void unset(String variable) {
        if (variables.containsKey(variable)) {
            writable(variable);
            variables.remove(variable);
        }
    }

    private Variable variable(String which) {
        Variable v = variables.get(which);
        if (v == null) {
            v = new Variable();
            variables.put(which, v);
        }
        return v;
    }

    private Variable writable(String variable) {
        Variable v = variable(variable);
        if (v.readonly) {
            throw new ShellError(variable + ": is read only");
        }
        return v;
    }

    /**
     * Names of variables.
     *
     * @param exported only those children see
     * @param readonly only those that are read-only
     * @return a sorted list, the caller's
     */
    public List<String> names(boolean exported, boolean readonly) {
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, Variable> e : variables.entrySet()) {
            Variable v = e.getValue();
            if ((!exported || v.exported) && (!readonly || v.readonly) && (v.value != null || exported || readonly)) {
                names.add(e.getKey());
            }
        }
        names.sort(null);
        return names;
    }

    /** The environment of a child, with temporary assignments put over it. */
    String[] environment(Map<String, String> over) {
        List<String> packed = new ArrayList<>(variables.size());
        for (Map.Entry<String, Variable> e : variables.entrySet()) {
            Variable v = e.getValue();
            if (v.exported && v.value != null && !over.containsKey(e.getKey())) {
                packed.add(e.getKey() + "=" + v.value);
            }
        }
        for (Map.Entry<String, String> e : over.entrySet()) {
            packed.add(e.getKey() + "=" + e.getValue());
        }
        return packed.toArray(new String[0]);
    }

    // ------------------------------------------------------------------ functions

    void enterFunction() {
        frames.add(new HashMap<>());
    }

    void leaveFunction() {
        restore(frames.remove(frames.size() - 1));
    }

    /**
     * How many functions are running.
     *
     * @return 0 outside functions
     */
    public int functionDepth() {
        return frames.size();
    }

    /**
     * Makes a variable local to the innermost running function; it keeps its value until assigned.
     *
     * @param variable its name
     */
    public void local(String variable) {
        hide(frames.get(frames.size() - 1), variable);
    }

    /** Remembers a variable in a frame, to be put back by {@link #restore}. */
    void hide(Map<String, Variable> frame, String variable) {
        if (!frame.containsKey(variable)) {
            Variable old = variables.get(variable);
            frame.put(variable, old == null ? null : old.copy());
        }
    }

    void restore(Map<String, Variable> frame) {
        for (Map.Entry<String, Variable> e : frame.entrySet()) {
            if (e.getValue() == null) {
                variables.remove(e.getKey());
            } else {
                variables.put(e.getKey(), e.getValue());
            }
        }
    }

    /**
     * The functions.
     *
     * @return the live map of names and bodies
     */
    public Map<String, Ast.Command> functions() {
        return functions;
    }

    /**
     * The aliases.
     *
     * @return the live map of names and texts
     */
    public Map<String, String> aliases() {
        return aliases;
    }

    // ------------------------------------------------------------------ the rest

    /**
     * The options of {@code set}.
     *
     * @return the live options
     */
    public Options options() {
        return options;
    }

    /**
     * The handle table.
     *
     * @return the live table
     */
    public HandleTable handles() {
        return handles;
    }

    /**
     * Whether this is a subshell's state.
     *
     * @return false for the main shell
     */
    public boolean subshell() {
        return subshell;
    }

    /**
     * {@code $0}.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    void name(String newName) {
        name = newName;
    }

    /**
     * {@code $1} and so on.
     *
     * @return not to be changed
     */
    public String[] positional() {
        return positional;
    }

    /**
     * Sets {@code $1} and so on.
     *
     * @param values from now on not to be changed
     */
    public void positional(String[] values) {
        positional = values;
    }

    /**
     * The logical working directory.
     *
     * @return an absolute path without {@code .} and {@code ..}
     */
    public String directory() {
        return directory;
    }

    /**
     * Sets the logical working directory.
     *
     * @param path an absolute path without {@code .} and {@code ..}
     */
    public void directory(String path) {
        directory = path;
    }

    /**
     * Makes a path absolute.
     *
     * @param path any path
     * @return the path, put behind the working directory when it is relative
     */
    public String resolve(String path) {
        if (path.startsWith("/") || path.isEmpty()) {
            return path;
        }
        return directory.endsWith("/") ? directory + path : directory + "/" + path;
    }

    /**
     * {@code $?}.
     *
     * @return the status of the last command
     */
    public int status() {
        return status;
    }

    /**
     * Sets {@code $?}.
     *
     * @param newStatus 0 to 255
     */
    public void status(int newStatus) {
        status = newStatus;
    }

    /**
     * {@code $!}.
     *
     * @return the id of the last background job, 0 when there was none
     */
    public int lastBackground() {
        return lastBackground;
    }

    void lastBackground(int id) {
        lastBackground = id;
    }

    /**
     * The file mode mask.
     *
     * @return the permission bits new files do not get
     */
    public int mask() {
        return mask;
    }

    /**
     * Sets the file mode mask.
     *
     * @param bits permission bits
     */
    public void mask(int bits) {
        mask = bits;
    }

    /**
     * The background job this state is run by.
     *
     * @return the job, or {@code null} in the foreground
     */
    public Job job() {
        return job;
    }

    void job(Job newJob) {
        job = newJob;
    }

    /**
     * How many loops are running in the current function.
     *
     * @return 0 outside loops
     */
    public int loops() {
        return loops;
    }

    void loops(int count) {
        loops = count;
    }
}

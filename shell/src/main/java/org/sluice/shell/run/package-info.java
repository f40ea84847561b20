/**
 * Runs syntax trees: expansion, redirection, pipelines, jobs, signals.
 *
 * <p>Sluice has no {@code fork}. A subshell is a copy of the {@link org.sluice.shell.run.State} (variables, functions,
 * options, working directory, handle table) interpreted in the same process: {@code ( )} and {@code $( )} on the same thread,
 * pipeline stages and background lists that are not plain programs on a thread of their own. Therefore nothing here reads
 * the process' own working directory or standard streams: paths are resolved against the state's directory, which is also
 * handed to every child, and output goes to the state's handles.
 *
 * <p>May use the system-call table and {@code org.sluice.shell.syntax}; knows the builtins only by their interface and
 * nothing of line editing.
 */
package org.sluice.shell.run;

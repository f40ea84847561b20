package org.sluice.kernel.process;

import org.sluice.vm.code.ProgramSource;

/**
 * What a process runs.
 *
 * @param name      for {@code ps}: the last part of the path it was started by
 * @param path      the executable, absolute
 * @param mainClass binary name of the class with the main method
 * @param classPath where classes and resources come from
 * @param arguments what main gets
 * @param argv      the whole argument vector, with the program's name first
 */
public record Program(String name, String path, String mainClass, ProgramSource classPath, String[] arguments, String[] argv) {
}

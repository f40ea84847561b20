/**
 * The machine's instruction set: turns class files into code that is confined, can be preempted and is charged, and keeps the
 * name space of each process.
 *
 * <p>{@link org.sluice.vm.code.Translator} is a pure function from bytes to bytes; {@link org.sluice.vm.code.ClassArchive} is
 * the library made with it at image build; {@link org.sluice.vm.code.Namespace} is one process' classes. Nothing here knows
 * of processes, files or system calls: the kernel hands in a class path and an object with its calls, and both pass through
 * as they are. Only this package and its subpackages use ASM.
 */
package org.sluice.vm.code;

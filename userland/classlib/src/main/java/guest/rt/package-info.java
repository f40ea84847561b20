/**
 * Run-time support of the guest's class library: polls, monitors, heap charges, the kernel's calls, program start.
 *
 * <p>Classes here are the only ones that are neither redirected nor instrumented: names mean the host's classes, and what they
 * do must be short, because no poll interrupts it. They block in system calls only, never on a lock of the host. Guests cannot
 * name them.
 */
package guest.rt;

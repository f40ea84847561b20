/** The kernel's log and the tracing of system calls. */
package org.sluice.kernel.trace;

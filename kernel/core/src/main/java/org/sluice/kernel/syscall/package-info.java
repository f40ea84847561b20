/**
 * System calls: a gate per process, and the calls by the kind of object they work on. A call checks handle, rights, ranges and
 * quota first and changes state last.
 */
package org.sluice.kernel.syscall;

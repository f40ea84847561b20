/**
 * Child processes, pipes between them, and signals. A thin layer over the process calls of the system-call table: it adds
 * path look-up, retry after {@code EINTR} and exceptions, and keeps no state of its own beyond the ids it was given.
 */
package org.sluice.process;

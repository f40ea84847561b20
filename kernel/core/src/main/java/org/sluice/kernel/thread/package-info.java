/** Kernel threads and how they wait: spin locks for state, wait queues for everything that takes time. */
package org.sluice.kernel.thread;

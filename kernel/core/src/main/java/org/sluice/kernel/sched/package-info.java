/** Which thread runs where and for how long: a preemptive scheduler with priorities over one or more processors. */
package org.sluice.kernel.sched;

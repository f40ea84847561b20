/** Processes: what belongs to one, how it starts a program, how it ends and what its parent learns of that. */
package org.sluice.kernel.process;

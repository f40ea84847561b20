/** From the firmware's jump to the first program, and the end of the machine. */
package org.sluice.kernel.boot;

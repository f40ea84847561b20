/**
 * Areas: memory of the kernel's pool that belongs to one process at a time and moves between processes by its right, not by
 * its bytes. May use frames, threads and what files say of transfers; knows neither processes nor ports.
 */
package org.sluice.kernel.area;

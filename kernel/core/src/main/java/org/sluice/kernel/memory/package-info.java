/** Frames of physical memory, their owners, and address spaces. */
package org.sluice.kernel.memory;

/** Frames of physical memory: who has them and what for, and holds on them that several may have. */
package org.sluice.kernel.memory;

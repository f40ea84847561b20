/** Handles: the small integers by which a process names what it was given, with the rights that came along. */
package org.sluice.kernel.handle;

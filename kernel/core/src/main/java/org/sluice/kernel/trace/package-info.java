/** The kernel's log. */
package org.sluice.kernel.trace;

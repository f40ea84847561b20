/** What every part of the kernel shares. */
package org.sluice.kernel;

/** Trees of generated text, such as {@code /proc}: serves the views other parts of the kernel give it, and keeps no state. */
package org.sluice.kernel.fs.view;

/** The terminal: its attributes, its size and its foreground process group, by handle. */
package org.sluice.tty;

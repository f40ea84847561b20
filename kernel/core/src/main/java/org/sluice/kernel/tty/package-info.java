/** The terminal: line discipline, foreground group, and the plain streams of a console that is no terminal. */
package org.sluice.kernel.tty;

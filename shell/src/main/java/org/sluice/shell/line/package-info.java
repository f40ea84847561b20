/**
 * The prompt: reading lines with JLine on a terminal, or plainly elsewhere; completion, history and the loop around them.
 * JLine's own terminal providers need native code or programs of the host; here its terminal is built directly on the tty
 * calls, without threads. Nothing outside this package mentions JLine, and only {@link org.sluice.shell.line.LineEditor} and
 * what it uses load it.
 */
package org.sluice.shell.line;

/**
 * The shell's language: text in, syntax tree out. Knows nothing of variables, files or processes; aliases come in through
 * an interface. Every input ends in a tree or in a {@link org.sluice.shell.syntax.SyntaxException}.
 */
package org.sluice.shell.syntax;

/**
 * The program {@code sh}: its command line, start-up files and the loop over its input. Line editing is loaded only when
 * there is a terminal to edit on, so that scripts start without it.
 */
package org.sluice.shell;

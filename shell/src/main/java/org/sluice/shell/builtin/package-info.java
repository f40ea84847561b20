/**
 * The builtin commands, a class for each family of them, loaded when the first of the family is used. They reach the world
 * only through the interpreter they are called in.
 */
package org.sluice.shell.builtin;

/**
 * The kernel tested from inside: a program that asks the system calls questions, each test being one, and looks afterwards
 * whether anything is left over. May use the system-call table and what every program may; must not rely on what it tests.
 */
package org.sluice.apps.usertests;

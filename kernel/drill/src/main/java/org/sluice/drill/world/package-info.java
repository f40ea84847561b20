/**
 * Virtual time, and machines that consist of nothing but a network service and an ATM interface. One thread runs at a time, whatever
 * threads there are, so that everything happens in the same order whenever it is repeated. Uses the kernel's service interfaces only; must
 * never read a clock of the host or sleep.
 */
package org.sluice.drill.world;

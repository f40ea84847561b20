/**
 * What the machine does for the run-time support of the class library. The one package of the machine that library code may
 * mention; its types use core types only, because everything else is another class on the other side.
 */
package org.sluice.vm.code.gate;

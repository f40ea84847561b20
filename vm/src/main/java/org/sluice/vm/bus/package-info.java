/** How devices hang together with the rest of the machine: kinds, register windows, attachment. */
package org.sluice.vm.bus;

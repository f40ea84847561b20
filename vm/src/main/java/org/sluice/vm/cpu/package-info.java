/**
 * Virtual processors and the execution contexts they run. A processor is a host thread that runs one context at a time; a
 * context is a host virtual thread whose scheduler is ours, so that nothing runs unless the kernel's dispatcher chose it.
 */
package org.sluice.vm.cpu;

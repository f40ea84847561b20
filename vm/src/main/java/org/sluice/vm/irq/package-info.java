/** Interrupt lines between devices and the kernel. Knows neither the devices nor what a handler does. */
package org.sluice.vm.irq;

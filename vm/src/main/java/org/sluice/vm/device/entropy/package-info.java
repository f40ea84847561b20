/** The source of random bits. */
package org.sluice.vm.device.entropy;

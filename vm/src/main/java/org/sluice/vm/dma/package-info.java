/** Direct memory access: a device reaches only the frames its driver was granted, and a wrong address is a recorded fault. */
package org.sluice.vm.dma;

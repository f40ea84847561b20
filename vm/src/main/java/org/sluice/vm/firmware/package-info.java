/**
 * What runs before the kernel: finds the partitions of the disk image, reads the boot partition, loads the kernel's modules
 * from it and jumps to the kernel. Whatever an image contains, the outcome is a running kernel or one
 * {@link org.sluice.vm.firmware.BootFailure}.
 */
package org.sluice.vm.firmware;

/**
 * Physical memory: one native segment of 4 KiB frames. The only package that may copy bytes in bulk; every copy it makes is
 * counted. Knows nothing of who owns a frame: that is the kernel's business.
 */
package org.sluice.vm.memory;

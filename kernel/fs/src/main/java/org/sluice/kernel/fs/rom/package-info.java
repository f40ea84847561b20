/**
 * The format of the read-only root file system (docs/romfs.md): writing images and reading their metadata, checked. Plain Java
 * over bytes, used by the image builder and its tools as well as by the kernel; depends on nothing of the kernel and touches
 * no file itself.
 */
package org.sluice.kernel.fs.rom;

/**
 * {@code memory-map}: physical memory as a picture. Draws on a canvas, of which there are two; knows the kernel by {@code /proc}
 * only.
 */
package org.sluice.apps.picture;

/**
 * Physical memory as a picture, which {@code memory-map} shows. Draws on a canvas, of which there are two; knows the kernel by
 * the text of {@code /proc/frames} only.
 */
package org.sluice.apps.picture;

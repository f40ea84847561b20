/** Builds disk images: which files go where, the partitions, and when an image is out of date. */
package org.sluice.images.build;

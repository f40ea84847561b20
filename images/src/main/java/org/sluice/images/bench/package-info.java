/**
 * {@code sluice bench}: measures the system beside the host it runs on. Figures are printed, never judged: what a test could
 * rely on does not depend on the speed of a machine. May use the launcher's other packages; nothing else uses this one.
 */
package org.sluice.images.bench;

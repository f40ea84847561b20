/**
 * What stands behind a file handle, and the SPI of the file service. The kernel core knows sessions, pipes and terminals;
 * where files lie is the business of {@code kernel/fs}.
 */
package org.sluice.kernel.file;

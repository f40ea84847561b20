/** The host's terminal and signals, as the launcher hands them to a machine's console. */
package org.sluice.images.host;

/** Commands that start, watch and end processes. What they know of processes they read from the text files of /proc. */
package org.sluice.apps.process;

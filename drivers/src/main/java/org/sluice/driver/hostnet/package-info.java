/** Drives the host's sockets: commands out, completions in, memory granted for as long as a command is under way. */
package org.sluice.driver.hostnet;

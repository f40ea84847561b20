/** Runs scripts: calls on sockets, packets that are injected and compared, settings, and code blocks, on one machine in virtual time. */
package org.sluice.drill.run;

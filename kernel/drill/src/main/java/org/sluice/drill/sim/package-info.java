/** Two machines and a network between them that delays, queues, loses, reorders, repeats and damages, all by a seed. */
package org.sluice.drill.sim;

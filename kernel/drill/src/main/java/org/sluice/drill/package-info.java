/**
 * Runs the network service outside of a machine, on the host and in virtual time. What is here: {@link org.sluice.drill.Drill} runs scripts of
 * the packetdrill language, {@link org.sluice.drill.sim.Simulation} transfers over networks that lose and delay. The service is found by its
 * interface; of the kernel only that is used.
 */
package org.sluice.drill;

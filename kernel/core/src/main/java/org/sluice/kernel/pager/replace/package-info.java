/**
 * Which resident page leaves memory: the policies the pager may be given. They know pages by frame number and their use by the
 * marks that walks of the page tables leave. No policy allocates after its construction, takes a lock or touches memory.
 */
package org.sluice.kernel.pager.replace;

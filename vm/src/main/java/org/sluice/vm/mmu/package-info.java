/**
 * Virtual addresses: page tables in physical frames, the walk that translates by them, and the translations a processor
 * remembers. Knows nothing of who owns an address space.
 */
package org.sluice.vm.mmu;

/**
 * Virtual addresses: page tables in physical frames, the walk that translates by them, and the translations remembered of an
 * address space. Knows nothing of who owns it.
 */
package org.sluice.vm.mmu;

/** The board: which memory, processors and devices one machine has, and how a kernel gets hold of them. */
package org.sluice.vm.board;

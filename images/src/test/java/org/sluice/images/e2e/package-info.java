/**
 * The system as its users meet it: these tests start the launcher as a process of its own and look at what it prints and how it
 * ends. Nothing here reaches into the machine or the kernel.
 */
package org.sluice.images.e2e;

/** The commands that configure the network: a grammar of words, checked before anything is changed. */
package org.sluice.kernel.net.control;

/** Measures and checks what the network carries: {@code nettest}. */
package org.sluice.apps.net.test;

/** The network service as the kernel finds it. */
package org.sluice.kernel.net;

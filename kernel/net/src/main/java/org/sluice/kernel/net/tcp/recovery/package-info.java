/** What is sent again, and how much may be under way. */
package org.sluice.kernel.net.tcp.recovery;

/**
 * Memory that moves between processes by its right and not by its bytes: areas, the vectors that name parts of them, and ports
 * to send them over. May use the ABI, {@code org.sluice.sys} and the class library, nothing else; never copies a payload.
 */
package org.sluice.io;

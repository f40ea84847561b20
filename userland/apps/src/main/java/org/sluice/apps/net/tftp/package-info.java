/** TFTP (RFC 1350) with the options of RFC 2347, 2348 and 2349. Messages and the two sides of a transfer know nothing of sockets. */
package org.sluice.apps.net.tftp;

/**
 * Virtual channel connections: who has which, what waits to be sent on it, and who looks on. A signalled connection would be opened here, by its
 * ATM number instead of by VPI and VCI; its user would not see a difference.
 */
package org.sluice.kernel.net.atm;

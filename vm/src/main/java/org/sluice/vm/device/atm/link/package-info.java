/** What ATM interfaces are plugged into: links, and what can be put around a link. */
package org.sluice.vm.device.atm.link;

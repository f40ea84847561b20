/** Time as a device: the only package that reads the host's clocks or lets a host thread sleep. */
package org.sluice.vm.time;

/** The disk: a host file. */
package org.sluice.vm.device.disk;

/** The host share: a folder of the host, reached by messages; nothing outside that folder can be named. */
package org.sluice.vm.device.share;

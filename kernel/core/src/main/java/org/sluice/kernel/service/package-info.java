/** The SPI of kernel services: started from manifests, stoppable, restartable. */
package org.sluice.kernel.service;

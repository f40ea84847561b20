/** The devices a program finds as files under {@code /dev}. */
package org.sluice.kernel.fs.device;

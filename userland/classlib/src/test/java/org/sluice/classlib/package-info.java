/** Tests of the class library without the kernel: guests on system calls made of the host's files and threads. */
package org.sluice.classlib;

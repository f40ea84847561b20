/** Builds the library archive from the JDK that runs the build, and checks that it links. Not used at run time. */
package org.sluice.vm.code.image;

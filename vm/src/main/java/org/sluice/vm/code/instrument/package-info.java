/**
 * Makes one class preemptible, killable and charged: polls, kill stubs, kernel monitors and allocation charges are woven
 * into its methods, and class files are checked before ASM reads them.
 *
 * <p>The package is a pure function of the class it is given and its {@link org.sluice.vm.code.instrument.Options}: the same
 * input gives the same bytes. It uses ASM and {@code java.base}, loads no class, asks no loader for a common superclass and
 * never computes a stack-map frame from code: every frame it writes is a frame of the original class, perhaps with some
 * locals of its own added. The host's verifier has the last word on the result.
 */
package org.sluice.vm.code.instrument;

package org.sluice.kernel.file;

/** A symbolic link of a generated tree, such as {@code /proc/self}; resolved for the calling process. */
public non-sealed interface ViewLink extends ViewNode {
    String target();
}

package org.sluice.kernel.file;

/** A file of a generated tree; its text is made when it is opened, so that one open sees one moment. */
public non-sealed interface ViewFile extends ViewNode {
    /** The whole text in UTF-8; may be large. */
    byte[] text();

    /** Takes a write, as commands to the kernel are given; returns false when the file takes none (EACCES). May block, and throw CallFailed. */
    default boolean accept(byte[] text) {
        return false;
    }
}

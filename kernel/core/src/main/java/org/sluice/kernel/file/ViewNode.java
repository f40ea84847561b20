package org.sluice.kernel.file;

/** An entry of a generated tree. */
public sealed interface ViewNode permits ViewDirectory, ViewFile, ViewLink {
}

package org.sluice.kernel.file;

import java.util.List;

/** A directory of a generated tree. Contents may change at any time; a name that has gone is simply not found. */
public non-sealed interface ViewDirectory extends ViewNode {
    List<String> names();

    /** The entry of that name: a {@link ViewDirectory} or a {@link ViewFile}; null when there is none. */
    ViewNode lookup(String name);
}

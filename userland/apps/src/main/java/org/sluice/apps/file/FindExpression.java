package org.sluice.apps.file;

import java.io.IOException;

/** A part of find's expression: a test or an action, or several of them joined. */
interface FindExpression {
    /** Whether the file passes; actions do what they are for and say whether it worked. */
    boolean test(FindFile file) throws IOException;
}

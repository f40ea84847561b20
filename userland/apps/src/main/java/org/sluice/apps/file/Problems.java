package org.sluice.apps.file;

/** Hears of files that a command could not deal with, while the command goes on with the others. */
interface Problems {
    void report(String message);
}

/** Commands that list, make, move and remove files, and those that take file names apart. */
package org.sluice.apps.file;

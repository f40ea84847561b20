/** Commands that scripts decide and calculate with. */
package org.sluice.apps.logic;

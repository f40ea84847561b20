/** The script language: words, grammar, and what a script says as values. Knows nothing of how scripts are run. */
package org.sluice.drill.script;

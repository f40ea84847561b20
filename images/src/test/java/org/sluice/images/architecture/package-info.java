/** The allowed arrows between modules and packages, checked on their class files; each rule is shown to find a planted offence. */
package org.sluice.images.architecture;

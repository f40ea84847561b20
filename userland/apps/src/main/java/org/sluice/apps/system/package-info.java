/** Commands that tell about the machine and the system, the manual, and the launcher of Java programs. */
package org.sluice.apps.system;

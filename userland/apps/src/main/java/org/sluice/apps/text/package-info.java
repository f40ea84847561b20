/** Commands that read text and write text, line by line and without holding the whole input where the task allows it. */
package org.sluice.apps.text;

/** The launcher's commands. */
package org.sluice.images.command;

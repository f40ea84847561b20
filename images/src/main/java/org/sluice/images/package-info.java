/** The launcher's entry point. Nothing but a guest's output may be written to standard output while a machine runs. */
package org.sluice.images;

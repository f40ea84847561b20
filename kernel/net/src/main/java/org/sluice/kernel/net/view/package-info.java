/** What {@code /proc/net} shows: records of words, a line each, with counters on lines below that begin with a space. */
package org.sluice.kernel.net.view;

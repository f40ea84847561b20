/** Commands that treat files as bytes: checksums, compression, encodings and dumps. */
package org.sluice.apps.data;

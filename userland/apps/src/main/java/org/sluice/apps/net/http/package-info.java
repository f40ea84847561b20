/**
 * HTTP/1.1 (RFC 9110, RFC 9112): {@code httpd}, {@code curl} and {@code wget}. What is parsed is parsed apart from input and output: {@code Request},
 * {@code ResponseHead}, {@code Url}, {@code ByteRange}.
 */
package org.sluice.apps.net.http;

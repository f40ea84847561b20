package org.sluice.apps.net.stream;

/**
 * When a relay ends before its peer does.
 *
 * @param withoutInput whether nothing is read from standard input
 * @param endWithInput whether the stream is ended when standard input has
 * @param quitAfter    nanoseconds after that until it ends; negative for not at all
 * @param idle         nanoseconds without anything passing until it ends; negative for not at all
 */
record RelayRules(boolean withoutInput, boolean endWithInput, long quitAfter, long idle) {
}

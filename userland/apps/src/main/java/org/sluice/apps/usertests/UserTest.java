package org.sluice.apps.usertests;

/**
 * One test.
 *
 * @param name     what it is run by
 * @param question what it finds out
 * @param body     throws {@link Kit.Failed} when the answer is no
 */
record UserTest(String name, String question, Body body) {
    /** What a test does. */
    interface Body {
        void run(Kit kit) throws Exception;
    }
}

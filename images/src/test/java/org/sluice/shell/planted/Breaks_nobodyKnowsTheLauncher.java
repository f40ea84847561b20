package org.sluice.shell.planted;

/** Does what the rule of its name forbids. */
final class Breaks_nobodyKnowsTheLauncher {
    private Breaks_nobodyKnowsTheLauncher() {
    }

    static Object launcher() {
        return org.sluice.images.Launcher.class;
    }
}

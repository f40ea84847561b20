package org.sluice.vm.planted;

/** Does what the rule of its name forbids. */
final class Breaks_onlyTheLauncherUsesPicocli {
    private Breaks_onlyTheLauncherUsesPicocli() {
    }

    static Object line() {
        return picocli.CommandLine.class;
    }
}

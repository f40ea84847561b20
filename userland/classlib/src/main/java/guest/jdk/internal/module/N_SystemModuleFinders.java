package guest.jdk.internal.module;

import guest.java.lang.module.ModuleFinder;

/** Replaced methods of SystemModuleFinders: the library is an archive, not a run-time image with modules to look up. */
final class N_SystemModuleFinders {
    private N_SystemModuleFinders() {
    }

    static ModuleFinder ofSystem() {
        return ModuleFinder.compose();
    }
}

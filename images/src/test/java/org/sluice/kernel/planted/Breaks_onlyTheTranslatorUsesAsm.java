package org.sluice.kernel.planted;

/** Does what the rule of its name forbids. */
final class Breaks_onlyTheTranslatorUsesAsm {
    private Breaks_onlyTheTranslatorUsesAsm() {
    }

    static Object asm() {
        return new org.objectweb.asm.ClassWriter(0);
    }
}

package org.sluice.vm.code;

import java.util.concurrent.atomic.AtomicInteger;
import org.sluice.vm.code.gate.Resolver;

/** The host's side of a class loader that a program made. */
final class GuestLoaderPeer extends ProgramLoader {
    private final Resolver resolver;

    GuestLoaderPeer(LibraryLoader library, LibraryIndex index, TranslationCache cache, Resolver resolver, AtomicInteger defined) {
        super("sluice-program", library, index, cache, defined);
        this.resolver = resolver;
    }

    Resolver resolver() {
        return resolver;
    }

    @Override
    Class<?> findProgramClass(String name, String internal) throws ClassNotFoundException {
        return resolver.resolve(name);
    }
}

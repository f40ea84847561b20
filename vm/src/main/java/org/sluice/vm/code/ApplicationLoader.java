package org.sluice.vm.code;

import java.util.concurrent.atomic.AtomicInteger;

/** Loads a program from its class path; SDK classes of the library come before it. */
final class ApplicationLoader extends ProgramLoader {
    private final ClassArchive archive;
    private final LibraryLoader library;
    private final ProgramSource program;

    ApplicationLoader(ClassArchive archive, LibraryLoader library, TranslationCache cache, ProgramSource program,
        AtomicInteger defined) {
        super("sluice-application", library, archive.index(), cache, defined);
        this.archive = archive;
        this.library = library;
        this.program = program;
    }

    @Override
    Class<?> findProgramClass(String name, String internal) throws ClassNotFoundException {
        String resource = internal + ".class";
        if (internal.startsWith("org/sluice/") && archive.find(resource) != null) {
            return library.loadClass(name);
        }
        byte[] bytes = program.find(resource);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineOnce(name, bytes);
    }
}

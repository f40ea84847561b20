package org.sluice.vm.code;

import java.util.List;

/** The class path of one program. Called on threads of the program; implementations read completely before they return. */
public interface ProgramSource {
    /**
     * The first entry of a name.
     *
     * @param resource such as {@code com/example/Main.class}
     * @return its bytes, or {@code null} when no part of the class path has it
     */
    byte[] find(String resource);

    /** The entries of a name in all parts of the class path, in its order. */
    List<byte[]> findAll(String resource);

    /** The path of the jar or directory that {@link #find} takes a resource from, or {@code null}. */
    String location(String resource);
}

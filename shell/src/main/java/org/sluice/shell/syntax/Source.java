package org.sluice.shell.syntax;

/** Where a lexer gets further text when it has used up what it has. */
public interface Source {
    /**
     * Gives the next piece of text.
     *
     * @return at least one character, normally a line with its newline; or {@code null} at the end
     */
    String more();

    /**
     * Looks an alias up, each time a simple command's name is read.
     *
     * @param name the name
     * @return what stands for it, or {@code null} when it is no alias
     */
    default String alias(String name) {
        return null;
    }
}

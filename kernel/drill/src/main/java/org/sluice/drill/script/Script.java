package org.sluice.drill.script;

import java.util.List;

/**
 * A script.
 *
 * @param file    its name, for messages
 * @param options names and values at its beginning; a value may be empty
 * @param first   commands before the first event, or null
 * @param last    commands behind the last event, or null
 */
public record Script(String file, List<Option> options, Event.Command first, List<Event> events, Event.Command last) {
    /** An option. */
    public record Option(int line, String name, String value) {
    }

    /** Reads a script. @throws Unsupported if it cannot be read */
    public static Script parse(String file, String text) {
        return new Parser(file, Lexer.tokens(text)).script();
    }
}

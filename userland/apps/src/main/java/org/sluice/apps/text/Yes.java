package org.sluice.apps.text;

import org.sluice.apps.Command;

/** {@code yes}: writes a line for ever. */
public final class Yes extends Command {
    public Yes() {
        super("yes");
    }

    public static void main(String[] args) {
        new Yes().start(args);
    }

    @Override
    protected int run(String[] args) {
        String[] words = plain(args);
        String line = words.length == 0 ? "y" : String.join(" ", words);
        while (true) {
            out.println(line);
        }
    }
}

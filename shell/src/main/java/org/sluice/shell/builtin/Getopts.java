package org.sluice.shell.builtin;

import java.util.Arrays;
import org.sluice.shell.run.Builtin;
import org.sluice.shell.run.Interpreter;
import org.sluice.shell.run.State;

/**
 * {@code getopts options name [arguments]}. The next argument is kept in {@code OPTIND}, the place inside a group of letters
 * in a variable of its own.
 */
final class Getopts implements Builtin {
    private static final String PLACE = "_OPTPLACE";

    @Override
    public int run(Interpreter shell, String[] args) {
        if (args.length < 3) {
            shell.error("getopts: usage: getopts options name [argument ...]");
            return 2;
        }
        State state = shell.state();
        String[] words = args.length > 3 ? Arrays.copyOfRange(args, 3, args.length) : state.positional();
        int index = Math.max(1, Numbers.parse(state.get("OPTIND", "1")));
        int place = Math.max(1, Numbers.parse(state.get(PLACE, "1")));
        if (index > words.length || place == 1 && !isOption(words[index - 1])) {
            return finish(state, args[2], index);
        }
        String word = words[index - 1];
        if (word.equals("--")) {
            return finish(state, args[2], index + 1);
        }
        if (place >= word.length()) {
            place = 1;
        }
        boolean silent = args[1].startsWith(":");
        char option = word.charAt(place);
        int known = option == ':' ? -1 : args[1].indexOf(option);
        boolean last = place + 1 >= word.length();
        state.unset("OPTARG");
        String result = String.valueOf(option);
        int nextIndex = last ? index + 1 : index;
        int nextPlace = last ? 1 : place + 1;
        if (known < 0) {
            result = problem(shell, silent, option, "illegal option", "?");
        } else if (known + 1 < args[1].length() && args[1].charAt(known + 1) == ':') {
            nextPlace = 1;
            nextIndex = index + 1;
            if (!last) {
                state.set("OPTARG", word.substring(place + 1));
            } else if (index < words.length) {
                state.set("OPTARG", words[index]);
                nextIndex = index + 2;
            } else {
                result = problem(shell, silent, option, "no argument for option", ":");
            }
        }
        state.set(args[2], result);
        state.set("OPTIND", Integer.toString(nextIndex));
        state.set(PLACE, Integer.toString(nextPlace));
        return 0;
    }

    private static boolean isOption(String word) {
        return word.length() > 1 && word.charAt(0) == '-';
    }

    private static int finish(State state, String name, int index) {
        state.set(name, "?");
        state.set("OPTIND", Integer.toString(index));
        state.unset(PLACE);
        return 1;
    }

    private static String problem(Interpreter shell, boolean silent, char option, String what, String quiet) {
        if (silent) {
            shell.state().set("OPTARG", String.valueOf(option));
            return quiet;
        }
        shell.error(shell.state().name() + ": " + what + " -" + option);
        return "?";
    }
}

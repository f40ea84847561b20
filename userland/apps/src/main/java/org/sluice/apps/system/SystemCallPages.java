package org.sluice.apps.system;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sluice.abi.Call;
import org.sluice.abi.Errno;
import org.sluice.abi.SystemCalls;

/** Section 2 of the manual, made from the annotations of the system-call table, so that it can never be out of date. */
final class SystemCallPages {
    private static final int WIDTH = 78;
    private static final int INDENT = 7;

    private SystemCallPages() {
    }

    /** The names of all system calls. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Method method : SystemCalls.class.getMethods()) {
            if (method.isAnnotationPresent(Call.class)) {
                names.add(method.getName());
            }
        }
        return names;
    }

    /** What a system call does. */
    static String purpose(String name) {
        return find(name).getAnnotation(Call.class).does();
    }

    /** The page of a system call, or {@code null} when there is none of that name. */
    static String page(String name) {
        Method method = find(name);
        if (method == null) {
            return null;
        }
        Call call = method.getAnnotation(Call.class);
        StringBuilder page = new StringBuilder();
        page.append("NAME\n");
        wrap(page, name + " - " + call.does(), INDENT);
        page.append("\nSYNOPSIS\n");
        wrap(page, signature(method), INDENT);
        page.append("\nDESCRIPTION\n");
        String sentence = Character.toUpperCase(call.does().charAt(0)) + call.does().substring(1) + ".";
        wrap(page, "System call number " + call.number() + ". " + sentence, INDENT);
        page.append("\nRETURN VALUE\n");
        boolean result = method.getReturnType() != void.class;
        wrap(page, result ? "0 or a positive number on success, a negated error number otherwise." : "Does not return.", INDENT);
        List<String> errors = errors(call);
        if (!errors.isEmpty()) {
            page.append("\nERRORS\n");
            for (String error : errors) {
                error(page, error);
            }
        }
        return page.toString();
    }

    /** All errors of a call: its own, then those of its path, device and socket that it has no word of its own for. */
    static List<String> errors(Call call) {
        List<String> errors = new ArrayList<>(Arrays.asList(call.errors()));
        if (call.path()) {
            add(errors, Call.PATH_ERRORS);
        }
        if (call.path() || call.device()) {
            add(errors, Call.DEVICE_ERRORS);
        }
        if (call.socket()) {
            add(errors, Call.SOCKET_ERRORS);
        }
        return errors;
    }

    private static void add(List<String> errors, String[] more) {
        for (String error : more) {
            String name = error.substring(0, error.indexOf(':') + 1);
            boolean known = false;
            for (String own : errors) {
                known |= own.startsWith(name);
            }
            if (!known) {
                errors.add(error);
            }
        }
    }

    private static Method find(String name) {
        for (Method method : SystemCalls.class.getMethods()) {
            if (method.getName().equals(name) && method.isAnnotationPresent(Call.class)) {
                return method;
            }
        }
        return null;
    }

    private static String signature(Method method) {
        StringBuilder text = new StringBuilder();
        text.append(method.getReturnType().getSimpleName()).append(' ').append(method.getName()).append('(');
        Parameter[] parameters = method.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            text.append(i > 0 ? ", " : "").append(parameters[i].getType().getSimpleName());
            text.append(' ').append(parameters[i].getName());
        }
        return text.append(");").toString();
    }

    /** @param error the name of an error and its cause, {@code "ENOENT: no such file"} */
    private static void error(StringBuilder page, String error) {
        int colon = error.indexOf(':');
        String name = error.substring(0, colon);
        String message = "";
        for (int number = 1; number < 200; number++) {
            if (Errno.name(number).equals(name)) {
                message = Errno.message(number) + ": ";
            }
        }
        page.append(" ".repeat(INDENT)).append(name).append('\n');
        wrap(page, message + error.substring(colon + 1).trim() + ".", 2 * INDENT);
    }

    private static void wrap(StringBuilder page, String text, int indent) {
        int column = 0;
        for (String word : text.split(" ")) {
            if (column > 0 && column + 1 + word.length() > WIDTH) {
                page.append('\n');
                column = 0;
            }
            if (column == 0) {
                page.append(" ".repeat(indent)).append(word);
                column = indent + word.length();
            } else {
                page.append(' ').append(word);
                column += 1 + word.length();
            }
        }
        page.append('\n');
    }
}

package guest.bridge;

import guest.rt.Kernel;
import java.lang.invoke.MethodType;

/** Reads descriptors in the names guests know. */
final class Descriptors {
    private Descriptors() {
    }

    /**
     * @param loader the host's loader of program classes
     * @throws IllegalArgumentException   when the text is no method descriptor
     * @throws TypeNotPresentException when a class is not found
     */
    static MethodType methodType(String descriptor, Object loader) {
        if (!descriptor.startsWith("(") || descriptor.indexOf(')') < 0) {
            throw new IllegalArgumentException("not a method descriptor: " + descriptor);
        }
        MethodType type = MethodType.methodType(void.class);
        int at = 1;
        while (descriptor.charAt(at) != ')') {
            int end = end(descriptor, at);
            type = type.appendParameterTypes(type(descriptor.substring(at, end), loader));
            at = end;
        }
        String result = descriptor.substring(at + 1);
        if (end(result, 0) != result.length()) {
            throw new IllegalArgumentException("not a method descriptor: " + descriptor);
        }
        return type.changeReturnType(type(result, loader));
    }

    private static int end(String descriptor, int from) {
        int at = from;
        while (at < descriptor.length() && descriptor.charAt(at) == '[') {
            at++;
        }
        if (at >= descriptor.length()) {
            throw new IllegalArgumentException("descriptor ends early: " + descriptor);
        }
        if (descriptor.charAt(at) != 'L') {
            return at + 1;
        }
        int semicolon = descriptor.indexOf(';', at);
        if (semicolon < 0) {
            throw new IllegalArgumentException("descriptor ends early: " + descriptor);
        }
        return semicolon + 1;
    }

    private static Class<?> type(String descriptor, Object loader) {
        switch (descriptor.charAt(0)) {
            case 'V':
                return void.class;
            case 'Z':
                return boolean.class;
            case 'B':
                return byte.class;
            case 'S':
                return short.class;
            case 'C':
                return char.class;
            case 'I':
                return int.class;
            case 'J':
                return long.class;
            case 'F':
                return float.class;
            case 'D':
                return double.class;
            default:
                break;
        }
        String name = descriptor.charAt(0) == 'L' ? descriptor.substring(1, descriptor.length() - 1) : descriptor;
        try {
            return Kernel.GATE.find(name.replace('/', '.'), true, loader, false);
        } catch (ClassNotFoundException e) {
            throw new TypeNotPresentException(name.replace('/', '.'), e);
        }
    }
}

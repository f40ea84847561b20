package guest.bridge;

import guest.rt.Kernel;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Bootstraps of pattern switches. The host's generate classes that mention classes of the host which programs do not have;
 * these bind a table and search it.
 */
public final class Switches {
    private static final MethodHandle SEARCH;

    static {
        try {
            SEARCH = MethodHandles.lookup().findVirtual(Table.class, "search",
                MethodType.methodType(int.class, Object.class, int.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Switches() {
    }

    /** As {@code SwitchBootstraps.typeSwitch}: labels are classes, strings, integers or descriptions of enum constants. */
    public static CallSite typeSwitch(MethodHandles.Lookup lookup, String name, MethodType type, Object... labels) {
        Object[] table = new Object[labels.length];
        for (int i = 0; i < labels.length; i++) {
            table[i] = labels[i] instanceof Enum.EnumDesc<?> constant ? new Constant(lookup, constant) : labels[i];
        }
        return site(type, table);
    }

    /** As {@code SwitchBootstraps.enumSwitch}: labels are classes or names of constants of the enum that is switched on. */
    public static CallSite enumSwitch(MethodHandles.Lookup lookup, String name, MethodType type, Object... labels) {
        Object[] table = new Object[labels.length];
        for (int i = 0; i < labels.length; i++) {
            table[i] = labels[i] instanceof String constant ? new Name(constant) : labels[i];
        }
        return site(type, table);
    }

    private static CallSite site(MethodType type, Object[] labels) {
        return new ConstantCallSite(SEARCH.bindTo(new Table(labels)).asType(type));
    }

    /** The labels of one switch. */
    private static final class Table {
        private final Object[] labels;

        Table(Object[] labels) {
            this.labels = labels;
        }

        /** The first label at or after an index that a value matches; -1 for null, the number of labels for none. */
        int search(Object value, int from) {
            if (value == null) {
                return -1;
            }
            for (int i = from; i < labels.length; i++) {
                Object label = labels[i];
                boolean matches;
                if (label instanceof Class<?> c) {
                    matches = isInstance(c, value);
                } else if (label instanceof Constant c) {
                    matches = value == c.value();
                } else if (label instanceof Name n) {
                    matches = value instanceof Enum<?> e && e.name().equals(n.name);
                } else if (label instanceof Integer number && value instanceof Character character) {
                    matches = number == character.charValue();
                } else if (label instanceof Integer number && (value instanceof Byte || value instanceof Short)) {
                    matches = number == ((Number) value).intValue();
                } else {
                    matches = label.equals(value);
                }
                if (matches) {
                    return i;
                }
            }
            return labels.length;
        }
    }

    /** Whether a boxed value or an object is of a type. */
    private static boolean isInstance(Class<?> c, Object value) {
        return c.isPrimitive() ? MethodType.methodType(c).wrap().returnType() == value.getClass() : c.isInstance(value);
    }

    /** The name of a constant of the enum switched on. */
    private static final class Name {
        final String name;

        Name(String name) {
            this.name = name;
        }
    }

    /** A constant of some enum, found when first compared. */
    private static final class Constant {
        private static final Object MISSING = new Object();

        private final MethodHandles.Lookup lookup;
        private final Enum.EnumDesc<?> description;
        private Object value;

        Constant(MethodHandles.Lookup lookup, Enum.EnumDesc<?> description) {
            this.lookup = lookup;
            this.description = description;
        }

        Object value() {
            if (value == null) {
                value = find();
            }
            return value;
        }

        /** A constant that is gone matches nothing. */
        private Object find() {
            String descriptor = description.constantType().descriptorString();
            String name = descriptor.substring(1, descriptor.length() - 1).replace('/', '.');
            try {
                boolean guest = Members.isProgram(lookup.lookupClass());
                Class<?> c = Kernel.GATE.find(name, guest, lookup.lookupClass().getClassLoader(), true);
                for (Object constant : c.getEnumConstants()) {
                    if (((Enum<?>) constant).name().equals(description.constantName())) {
                        return constant;
                    }
                }
            } catch (ClassNotFoundException e) {
                return MISSING;
            }
            return MISSING;
        }
    }
}

package guest.rt;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import jdk.internal.misc.Unsafe;

/**
 * Access to fields of a program's own classes and to elements of arrays by offset, checked so that it can do nothing a typed
 * access could not: what {@code sun.misc.Unsafe} of guests is made of.
 *
 * <p>The offset of a field is a number of this class' own making, {@code FIRST + STEP * index of a slot}; the host's stays
 * inside. Offsets of array elements are the host's, since programs compute with them, and are checked against the length.
 */
public final class CheckedMemory {
    /** The host's, which no program reaches: this class is run-time support. */
    public static final Unsafe U = Unsafe.getUnsafe();
    /** Size of a reference in an array, in bytes. */
    public static final int REFERENCE = U.arrayIndexScale(Object[].class);

    private static final long FIRST = 16;
    private static final long STEP = 8;
    /** Kind of a field that has an offset and may not be accessed by it. */
    private static final char REFUSED = 0;
    private static final Table TABLE = new Table();
    private static final long SLOTS = U.objectFieldOffset(Table.class, "slots");

    /** A field whose offset was asked for; {@code kind} is its descriptor's first character, {@code L} for every reference. */
    private record Slot(Field field, Class<?> declaring, Class<?> type, char kind, boolean isStatic, long offset) {
    }

    /** Replaced as a whole when a slot is added, so that readers need no lock. */
    private static final class Table {
        volatile Slot[] slots = {};
    }

    private CheckedMemory() {
    }

    /** Offset of an array's first element. */
    public static int base(Class<?> array) {
        return (int) U.arrayBaseOffset(array);
    }

    /** Bytes from one element of an array to the next. */
    public static int scale(Class<?> array) {
        return U.arrayIndexScale(array);
    }

    /**
     * The number by which a field is accessed. Fields of other classes than the program's get one too, because libraries ask
     * for some they never use; every access to such a field is refused.
     *
     * @param mayTouch whether the field's class is the program's
     * @throws UnsupportedOperationException for fields of records and of hidden classes
     */
    public static long offset(Field field, boolean isStatic, boolean mayTouch) {
        Class<?> declaring = field.getDeclaringClass();
        if (declaring.isHidden()) {
            throw new UnsupportedOperationException("can't get field offset on a hidden class: " + field);
        }
        if (declaring.isRecord()) {
            throw new UnsupportedOperationException("can't get field offset on a record class: " + field);
        }
        if (Modifier.isStatic(field.getModifiers()) != isStatic) {
            throw new IllegalArgumentException();
        }
        Slot made = null;
        while (true) {
            Slot[] known = TABLE.slots;
            for (int i = 0; i < known.length; i++) {
                if (known[i].field.equals(field)) {
                    return FIRST + STEP * i;
                }
            }
            if (made == null) {
                Class<?> type = field.getType();
                made = !mayTouch ? new Slot(field, declaring, type, REFUSED, isStatic, 0)
                    : new Slot(field, declaring, type, kind(type), isStatic, isStatic ? U.staticFieldOffset(field)
                        : U.objectFieldOffset(field));
            }
            Slot[] more = new Slot[known.length + 1];
            System.arraycopy(known, 0, more, 0, known.length);
            more[known.length] = made;
            if (U.compareAndSetReference(TABLE, SLOTS, known, more)) {
                return FIRST + STEP * known.length;
            }
        }
    }

    private static char kind(Class<?> type) {
        return type.isPrimitive() ? type.descriptorString().charAt(0) : 'L';
    }

    /**
     * Checks an access and gives the host's offset for it.
     *
     * @param object an array, an object of a program's class or, for static fields, the class
     * @param kind   what is read or written, as the first character of a descriptor
     * @param bytes  its size
     * @throws IllegalArgumentException      when nothing of that kind is there
     * @throws UnsupportedOperationException when the object is {@code null}, which means an address of raw memory
     */
    public static long at(Object object, long offset, char kind, int bytes) {
        if (object == null) {
            throw raw("access by address");
        }
        Class<?> c = object.getClass();
        if (!c.isArray()) {
            return slot(object, offset, kind).offset;
        }
        return element(object, c.getComponentType(), offset, kind, bytes);
    }

    private static Slot slot(Object object, long offset, char kind) {
        Slot[] known = TABLE.slots;
        long index = offset - FIRST >> 3;
        if ((offset - FIRST & STEP - 1) != 0 || index < 0 || index >= known.length) {
            throw new IllegalArgumentException("no field was given the offset " + offset);
        }
        Slot slot = known[(int) index];
        if (slot.kind == REFUSED) {
            throw new UnsupportedOperationException("fields of " + Names.ofClass(slot.declaring)
                + " are not available to programs by offset");
        }
        boolean holds = slot.isStatic ? object == slot.declaring : slot.declaring.isInstance(object);
        if (!holds || slot.kind != kind) {
            throw new IllegalArgumentException("offset " + offset + " is that of " + slot.field.getName() + " in "
                + Names.ofClass(slot.declaring) + ", not of a value of this type in " + Names.ofClass(object.getClass()));
        }
        return slot;
    }

    private static long element(Object array, Class<?> component, long offset, char kind, int bytes) {
        char stored = kind(component);
        boolean fits = stored == kind || kind != 'L' && kind != 'Z' && stored != 'L' && stored != 'Z';
        if (!fits) {
            throw new IllegalArgumentException("an array of " + Names.ofClass(component) + " holds no value of this type");
        }
        long base = U.arrayBaseOffset(array.getClass());
        int scale = U.arrayIndexScale(array.getClass());
        long size = (long) scale * java.lang.reflect.Array.getLength(array);
        long from = offset - base;
        if (from < 0 || bytes > size || from > size - bytes) {
            throw new IllegalArgumentException("offset " + offset + " is outside of the array");
        }
        if (kind == 'L' && from % scale != 0) {
            throw new IllegalArgumentException("offset " + offset + " is not that of an element");
        }
        return offset;
    }

    /**
     * As {@link #at} for a reference that is written.
     *
     * @throws ClassCastException when the field or array cannot hold the value
     */
    public static long atReference(Object object, long offset, Object value) {
        if (object == null) {
            throw raw("access by address");
        }
        Class<?> c = object.getClass();
        Class<?> holds;
        long real;
        if (c.isArray()) {
            holds = c.getComponentType();
            real = element(object, holds, offset, 'L', U.arrayIndexScale(c));
        } else {
            Slot slot = slot(object, offset, 'L');
            holds = slot.type;
            real = slot.offset;
        }
        if (value != null && !holds.isInstance(value)) {
            throw new ClassCastException("Cannot cast " + Names.ofClass(value.getClass()) + " to " + Names.ofClass(holds));
        }
        return real;
    }

    /** As {@link #at} for an atomic operation, which the processor wants aligned. */
    public static long atAligned(Object object, long offset, char kind, int bytes) {
        long real = at(object, offset, kind, bytes);
        if (real % bytes != 0) {
            throw new IllegalArgumentException("offset " + offset + " is not aligned");
        }
        return real;
    }

    /** Checks that so many bytes of an array of primitive values start at an offset. */
    public static void range(Object array, long offset, long bytes) {
        if (array == null) {
            throw raw("access by address");
        }
        Class<?> component = array.getClass().getComponentType();
        if (component == null || !component.isPrimitive() || component == boolean.class) {
            throw new IllegalArgumentException("not an array of numbers: " + Names.ofClass(array.getClass()));
        }
        long size = (long) U.arrayIndexScale(array.getClass()) * java.lang.reflect.Array.getLength(array);
        long from = offset - U.arrayBaseOffset(array.getClass());
        if (bytes < 0 || from < 0 || bytes > size || from > size - bytes) {
            throw new IllegalArgumentException(bytes + " bytes at offset " + offset + " are not within the array");
        }
    }

    /** The exception for everything that reaches memory outside of objects. */
    public static UnsupportedOperationException raw(String what) {
        return new UnsupportedOperationException("sun.misc.Unsafe: " + what + ": raw memory is not available to programs");
    }

    /**
     * Makes an object without running a constructor.
     *
     * @param mayMake whether the class is the program's
     * @throws UnsupportedOperationException for other classes, and for references, whose constructor the collector relies on
     */
    public static Object allocate(Class<?> c, boolean mayMake) throws InstantiationException {
        if (!mayMake || java.lang.ref.Reference.class.isAssignableFrom(c)) {
            throw new UnsupportedOperationException("objects of " + Names.ofClass(c)
                + " cannot be made without a constructor by programs");
        }
        return U.allocateInstance(c);
    }
}

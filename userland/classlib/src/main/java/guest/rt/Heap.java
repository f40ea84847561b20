package guest.rt;

import org.sluice.abi.SystemCalls;

/** Charges large arrays to the process before and after they are made. Small ones are left to the kernel's sampling. */
public final class Heap {
    /** Arrays of at least so many bytes are charged one by one. */
    static final long LARGE = 1 << 16;

    private static final int HEADER = 16;
    private static final int REFERENCE_SHIFT = 2;

    private Heap() {
    }

    /**
     * Before an array is made.
     *
     * @param length its length; a negative one is left for the array instruction to refuse
     * @param shift  logarithm of the size of an element
     * @return the length
     * @throws OutOfMemoryError when the process' quota does not allow it
     */
    public static int array(int length, int shift) {
        if ((long) length << shift >= LARGE) {
            reserve(((long) length << shift) + HEADER);
        }
        return length;
    }

    /** The product of two dimensions of an array, saturated; 0 when one is negative or none. */
    public static long product(long elements, int dimension) {
        if (elements <= 0 || dimension <= 0) {
            return 0;
        }
        return elements > Long.MAX_VALUE / dimension ? Long.MAX_VALUE : elements * dimension;
    }

    /**
     * Before an array of arrays is made.
     *
     * @param arrays number of arrays of the last dimension
     * @param length their length
     * @param shift  logarithm of the size of an element
     */
    public static void multi(long arrays, int length, int shift) {
        long each = HEADER + ((long) Math.max(0, length) << shift);
        if (arrays > 0) {
            long bytes = arrays > Long.MAX_VALUE / each ? Long.MAX_VALUE : arrays * each;
            if (bytes >= LARGE) {
                reserve(bytes);
            }
        }
    }

    /** Charges an array of arrays, which is regular, with all it holds. */
    public static void madeMulti(Object[] array) {
        long arrays = 1;
        Object inner = array;
        while (inner instanceof Object[] a && a.length > 0 && a[0] != null) {
            arrays = product(arrays, a.length);
            inner = a[0];
        }
        long bytes = arrays * (HEADER + inner(inner));
        if (bytes >= LARGE) {
            Kernel.CALLS.charge(array, bytes);
        }
    }

    private static long inner(Object array) {
        if (array instanceof Object[] a) {
            return (long) a.length << REFERENCE_SHIFT;
        }
        if (array instanceof byte[] || array instanceof boolean[]) {
            return java.lang.reflect.Array.getLength(array);
        }
        if (array instanceof char[] || array instanceof short[]) {
            return (long) java.lang.reflect.Array.getLength(array) << 1;
        }
        boolean wide = array instanceof long[] || array instanceof double[];
        return (long) java.lang.reflect.Array.getLength(array) << (wide ? 3 : 2);
    }

    /** Asks the kernel whether the process may have that many bytes more. */
    public static void reserve(long bytes) {
        if (Kernel.CALLS.reserve(bytes) < 0) {
            throw new OutOfMemoryError("quota of the process");
        }
    }

    /** A charge that always is, so that the whole quota is too much to ask for. */
    private static final class Probe {
        static final byte[] CHARGED = new byte[1];

        static {
            Kernel.CALLS.charge(CHARGED, CHARGED.length);
        }
    }

    /** Has the collector look what is unreachable: the kernel lets it before it refuses heap, and sees to it that this is rare. */
    public static void collect() {
        Kernel.CALLS.reserve(memory()[SystemCalls.MEMORY_QUOTA] - Probe.CHARGED.length + 1);
    }

    /** Before text of so many characters is made by the host. */
    public static void text(long characters) {
        if (characters >= LARGE) {
            reserve(characters << 1);
        }
    }

    /** Charges an object made by the host for as long as it is reachable. */
    public static void charge(Object object, long bytes) {
        if (bytes >= LARGE && Kernel.CALLS.charge(object, bytes) < 0) {
            throw new OutOfMemoryError("quota of the process");
        }
    }

    /** A copy of an array, charged. */
    public static Object copyOf(Object array) {
        Object copy;
        if (array instanceof Object[] a) {
            array(a.length, REFERENCE_SHIFT);
            copy = a.clone();
        } else if (array instanceof byte[] a) {
            array(a.length, 0);
            copy = a.clone();
        } else if (array instanceof char[] a) {
            array(a.length, 1);
            copy = a.clone();
        } else if (array instanceof int[] a) {
            array(a.length, 2);
            copy = a.clone();
        } else if (array instanceof long[] a) {
            array(a.length, 3);
            copy = a.clone();
        } else if (array instanceof double[] a) {
            array(a.length, 3);
            copy = a.clone();
        } else if (array instanceof boolean[] a) {
            array(a.length, 0);
            copy = a.clone();
        } else if (array instanceof short[] a) {
            array(a.length, 1);
            copy = a.clone();
        } else if (array instanceof float[] a) {
            array(a.length, 2);
            copy = a.clone();
        } else {
            throw new IllegalArgumentException("not an array");
        }
        madeAny(copy);
        return copy;
    }

    /** Charges an array of any kind. */
    public static void madeAny(Object array) {
        if (array instanceof Object[] a) {
            made(a);
        } else if (array instanceof byte[] a) {
            made(a);
        } else if (array instanceof char[] a) {
            made(a);
        } else if (array instanceof int[] a) {
            made(a);
        } else if (array instanceof long[] a) {
            made(a);
        } else if (array instanceof double[] a) {
            made(a);
        } else if (array instanceof boolean[] a) {
            made(a);
        } else if (array instanceof short[] a) {
            made(a);
        } else if (array instanceof float[] a) {
            made(a);
        }
    }

    private static void made(Object array, long bytes) {
        if (bytes >= LARGE) {
            Kernel.CALLS.charge(array, bytes + HEADER);
        }
    }

    public static void made(boolean[] array) {
        made(array, array.length);
    }

    public static void made(byte[] array) {
        made(array, array.length);
    }

    public static void made(char[] array) {
        made(array, (long) array.length << 1);
    }

    public static void made(short[] array) {
        made(array, (long) array.length << 1);
    }

    public static void made(int[] array) {
        made(array, (long) array.length << 2);
    }

    public static void made(float[] array) {
        made(array, (long) array.length << 2);
    }

    public static void made(long[] array) {
        made(array, (long) array.length << 3);
    }

    public static void made(double[] array) {
        made(array, (long) array.length << 3);
    }

    public static void made(Object[] array) {
        made(array, (long) array.length << REFERENCE_SHIFT);
    }

    /** Free memory, total memory and the quota, as {@link SystemCalls#memory} gives them. */
    public static long[] memory() {
        long[] info = new long[SystemCalls.MEMORY_LENGTH];
        Kernel.CALLS.memory(info);
        return info;
    }
}

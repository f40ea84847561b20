package guest.java.util.zip;

import guest.rt.Kernel;
import guest.rt.Paged;
import guest.rt.PagedBulk;
import guest.rt.Poll;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/** Handles of the host's private natives for compression; none blocks or keeps a reference. */
final class HostZip {
    private static final int SLICE = 1 << 20;

    private HostZip() {
    }

    static MethodHandle staticMethod(String cls, String name, Class<?> result, Class<?>... parameters) {
        return Kernel.GATE.hostStatic("java.util.zip." + cls, name, MethodType.methodType(result, parameters));
    }

    /** A handle whose receiver is any object: these natives use fields of the object only to report errors. */
    static MethodHandle method(String cls, String name, Class<?> result, Class<?>... parameters) {
        return Kernel.GATE.hostSpecial("java.util.zip." + cls, name, MethodType.methodType(result, parameters))
            .asType(MethodType.methodType(result, parameters).insertParameterTypes(0, Object.class));
    }

    /** An instance of the host's class made without its constructor, as receiver of natives. */
    static Object receiver(String cls) {
        return guest.rt.Host.allocate(guest.rt.Host.hostClass("java.util.zip." + cls));
    }

    /**
     * A checksum of a direct buffer's memory, which is an area's or paged.
     *
     * @param sum (value so far, address, offset, end) to the value; from offset 0 an end is a length
     */
    static int checksum(MethodHandle sum, int before, long address, int length) {
        try {
            if (Paged.is(address)) {
                return PagedBulk.checksum(sum, before, address, length);
            }
            int value = before;
            for (int done = 0; done < length; done += SLICE) {
                value = (int) sum.invokeExact(value, address + done, 0, Math.min(SLICE, length - done));
                Poll.poll();
            }
            return value;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static Error unexpected(Throwable e) {
        if (e instanceof Error error) {
            return error;
        }
        if (e instanceof RuntimeException runtime) {
            throw runtime;
        }
        return new InternalError(e);
    }
}
